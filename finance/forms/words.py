"""What a form says, in words: for the page that shows two people's texts beside each other."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet

from core.dates import full_date
from core.money import pounds

Words = list[tuple[str, str]]


def typed_words(form: forms.Form) -> Words:
    """What was typed, as pairs (label, words); a field that could not be read as it was typed."""
    values = {name: form.cleaned_data.get(name, form.data.get(form.add_prefix(name))) for name in form.fields}
    return _pairs(form, values)


def saved_words(form: forms.Form) -> Words:
    """What stands now, from the initial values of a fresh form."""
    return _pairs(form, form.initial)


def _pairs(form: forms.Form, values: Mapping[str, Any]) -> Words:
    shown = [field.name for field in form.visible_fields()]
    return [(str(form.fields[name].label), _words(form.fields[name], values.get(name))) for name in shown]


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ModelChoiceField) and isinstance(value, int | str) and field.queryset:
        value = field.queryset.filter(pk=value).first()
    if isinstance(field, forms.ChoiceField) and not isinstance(field, forms.ModelChoiceField):
        return str(dict(_flat(field.choices)).get(value, value or ""))
    match value:
        case None | "":
            return ""
        case bool():
            return "Yes" if value else "No"
        case Decimal():
            return pounds(value)
        case date():
            return full_date(value)
        case list() | QuerySet():
            return ", ".join(str(each) for each in value)
    return str(value)


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    return [(value, label) for value, label in choices if not isinstance(label, list | tuple)]
