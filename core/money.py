"""Sums of money: Decimal pounds in Python, integer pence in the database, one way to read and to print them.

Pence are whole because SQLite adds DecimalFields up as floating point and is wrong from about 60,000 rows.
"""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import expressions
from django.db.models.expressions import Combinable, Expression

PENNY = Decimal("0.01")
MINUS = "\u2212"
# What a person may enter; sums of such amounts may be greater.
LIMIT = Decimal(1_000_000_000)

NOT_AN_AMOUNT = "Enter an amount in pounds, like 1,234.56"
TOO_PRECISE = "Enter no more than two decimal places"
TOO_BIG = "Enter an amount smaller than £1,000,000,000"

_AMOUNT = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_SIGNS = "-\u2212\u2013"


# Reading and printing


def parse_pounds(text: str) -> Decimal | None:
    """The amount a person typed or pasted, or None for blank. Takes `12,345.67`, `£12345`, `-500`, `−500` and
    `(500)`, which is negative. Raises `ValueError` with a sentence that says what to do."""
    text = text.strip()
    if not text:
        return None
    digits, negative = _without_sign(text)
    if not _AMOUNT.fullmatch(digits):
        raise ValueError(NOT_AN_AMOUNT)
    if len(digits.partition(".")[2]) > 2:
        raise ValueError(TOO_PRECISE)
    amount = Decimal(digits.replace(",", ""))
    if amount >= LIMIT:
        raise ValueError(TOO_BIG)
    return -amount if negative and amount else amount


def _without_sign(text: str) -> tuple[str, bool]:
    bracketed = text.startswith("(") and text.endswith(")")
    if bracketed:
        text = text[1:-1].strip()
    # The sign may stand on either side of the pound sign: −£500 and £−500 are both met in ledgers.
    match = re.fullmatch(rf"([{_SIGNS}]?)\s*£?\s*([{_SIGNS}]?)\s*(.*)", text, re.DOTALL)
    signs = match[1] + match[2] if match else ""
    if not match or len(signs) + bracketed > 1:
        return "", False
    return match[3], bracketed or bool(signs)


def pounds(amount: Decimal | int, pence: bool | Literal["auto"] = "auto") -> str:
    """`£1,234.56`, `£1,234`, `−£500` (with U+2212). Pence are printed when asked for, never when refused
    (the amount is then rounded to the pound, halves up), and by default when the sum is not whole pounds."""
    amount = Decimal(amount)
    if pence == "auto":
        pence = amount != amount.to_integral_value()
    rounded = amount.quantize(PENNY if pence else Decimal(1), ROUND_HALF_UP)
    return f"{_minus(rounded)}£{abs(rounded):,}"


def round_thousands(amount: Decimal | int) -> int:
    """Whole thousands of pounds, halves away from nil."""
    return _in_units(amount, 1000)


def thousands(amount: Decimal | int) -> str:
    """`298` for £297,850: a cell of a table in £000. Negative sums carry U+2212."""
    rounded = round_thousands(amount)
    return f"{_minus(rounded)}{abs(rounded):,}"


def adds_up(total: Decimal | int, parts: Iterable[Decimal | int], unit: int = 1) -> bool:
    """Whether the parts add up to the total as they are shown: each rounded by itself to the unit (pounds: 1; 1,000
    for a table in £000). Where they do not, `components/rounding_note.html` says so."""
    return sum(_in_units(part, unit) for part in parts) == _in_units(total, unit)


def hides_pence(*amounts: Decimal | int | None) -> bool:
    """Whether showing these sums in whole pounds leaves pence out."""
    return any(amount is not None and amount != Decimal(amount).to_integral_value() for amount in amounts)


def _in_units(amount: Decimal | int, unit: int) -> int:
    return int((Decimal(amount) / unit).quantize(Decimal(1), ROUND_HALF_UP))


def plain(amount: Decimal | int, pence: bool | Literal["auto"] = "auto") -> str:
    """`1,234.56` or `−500`: what `pounds` prints, without the sign of the currency, for cells and inputs."""
    return pounds(amount, pence).replace("£", "")


def _minus(amount: Decimal | int) -> str:
    return MINUS if amount < 0 else ""


