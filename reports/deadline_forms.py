"""The forms of a paper's dates."""

from collections.abc import Sequence
from typing import Any

from django import forms

from core.dates import today
from core.forms import GovDateField
from reports.models import KeyNotice
from reports.papers.timetable import Stage
from reports.services.deadlines import MOST_DAYS


class PaperStepForm(forms.Form):
    """One of the steps that every paper of the council passes; cleared, it is left out."""

    name = forms.CharField(label="Step", required=False, max_length=80)
    who = forms.CharField(
        label="Who", required=False, max_length=120, help_text="A body or a role, not a person"
    )
    days = forms.IntegerField(
        label="Working days before the last day of publication",
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
    )
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("who") or cleaned.get("days") is not None) and not cleaned.get("name"):
            self.add_error("name", "Enter what the step is called, or clear the whole row to leave it out")
        if cleaned.get("name") and cleaned.get("days") is None and "days" not in self.errors:
            self.add_error("days", "Enter how many working days before")
        return cleaned

    @property
    def row(self) -> dict[str, Any] | None:
        return dict(self.cleaned_data) if self.cleaned_data.get("name") else None


class _Recorded(forms.Form):
    """`shown` is the entry that stood when the form was made, so that one recorded meanwhile is noticed."""

    on = GovDateField(label="Day")
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("on") and cleaned["on"] > today():
            self.add_error("on", "The day must not be in the future")
        return cleaned


class StepTakenForm(_Recorded):
    """A step the paper has passed."""

    step = forms.ChoiceField(label="Step")
    note = forms.CharField(
        label="Note", required=False, max_length=250, help_text="What was asked for or agreed, if anything"
    )
    is_void = forms.BooleanField(
        label="It was not passed after all",
        required=False,
        help_text="Takes back what is on record of the step",
    )
    field_order = ("step", "on", "note", "is_void", "shown")

    def __init__(self, *args: Any, stages: Sequence[Stage], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(stage.key, stage.name) for stage in stages if stage.is_own_step]
        self.fields["step"].choices = choices  # type: ignore[attr-defined]
        left = [stage.key for stage in stages if stage.is_own_step and stage.done_on is None]
        self.initial.setdefault("step", left[0] if left else "")
        self.initial.setdefault("on", today())
        del self.fields["shown"]


class LateReasonForm(_Recorded):
    """Why a paper is urgent although its last day has passed."""

    accepted_by = forms.CharField(
        label="Who accepted it", max_length=160, help_text="By office, such as “The chair of the committee”"
    )
    reason = forms.CharField(
        label="Reason for urgency",
        max_length=2000,
        help_text="The paper prints it, and it is open to everybody",
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ("accepted_by", "on", "reason", "shown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Day on which it was accepted"


class KeyNoticeForm(_Recorded):
    """How and when notice of a key decision was given."""

    route = forms.ChoiceField(label="How notice was given", choices=KeyNotice.Route.choices)
    words = forms.CharField(
        label="Why notice in time was impracticable, and who was told or agreed",
        required=False,
        max_length=2000,
        help_text="Needed for the general exception and for special urgency; the paper prints it",
        widget=forms.Textarea({"rows": 4}),
    )
    field_order = ("route", "on", "words", "shown")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "Day on which it was published or agreed"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if (
            cleaned.get("route") not in (None, KeyNotice.Route.NOTICE)
            and not cleaned.get("words", "").strip()
        ):
            self.add_error("words", "Enter why notice in time was impracticable, and who was told or agreed")
        return cleaned
