"""What to compare: each side is a paper, or the record on a day."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Council
from core.dates import end_of_day, today
from core.forms import GovDateField
from improvement.models import Plan
from reports.comparison import Side
from reports.models import Paper
from reports.snapshots import side_of_day, side_of_paper

SIDES = (("before", "First"), ("after", "Second"))


class PaperOrDay(forms.ModelChoiceField):  # type: ignore[type-arg]  # no parameter at run time
    """A paper by its title and meeting. A number too large for the database is a paper that is not there."""

    default_error_messages = {"invalid_choice": "Choose from the list"}

    def label_from_instance(self, obj: Any) -> str:
        state = "" if obj.is_published else ", draft"
        return f"{obj.title}, {obj.meeting.held_on:%-d %B %Y}{state}"

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            raise forms.ValidationError("Choose from the list", code="invalid_choice") from None


class CompareForm(forms.Form):
    """Two sides, each a paper or a day; where a day is asked of, of which plan."""

    marks_optional = False

    def __init__(
        self, *args: Any, council: Council, papers: "QuerySet[Paper]", sees_exempt: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.sees_exempt = council, sees_exempt
        for side, label in SIDES:
            self.fields[side] = PaperOrDay(
                papers, required=False, label=f"{label}: a paper", empty_label="None, the record on a day"
            )
            self.fields[f"{side}_as_at"] = GovDateField(
                required=False, label=f"{label}: or the record as at", help_text="Leave empty for a paper"
            )
            self.fields[f"{side}_known_at"] = GovDateField(
                required=False,
                label=f"{label}: as it was known on",
                help_text="Leave empty for what is known now",
            )
        self.plans = list(Plan.objects.of(council))
        if len(self.plans) > 1:
            choices = [(plan.pk, plan.title) for plan in self.plans]
            self.fields["plan"] = forms.TypedChoiceField(
                choices=choices,
                coerce=int,
                required=False,
                label="Plan",
                help_text="Whose record a day shows",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for side, _ in SIDES:
            as_at, known_at = cleaned.get(f"{side}_as_at"), cleaned.get(f"{side}_known_at")
            if self.errors:
                break
            if bool(cleaned.get(side)) == bool(as_at):
                words = "Choose one: a paper or a day" if as_at else "Choose a paper, or enter a day"
                self.add_error(side, words)
            if cleaned.get(side) and known_at:
                words = "Leave it empty for a paper: only the record on a day is asked for as it was known"
                self.add_error(f"{side}_known_at", words)
            for name, day in ((f"{side}_as_at", as_at), (f"{side}_known_at", known_at)):
                if day and day > today():
                    self.add_error(name, "The day must not be in the future")
            if as_at and not self.plans:
                self.add_error(side, "There is no plan whose record could be shown")
        return cleaned

    @property
    def sides(self) -> tuple[Side, Side]:
        """Only when valid."""
        return self._side("before"), self._side("after")

    def _side(self, side: str) -> Side:
        if paper := self.cleaned_data[side]:
            return side_of_paper(paper, sees_exempt=self.sees_exempt)
        as_at: date = self.cleaned_data[f"{side}_as_at"]
        known_on: date | None = self.cleaned_data[f"{side}_known_at"]
        known_at: datetime | None = end_of_day(known_on) if known_on else None
        return side_of_day(self.council, self._plan(), as_at, known_at)

    def _plan(self) -> Plan:
        chosen = self.cleaned_data.get("plan")
        return next((plan for plan in self.plans if plan.pk == chosen), self.plans[0])
