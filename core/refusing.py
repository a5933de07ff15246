"""What a form says of what it cannot take: one sentence of ours for each that Django would say in its own words.

A form's own `error_messages` and what services refuse with are printed as they were written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.widgets import ChoiceWidget
from django.utils.functional import Promise

from core import asking

Sentence = Callable[[forms.Field, str, Mapping[str, Any]], str]

NOT_AS_SHOWN = "The page did not come back as it was shown: open it again"
_FORMS: tuple[tuple[type[forms.Field], str], ...] = (
    (forms.DecimalField, "{} must be a number, like 12.5"),
    (forms.IntegerField, "{} must be a whole number, like 12"),
    (forms.SlugField, "{} may have letters, digits, hyphens and underscores only"),
    (forms.URLField, "{} must be a web address, like https://council.example/page"),
    (forms.EmailField, "Enter an email address like name@council.gov.uk"),
    (forms.FileField, "The file did not arrive: choose it again"),
)


def sentence_of(error: ValidationError, field: forms.Field, label: str) -> str:
    """One error of a field in our words. Django's sentences are told from ours by being translated late."""
    said = _SAID.get(error.code or "") if isinstance(error.message, Promise) else None
    if said is None:
        return " ".join(error.messages)
    return NOT_AS_SHOWN if field.widget.is_hidden else said(field, label, error.params or {})


def _missing(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    match field, field.widget:
        case _, forms.CheckboxInput():
            return f"Tick “{label}”"
        case (_, ChoiceWidget()) | (forms.FileField(), _):
            return asking.ask_to_choose(label)
        case (forms.EmailField(), _) | (_, forms.PasswordInput()):
            return asking.ask_for_secret(label)
        case ((forms.IntegerField() | forms.DecimalField()), _):
            return asking.ask_for_number(label)
    return asking.ask_to_enter(label)


def _subject(field: forms.Field, label: str) -> str:
    """What the sentence is about; the label of a number is often no noun, such as “Good”."""
    return f"“{label}”" if isinstance(field, forms.IntegerField) else asking.as_subject(label)


def _unreadable(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    form = next(
        (words for kind, words in _FORMS if isinstance(field, kind)), "{} cannot be read: type it again"
    )
    return form.format(_subject(field, label))


def _not_offered(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    return f"{asking.ask_to_choose(label)} from the list"


def _too_long(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    allowed, has = (params["max"], params["length"]) if "max" in params else _limits(params)
    name = "The name of the file" if isinstance(field, forms.FileField) else _subject(field, label)
    return f"{name} may have {allowed:,} characters, and this has {has:,}: shorten it by {has - allowed:,}"


def _too_short(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    needed, has = _limits(params)
    return f"{_subject(field, label)} needs {needed:,} characters or more, and this has {has:,}"


def _limits(params: Mapping[str, Any]) -> tuple[int, int]:
    """What is allowed, and what there is."""
    return params["limit_value"], params["show_value"]


def _too_small(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    return _out_of_range(field, label, params["limit_value"], getattr(field, "max_value", None))


def _too_large(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    return _out_of_range(field, label, getattr(field, "min_value", None), params["limit_value"])


def _out_of_range(field: forms.Field, label: str, least: Any, most: Any) -> str:
    """One of the two limits was passed; the other may not be there."""
    if least is not None and most is not None:
        allowed = f"between {_number(least)} and {_number(most)}"
    else:
        allowed = f"{_number(least)} or more" if most is None else f"{_number(most)} or less"
    return f"{_subject(field, label)} must be {allowed}"


def _number(limit: Any) -> str:
    return f"{limit:,}".replace("-", "−")


def _too_exact(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    places = params["max"]
    return f"{_subject(field, label)} may have {places} decimal place{'' if places == 1 else 's'} at most"


def _too_many_digits(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    return f"{_subject(field, label)} may have {params['max']} digits at most"


def _unprintable(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    return f"{_subject(field, label)} holds a character that cannot be kept: type it again"


def _empty_file(field: forms.Field, label: str, params: Mapping[str, Any]) -> str:
    return "The file is empty: choose another"


# By the code that Django gives each error.
_SAID: Mapping[str, Sentence] = {
    "required": _missing,
    "missing": _missing,
    "invalid": _unreadable,
    "invalid_choice": _not_offered,
    "invalid_list": _not_offered,
    "invalid_pk_value": _not_offered,
    "max_length": _too_long,
    "min_length": _too_short,
    "min_value": _too_small,
    "max_value": _too_large,
    "max_digits": _too_many_digits,
    "max_whole_digits": _too_many_digits,
    "max_decimal_places": _too_exact,
    "null_characters_not_allowed": _unprintable,
    "empty": _empty_file,
}
