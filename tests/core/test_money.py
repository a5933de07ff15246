from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core import money

AMOUNTS = st.decimals(Decimal("-999999999.99"), Decimal("999999999.99"), places=2)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("", None),
        ("   ", None),
        ("0", "0"),
        ("-0", "0"),
        ("12,345.67", "12345.67"),
        ("£12345", "12345"),
        (" £ 1,234 ", "1234"),
        ("(500)", "-500"),
        ("(£1,500.20)", "-1500.20"),
        ("-500", "-500"),
        ("−500", "-500"),
        ("–500", "-500"),
        ("-£500", "-500"),
        ("£-500", "-500"),
        (".5", "0.5"),
        ("1\N{NO-BREAK SPACE}", "1"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str | None) -> None:
    assert money.parse_pounds(text) == (None if amount is None else Decimal(amount))


@pytest.mark.parametrize(
    "text",
    [
        "abc", "12k", "1,23", "12,34.5", "1.234,56", "5.", "--5", "(-5)", "-(5)", "(5", "£", "-", "1 000",
        "1e5", "NaN", "Infinity", "１２", "٣", "=1+1", "1.2.3", "5\n6", "£" * 5000,
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="Enter an amount in pounds, like"):
        money.parse_pounds(text)


@pytest.mark.parametrize("text", ["1.234", "-0.001", "(1,234.500)"])
def test_part_of_a_penny_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="Enter no more than two decimal places"):
        money.parse_pounds(text)


@pytest.mark.parametrize("text", ["1000000000", "-1,000,000,000", "9" * 4000])
def test_a_slip_of_the_keys_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="smaller than £1,000,000,000"):
        money.parse_pounds(text)


@given(AMOUNTS)
def test_what_is_printed_can_be_read_back(amount: Decimal) -> None:
    assert money.parse_pounds(money.pounds(amount, pence=True)) == amount
    assert money.parse_pounds(money.plain(amount)) == amount


@given(st.text(alphabet="0123456789.,£-−() ek"))
def test_text_is_either_an_amount_or_refused(text: str) -> None:
    try:
        amount = money.parse_pounds(text)
    except ValueError:
        return
    assert amount is None or money.pence_of(amount) < money.LIMIT * 100


@pytest.mark.parametrize(
    ("amount", "shown", "with_pence", "without"),
    [
        ("45681", "£45,681", "£45,681.00", "£45,681"),
        ("1234.5", "£1,234.50", "£1,234.50", "£1,235"),
        ("628049.67", "£628,049.67", "£628,049.67", "£628,050"),
        ("-500", "−£500", "−£500.00", "−£500"),
        ("-0.4", "−£0.40", "−£0.40", "£0"),
        ("0", "£0", "£0.00", "£0"),
    ],
)
def test_sums_in_print(amount: str, shown: str, with_pence: str, without: str) -> None:
    assert money.pounds(Decimal(amount)) == shown
    assert money.pounds(Decimal(amount), pence=True) == with_pence
    assert money.pounds(Decimal(amount), pence=False) == without


@pytest.mark.parametrize(
    ("amount", "cell"),
    [
        ("297850", "298"),
        ("297500", "298"),
        ("-297500", "−298"),
        ("6489000", "6,489"),
        ("-400", "0"),
        ("0", "0"),
    ],
)
def test_cells_in_thousands(amount: str, cell: str) -> None:
    assert money.thousands(Decimal(amount)) == cell


@pytest.mark.parametrize("value", [1.5, True, "5", None])
def test_pence_are_made_of_decimals_only(value: object) -> None:
    with pytest.raises(TypeError):
        money.pence_of(value)  # type: ignore[arg-type]


class SpendForm(forms.Form):
    amount = money.PoundsFormField(required=False, initial=Decimal("1234.5"))


def test_the_form_field_says_what_to_do() -> None:
    form = SpendForm({"amount": "12a"})
    assert form.errors == {"amount": ["Enter an amount in pounds, like 1,234.56"]}
    assert 'value="12a"' in str(form["amount"]), "what was typed stays"


def test_what_is_mistyped_names_its_field() -> None:
    field = money.PoundsFormField(label="April 2024")
    with pytest.raises(ValidationError, match="two decimal places, for “April 2024”"):
        field.clean("1.005")


def test_the_form_field_tells_blank_from_nil() -> None:
    blank, nil = SpendForm({"amount": " "}), SpendForm({"amount": "0"})
    assert blank.is_valid()
    assert nil.is_valid()
    assert (blank.cleaned_data["amount"], nil.cleaned_data["amount"]) == (None, 0)


def test_the_form_field_shows_commas_and_sees_no_change_in_them() -> None:
    assert 'value="1,234.50"' in str(SpendForm()["amount"])
    assert not SpendForm({"amount": "1,234.50"}).has_changed()
    assert SpendForm({"amount": "1,234.51"}).has_changed()
    assert SpendForm({"amount": ""}).has_changed()


def test_the_model_field_gives_a_form_field_that_reads_pounds() -> None:
    field = money.PoundsField().formfield()
    assert field.clean("(500)") == -500
    with pytest.raises(ValidationError, match="two decimal places"):
        field.clean("0.005")
