"""The markup of forms, as assistive technology and the error summary need it."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.forms import CountedTextarea, FilterForm, GovDateField, RadioSelect


class Example(forms.Form):
    rating = forms.ChoiceField(
        choices=[("R", "Off track"), ("G", "On track")], widget=RadioSelect(hints={"R": "Needs help"})
    )
    as_at = GovDateField(label="As at", help_text="The day it holds for")
    code = forms.CharField(max_length=10, help_text="Six digits")
    note = forms.CharField(widget=CountedTextarea(words=120), required=False)
    agreed = forms.BooleanField(label="The board has agreed", required=False)
    token = forms.CharField(widget=forms.HiddenInput)


def posted(**changes: Any) -> dict[str, Any]:
    day = {"as_at_day": "13", "as_at_month": "11", "as_at_year": "2024"}
    return {"rating": "R", "code": "412300", "token": "t", **day, **changes}


def test_a_text_field_has_label_hint_and_width() -> None:
    html = Example()["code"].as_field_group()
    assert '<label class="govuk-label govuk-label--s" for="id_code">Code</label>' in html
    assert 'id="id_code_helptext" class="govuk-hint"' in html
    assert 'class="govuk-input govuk-input--width-10"' in html
    assert 'aria-describedby="id_code_helptext"' in html
    assert "required" not in html


def test_an_error_is_said_at_the_field_and_tied_to_it() -> None:
    html = Example(posted(code=""))["code"].as_field_group()
    assert "govuk-form-group--error" in html
    assert '<span class="govuk-visually-hidden">Error:</span> Enter the code' in html
    assert 'aria-describedby="id_code_helptext id_code_error"' in html
    assert 'aria-invalid="true"' in html
    assert "govuk-input--error" in html


def test_the_summary_links_to_the_control_and_to_the_first_of_several() -> None:
    form = Example({"token": "t"})
    html = render_to_string("components/error_summary.html", {"form": form})
    assert 'role="alert"' in html
    assert '<a href="#id_rating_0">Choose a rating</a>' in html
    assert '<a href="#id_as_at_0">Enter a date for “As at”</a>' in html
    assert '<a href="#id_code">Enter the code</a>' in html


def test_a_text_that_is_too_long_is_kept_whole_and_told_by_how_much() -> None:
    class Long(forms.Form):
        body = forms.CharField(label="Text", max_length=1000, widget=CountedTextarea(characters=1000))

    assert ' maxlength="' not in Long()["body"].as_field_group()
    html = Long({"body": "x" * 1200})["body"].as_field_group()
    assert "Text may have 1,000 characters, and this has 1,200: shorten it by 200" in html
    assert "x" * 1200 in html


def test_radios_stand_in_a_fieldset_with_hints_and_need_no_state_of_their_own() -> None:
    html = Example(posted(rating=""))["rating"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_rating_error">' in html
    assert "govuk-fieldset__legend--s" in html
    assert 'aria-describedby="id_rating_0-hint"' in html
    assert "Needs help" in html
    assert "aria-invalid" not in html


def test_optional_is_said_except_on_filters_and_single_checkboxes() -> None:
    class Filters(FilterForm):
        note = forms.CharField(required=False)

    assert "(optional)" in Example()["note"].as_field_group()
    assert "(optional)" not in Example()["agreed"].as_field_group()
    assert "(optional)" not in Filters()["note"].as_field_group()


def test_a_counted_text_says_its_limit_without_javascript() -> None:
    html = Example()["note"].as_field_group()
    assert 'data-maxlength="120" data-count-type="words"' in html
    assert "You can enter up to 120 words" in html
    assert 'aria-describedby="id_note-info"' in html


def test_a_whole_form_shows_every_field_and_its_hidden_ones() -> None:
    html = str(Example())
    assert html.count("govuk-form-group") >= 5
    assert '<input type="hidden" name="token"' in html


@pytest.mark.parametrize("month", ["11", "nov", "November"])
def test_a_date_is_typed_in_three_boxes_and_months_may_be_words(month: str) -> None:
    form = Example(posted(as_at_month=month))
    assert form.is_valid(), form.errors
    assert form.cleaned_data["as_at"] == date(2024, 11, 13)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("", "", ""), "Enter a date for “As at”"),
        (("13", "", "2024"), "As at must include a month"),
        (("13", "", ""), "As at must include a month and a year"),
        (("13", "1", "3000"), "As at must be between 1900 and 2125"),
        (("13", "1", "1066"), "As at must be between 1900 and 2125"),
        (("31", "2", "2024"), "As at must be a real date"),
        (("13", "11", "24"), "As at must be a real date"),
        (("13", "Brumaire", "2024"), "As at must be a real date"),
    ],
)
def test_a_date_that_is_none_says_what_is_missing(typed: tuple[str, str, str], sentence: str) -> None:
    form = Example(posted(as_at_day=typed[0], as_at_month=typed[1], as_at_year=typed[2]))
    assert sentence in form.errors["as_at"][0]
    assert f'value="{typed[0]}"' in str(form["as_at"]) or not typed[0]


@given(st.tuples(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12)))
def test_no_text_in_the_date_boxes_breaks_it(typed: tuple[str, str, str]) -> None:
    try:
        found = GovDateField(required=False).clean(list(typed))
    except forms.ValidationError:
        return
    assert found is None or isinstance(found, date)


def test_hostile_text_is_escaped() -> None:
    html = str(Example(posted(code='"><script>alert(1)</script>')))
    assert "<script>" not in html
