from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.choices import flatten_choices

from accounts.models import Council
from core.dates import full_date, today
from core.forms import CountedTextarea, GovDateField, RadioSelect
from improvement.models import (
    Action,
    DateRevision,
    Highlight,
    Meeting,
    ProgressUpdate,
    Rating,
    RatingScale,
    Section,
)


class RatingField(forms.ModelChoiceField[Rating]):
    """The ratings of one key as radios, each with its meaning beside it."""

    widget = RadioSelect

    def __init__(self, scale: RatingScale, **kwargs: Any) -> None:
        ratings = Rating.objects.filter(scale=scale).select_related("scale").in_key_order()
        hints = {str(rating.pk): rating.description for rating in ratings}
        widget = RadioSelect(hints=hints)
        super().__init__(queryset=ratings, empty_label=None, widget=widget, **kwargs)


class UpdateForm(forms.Form):
    """The one form of an action's update: rating, date, words, what is in the way, and perhaps a new date."""

    shown_update = forms.IntegerField(widget=forms.HiddenInput)
    as_at = GovDateField(
        label="As at", help_text="The day the rating holds from: today unless you say otherwise."
    )
    narrative = forms.CharField(
        label="What has been done, and what difference it has made",
        help_text="Councillors will read these words. Two or three plain sentences are enough.",
        required=False,
        max_length=4000,
        widget=CountedTextarea(words=80),
    )
    blockers = forms.CharField(
        label="What is in the way",
        required=False,
        max_length=2000,
        widget=CountedTextarea({"rows": 2}, words=40),
    )
    new_due = GovDateField(label="New date", required=False)
    reason = forms.CharField(
        label="Why a new date is needed",
        required=False,
        max_length=2000,
        widget=CountedTextarea({"rows": 2}, words=40),
    )

    field_order: tuple[str, ...] = (
        "shown_update",
        "rating",
        "as_at",
        "narrative",
        "blockers",
        "new_due",
        "reason",
    )

    def __init__(self, data: Any = None, *, action: Action, prefix: str | None = None) -> None:
        initial = {"shown_update": action.last_update, "as_at": today(), "blockers": action.blockers or ""}
        super().__init__(data, initial=initial | {"rating": action.rating_id}, prefix=prefix)
        self.fields["rating"] = self.rating_field(action)
        self.order_fields(self.field_order)
        if "new_due" in self.fields:
            due = full_date(action.current_due)
            self.fields["new_due"].help_text = f"The date is {due}. It stays until a new one has been agreed."

    def rating_field(self, action: Action) -> forms.Field:
        """The ratings of the plan's progress key, each with what it means."""
        return RatingField(
            action.plan.progress_scale,
            label="Progress rating",
            error_messages={
                "required": "Choose a progress rating",
                "invalid_choice": "Choose a progress rating from the list",
            },
        )


class CorrectionForm(UpdateForm):
    """What should have been recorded, and what was wrong."""

    # Django leaves out inherited fields that are set to None.
    new_due = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]
    because = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="Both entries stay visible, with these words.",
        error_messages={"required": "Say what was wrong with the update you are correcting"},
    )

    field_order = ("shown_update", "because", "rating", "as_at", "narrative", "blockers")

    def __init__(self, data: Any = None, *, update: ProgressUpdate, action: Action) -> None:
        super().__init__(data, action=action)
        self.initial = {
            "shown_update": action.last_update,
            "rating": update.rating_id,
            "as_at": update.as_at,
            "narrative": update.narrative,
            "blockers": update.blockers,
        }


class DecideDateForm(forms.Form):
    """Agree or decline a date under review."""

    decision = forms.ChoiceField(
        choices=(("agree", "Agree the new date"), ("decline", "Decline it")),
        widget=RadioSelect,
        error_messages={"required": "Choose whether the new date is agreed"},
    )
    reason = forms.CharField(
        required=False,
        max_length=2000,
        help_text="Needed when you decline.",
        widget=forms.Textarea({"rows": 2}),
    )
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(), required=False, empty_label="Outside a meeting"
    )

    def __init__(self, data: Any = None, *, request: DateRevision) -> None:
        super().__init__(data)
        plan = request.action.plan
        held = Meeting.objects.filter(council=request.council_id, held_on__lte=today()).select_related(
            "group"
        )
        if plan.dates_decided_by_id:
            held = held.filter(group=plan.dates_decided_by_id)
        _field(self, "meeting").queryset = held.order_by("-held_on")


class ImpactForm(forms.Form):
    """The impact rating of a section."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    as_at = GovDateField(
        label="As at", help_text="The day the rating holds from: today unless you say otherwise."
    )
    narrative = forms.CharField(
        label="What shows it",
        help_text="What children and families notice, and how you know.",
        required=False,
        max_length=4000,
        widget=CountedTextarea(words=80),
    )

    def __init__(self, data: Any = None, *, section: Section) -> None:
        initial = {"version": section.version, "as_at": today(), "rating": section.impact_rating_id}
        super().__init__(data, initial=initial)
        self.fields["rating"] = RatingField(
            section.chapter.plan.impact_scale,
            label="Impact rating",
            error_messages={
                "required": "Choose an impact rating",
                "invalid_choice": "Choose an impact rating from the list",
            },
        )
        self.order_fields(("version", "rating", "as_at", "narrative"))


class HighlightForm(forms.Form):
    """Something worth telling members."""

    kind = forms.ChoiceField(
        choices=Highlight.Kind.choices, widget=RadioSelect, error_messages={"required": "Choose a kind"}
    )
    text = forms.CharField(
        label="What happened",
        max_length=4000,
        widget=CountedTextarea(words=80),
        error_messages={"required": "Say what happened"},
    )
    as_at = GovDateField(label="When")
    section = forms.ModelChoiceField(
        label="Plan area", queryset=Section.objects.none(), required=False, empty_label="The whole plan"
    )
    gathered_how = forms.CharField(
        label="How the feedback was gathered",
        required=False,
        max_length=200,
        help_text="Needed for feedback.",
    )
    taken_to = forms.CharField(label="Where the feedback was taken", required=False, max_length=200)
    consent_given = forms.BooleanField(label="They agreed to our publishing it", required=False)
    what_changed = forms.CharField(
        label="What changed because of it",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, council: Council, kept: int | None = None) -> None:
        super().__init__(data, initial={"as_at": today()})
        _field(self, "section").queryset = Section.objects.of(council).offered([kept])


def typed(form: forms.Form, names: Sequence[str]) -> list[tuple[str, str]]:
    """What was typed, as pairs (label, words), to be shown beside what somebody else saved."""
    return [(str(form[name].label), _told(form.fields[name], form.cleaned_data.get(name))) for name in names]


def on_top(data: Any, shown: int, name: str = "version") -> Any:
    """The same post, brought up to what it would now be saved on top of."""
    fresh = data.copy()
    fresh[name] = str(shown)
    return fresh


def _told(field: forms.Field, value: object) -> str:
    """A value as the page says it: a choice by its label, a tick as Yes or No."""
    if isinstance(field, forms.ModelChoiceField) or not isinstance(field, forms.ChoiceField):
        return _words(value)
    offered: Any = field.choices
    choices: list[tuple[Any, Any]] = list(flatten_choices(offered))
    labels = {str(key): str(label) for key, label in choices}
    return labels.get(str(value), _words(value))


def _words(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Yes" if value else "No"
        case date():
            return full_date(value)
        case list() | tuple() | set() | QuerySet():
            return ", ".join(str(one) for one in value)
    return str(value)


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