# In the database


_Set = TypeVar("_Set", contravariant=True)
_Get = TypeVar("_Get", covariant=True)
if TYPE_CHECKING:
    _Field = models.Field
else:

    class _Field(models.Field):
        """Django's Field takes type arguments, which tell a nullable sum from another, in its stubs only."""

        def __class_getitem__(cls, _types: object) -> type:
            return cls


class PoundsField(_Field[_Set, _Get]):
    """Decimal pounds, stored as whole pence in a bigint. `Sum`, `F`, lookups and `values()` speak pounds too.
    Refuses floats (`TypeError`) and fractions of a penny (`ValueError`).

    It is not an IntegerField on purpose: Django would take `F("a") + F("b")` for integers and give pence.
    """

    description = "An amount in pounds, kept in whole pence"
    _pyi_private_set_type: Decimal | int | Combinable
    _pyi_private_get_type: Decimal
    _pyi_lookup_exact_type: Decimal | int

    def get_internal_type(self) -> str:
        # Were this BigIntegerField, Django would cut an average down to whole pence before we could round it.
        return "PoundsField"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "bigint"

    def from_db_value(
        self, value: Any, _expression: Expression, _connection: BaseDatabaseWrapper
    ) -> Decimal | None:
        if value is None:
            return None
        # Sum over bigint comes back as numeric from PostgreSQL, Avg with a fraction of a penny.
        return (Decimal(str(value)) / 100).quantize(PENNY, ROUND_HALF_UP)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return parse_pounds(value) if isinstance(value, str) else Decimal(pence_of(value)) / 100
        except (TypeError, ValueError) as refused:
            raise ValidationError(str(refused), code="invalid") from None

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        if value is None or isinstance(value, Combinable):
            return value
        value = parse_pounds(value) if isinstance(value, str) else value
        return None if value is None else pence_of(value)

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:
        value = value if prepared else self.get_prep_value(value)
        return connection.ops.adapt_integerfield_value(value, "BigIntegerField")

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, *args: Any, **kwargs: Any) -> Any:
        return super().formfield(*args, **{"form_class": PoundsFormField, **kwargs})


def pence_of(amount: Decimal | int) -> int:
    """Whole pence. Raises `TypeError` unless given a Decimal or an int, `ValueError` for part of a penny."""
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int):
        raise TypeError(f"An amount is a Decimal of pounds, not {type(amount).__name__}")
    pence = Decimal(amount).scaleb(2)
    if not pence.is_finite() or pence != pence.to_integral_value():
        raise ValueError(f"{amount} is not a whole number of pence")
    return int(pence)


def pounds_value(amount: Decimal | int) -> models.Value:
    """A constant for queries: `Coalesce(Sum("amount"), pounds_value(0))`."""
    return models.Value(amount, output_field=PoundsField())


# The stubs lack this function.
_register: Callable[..., None] = getattr(expressions, "register_combinable_fields")  # noqa: B009
for _connector in (Combinable.ADD, Combinable.SUB):
    _register(PoundsField, _connector, PoundsField, PoundsField)
    _register(PoundsField, _connector, type(None), PoundsField)
    _register(type(None), _connector, PoundsField, PoundsField)
_register(PoundsField, Combinable.MUL, models.IntegerField, PoundsField)
_register(models.IntegerField, Combinable.MUL, PoundsField, PoundsField)


# In forms


class PoundsInput(forms.TextInput):
    """A text input that shows sums with their commas and asks phones for the number keys."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"inputmode": "decimal", "autocomplete": "off", "spellcheck": "false", **(attrs or {})}
        )

    def format_value(self, value: Any) -> str | None:
        return plain(value) if isinstance(value, Decimal | int) else value


class PoundsFormField(forms.Field):
    """An amount as people type it (see `parse_pounds`); cleans to Decimal pounds, or None when left blank."""

    widget = PoundsInput

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        try:
            return parse_pounds(str(value))
        except ValueError as refused:
            # A page may ask for a dozen amounts: the summary at its head says which one is meant.
            about = f", for “{self.label}”" if self.label else ""
            raise ValidationError(f"{refused}{about}", code="invalid") from None
