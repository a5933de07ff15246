from typing import Any

from django import forms

from core.dates import today
from core.forms import CountedTextarea, GovDateField, ManyRowsField, RadioSelect
from core.money import PoundsFormField
from workforce.models import Cover, FundedPost, Position, RecruitmentEvent

_NEVER_A_NAME = "Never name a candidate or a child."
_HINTS = {
    "readvertised": "After an advert that brought nobody, or an offer declined.",
    "offered": "An offer has been made and its answer is awaited.",
    "appointed": "Somebody has accepted. Give the start date if it is known; once past, it waits to be confirmed.",
    "candidate_withdrew": "The offer was declined, or somebody appointed did not start. Say why.",
    "in_post": "They have started. Give the start date too where it was before the “as at” day.",
    "left": "They have gone. Say why: another job, retirement, the end of a contract.",
    "terms_changed": "For example from 18 months to permanent. Say why: the sentence has it behind “because”.",
    "no_longer_additional": "The post no longer adds to the service. Say why.",
    "withdrawn": "The post will not be filled. Say why.",
}


class EventForm(forms.Form):
    """What happened to a position, as at a day."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What happened",
        # A position begins with its approval; nobody records it here.
        choices=[choice for choice in RecruitmentEvent.Kind.choices if choice[0] != "approved"],
        widget=RadioSelect(hints=_HINTS, small=True),
        error_messages={"required": "Choose what happened"},
    )
    as_at = GovDateField(label="As at", help_text="The day it happened: today unless you say otherwise.")
    closing_date = GovDateField(
        label="Closing date of the advert", help_text="Only for an advert.", required=False
    )
    channel = forms.CharField(
        label="Where it was advertised",
        max_length=120,
        required=False,
        help_text="Only for an advert: the council’s site, a trade paper, an agency.",
    )
    start_date = GovDateField(
        label="Start date", help_text="Only for an offer, an appointment or a start.", required=False
    )
    contract = forms.ChoiceField(
        label="Contract",
        choices=[("", "As the post"), *FundedPost.Contract.choices],
        help_text="Needed when the terms change.",
        required=False,
    )
    note = forms.CharField(
        label="Note, or the reason",
        help_text=f"A paper may print it. {_NEVER_A_NAME}",
        max_length=250,
        required=False,
        widget=CountedTextarea({"rows": 2}, characters=250),
    )

    def __init__(
        self, data: Any = None, *, position: Position, corrects: RecruitmentEvent | None = None
    ) -> None:
        initial = {"as_at": today()}
        if corrects is not None:
            names = ("kind", "as_at", "closing_date", "channel", "start_date", "contract", "note")
            initial = {name: getattr(corrects, name) for name in names}
        super().__init__(data, initial=initial | {"version": position.version})
        if corrects is not None and corrects.kind == RecruitmentEvent.Kind.APPROVED:
            kind: Any = self.fields["kind"]
            kind.choices = RecruitmentEvent.Kind.choices


class CorrectEventForm(EventForm):
    """What should have been recorded of a position, and what was wrong."""

    reason = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text=f"What was recorded stays in the change log, with these words. {_NEVER_A_NAME}",
        error_messages={"required": "Say what was wrong"},
    )


class CoverForm(forms.Form):
    """Who does the work of some positions meanwhile."""

    kind = forms.ChoiceField(
        label="Kind of cover",
        choices=Cover.Kind.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose the kind of cover"},
    )
    headcount = forms.IntegerField(
        label="How many people",
        min_value=1,
        max_value=999,
        help_text="It may differ from the posts they cover: four agency workers for the cost of six.",
        error_messages={
            "required": "Enter how many people cover",
            "min_value": "Cover is at least one person",
            "max_value": "At most 999 people",
        },
    )
    positions = ManyRowsField(
        label="Positions covered",
        queryset=Position.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the positions that are covered"},
    )
    started_on = GovDateField(label="First day")
    ended_on = GovDateField(label="Last day", required=False, help_text="Leave it blank while it goes on.")
    weekly_cost = PoundsFormField(
        label="Cost a week", help_text="In pounds, for all of them together.", required=False
    )
    daily_cost = PoundsFormField(
        label="Or cost a day", help_text="For all of them together; five days make a week.", required=False
    )
    paid_by = forms.ChoiceField(label="Paid by", choices=Cover.PaidBy.choices, initial=Cover.PaidBy.PLAN)
    paid_by_service_until = GovDateField(
        label="The service pays until",
        required=False,
        help_text="The last day the service pays for itself. The plan’s money pays from the next.",
    )
    note = forms.CharField(
        label="Note",
        help_text=f"A paper may print it. {_NEVER_A_NAME}",
        max_length=250,
        required=False,
        widget=CountedTextarea({"rows": 2}, characters=250),
    )

    def __init__(self, data: Any = None, *, post: FundedPost) -> None:
        super().__init__(data)
        positions: Any = self.fields["positions"]
        positions.queryset = post.positions.select_related("post")
        positions.initial = [position.pk for position in positions.queryset]


class CorrectCoverForm(CoverForm):
    """What the arrangement should have said, and what was wrong."""

    reason = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text=f"What was recorded stays in the change log, with these words. {_NEVER_A_NAME}",
        error_messages={"required": "Say what was wrong"},
    )

    def __init__(self, data: Any = None, *, post: FundedPost, corrects: Cover) -> None:
        super().__init__(data, post=post)
        for name in self.fields:
            if name not in {"reason", "positions"}:
                self.initial[name] = getattr(corrects, name)
        self.fields["positions"].initial = [position.pk for position in corrects.positions.all()]


class ReasonForm(forms.Form):
    """Why something is taken out."""

    reason = forms.CharField(
        label="Why it is taken out",
        max_length=250,
        help_text=f"It stays to be seen in the change log. {_NEVER_A_NAME}",
        error_messages={"required": "Say why it is taken out"},
    )


class VoidForm(ReasonForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndCoverForm(forms.Form):
    """The last day of cover."""

    ended_on = GovDateField(label="Last day")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"ended_on": today()})
