"""Two people at once: what the page shows when somebody else saved first."""

from collections.abc import Sequence

from django import forms
from django.db import models

from accounts.models import Change
from core.dates import full_moment
from improvement.forms import typed


def conflict_over(
    subject: models.Model, form: forms.Form, names: Sequence[str], theirs: list[tuple[str, str]]
) -> dict[str, object]:
    """What `components/conflict.html` takes: who saved last and when, what was typed, and `theirs`."""
    change = Change.objects.for_subject(subject).select_related("by").first()
    return {
        "who": change.by if change else "Somebody",
        "when": full_moment(change.at) if change else "",
        "mine": typed(form, [name for name in names if name in form.fields]),
        "theirs": theirs,
    }


def stands_now(form: forms.Form, names: Sequence[str]) -> list[tuple[str, str]]:
    """What a fresh form of the subject shows in these fields, as pairs (label, words)."""
    form.cleaned_data = dict(form.initial)
    return typed(form, names)
