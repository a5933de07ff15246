"""No form of the house speaks in the framework's sentences, whatever is sent to it."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.functional import Promise

from core.forms import FormRenderer

HOUSE = Path(__file__).parents[1]
APPS = ("core", "accounts", "improvement", "finance", "workforce", "reports")
SENT: list[Any] = ["", "x", "\0", "-9999999999999999", "9999999999999999", "0.123456789", "a b.c@d " * 9_000]
FILES = [None, SimpleUploadedFile("empty.csv", b""), SimpleUploadedFile("a" * 300 + ".csv", b"x")]


def _every_form() -> list[type[forms.BaseForm]]:
    for path in sorted(path for app in APPS for path in (HOUSE / app).rglob("*.py")):
        if not {"migrations", "management"} & set(path.parts):
            import_module(".".join(path.relative_to(HOUSE).with_suffix("").parts).removesuffix(".__init__"))
    ours = {form for form in _below(forms.BaseForm) if form.__module__.split(".")[0] in APPS}
    return sorted(ours, key=lambda form: (form.__module__, form.__qualname__))


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for each in kind.__subclasses__():
        yield each
        yield from _below(each)


@pytest.mark.django_db
@pytest.mark.parametrize("form", _every_form(), ids=lambda form: form.__qualname__)
def test_what_is_wrong_is_said_in_our_words(form: type[forms.Form]) -> None:
    for name, field in form.base_fields.items():
        probe = type("Probe", (forms.Form,), {"default_renderer": FormRenderer, name: field})
        for sent in FILES if isinstance(field, forms.FileField) else SENT:
            for value in (sent, [sent]) if isinstance(field, forms.MultipleChoiceField) else (sent,):
                _hold_to_our_words(probe({name: value}, {name: value}), name)


def _hold_to_our_words(form: forms.Form, name: str) -> None:
    box: Any = form[name]
    for error, said in zip(
        form.errors.get(name, forms.utils.ErrorList()).as_data(), box.sentences, strict=True
    ):
        # The framework's sentences are translated late; ours are plain text.
        assert not isinstance(error.message, Promise) or said not in error.messages, (name, said)
