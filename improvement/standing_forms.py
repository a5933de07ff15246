"""The forms by which others than its lead say how an action stands: endorsed, questioned, moderated, waiting."""

from typing import Any

from django import forms

from core.dates import today
from core.forms import CountedTextarea, RadioSelect
from improvement.forms import RatingField
from improvement.models import Action, Endorsement, Meeting, ProgressUpdate


class EndorseForm(forms.Form):
    """Endorse or decline a proposed action at a meeting of the group that decides new actions."""

    decision = forms.ChoiceField(
        choices=((Endorsement.Step.ENDORSED, "Endorse it"), (Endorsement.Step.DECLINED, "Decline it")),
        widget=RadioSelect,
        error_messages={"required": "Choose whether the action is endorsed"},
    )
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        required=False,
        error_messages={"required": "Choose the meeting that decided"},
        help_text="The meeting that decided. An endorsed action counts from its day on.",
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        help_text="Needed when you decline.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, proposal: Endorsement) -> None:
        super().__init__(data)
        group = proposal.action.plan.actions_endorsed_by
        meeting: Any = self.fields["meeting"]
        meeting.queryset = meetings_for(proposal)
        meeting.empty_label = "Choose" if group else "Outside a meeting"
        meeting.required = group is not None
        meeting.initial = meeting.queryset.first() if group else None


def meetings_for(proposal: Endorsement) -> Any:
    """The meetings held since it was proposed at which it may have been decided, the latest first."""
    held = Meeting.objects.of(proposal.action.council).by_day(today()).filter(held_on__gte=proposal.as_at)
    group = proposal.action.plan.actions_endorsed_by_id
    return held.filter(group=group) if group else held


class ReasonForm(forms.Form):
    """One reason in words, under the name by which the service takes it."""

    def __init__(self, data: Any = None, *, name: str, label: str, needed: str, help_text: str = "") -> None:
        super().__init__(data)
        self.fields[name] = forms.CharField(
            label=label,
            max_length=250,
            help_text=help_text,
            widget=CountedTextarea({"rows": 3}, words=40),
            error_messages={"required": needed},
        )

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class ModerateForm(forms.Form):
    """The chair's rating beside the lead's, and why."""

    because = forms.CharField(
        label="Why the rating should be another",
        help_text="The lead and everybody who sees the record read this.",
        max_length=2000,
        widget=CountedTextarea({"rows": 3}, words=60),
        error_messages={"required": "Say why the rating should be another"},
    )
    shown_update = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, update: ProgressUpdate, shown: int) -> None:
        super().__init__(data, initial={"shown_update": shown})
        self.fields["rating"] = RatingField(
            update.action.plan.progress_scale,
            label="Moderated progress rating",
            error_messages={"required": "Choose the moderated rating"},
        )
        self.order_fields(("rating", "because", "shown_update"))

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data


class WaitForm(forms.Form):
    """Which action this one waits for, and why."""

    waits_for = forms.ModelChoiceField(
        label="The action it waits for",
        queryset=Action.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose the action it waits for"},
    )
    because = forms.CharField(
        label="What it waits for it to bring",
        required=False,
        max_length=250,
        help_text="Like “the staff have to be in post first”.",
        widget=forms.Textarea({"rows": 2}),
    )

    def __init__(self, data: Any = None, *, action: Action) -> None:
        super().__init__(data)
        others = Action.objects.of(action.council).endorsed(today()).exclude(pk=action.pk).in_plan_order()
        field: Any = self.fields["waits_for"]
        field.queryset = others

    @property
    def facts(self) -> dict[str, Any]:
        return self.cleaned_data
