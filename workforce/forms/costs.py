"""What a grade costs and what a year's pay award is, as they are typed."""

from decimal import Decimal
from typing import Any

from django import forms

from core.dates import today
from core.financial_year import label, year_of
from core.forms import GovDateField
from core.money import PoundsFormField
from workforce.models import GradeCost, PayAward

YEARS_BACK, YEARS_AHEAD = 10, 5


class GradeCostForm(forms.Form):
    """One full-time post of a grade for a year, on-costs included, from a day on."""

    grade = forms.CharField(label="Grade", max_length=20)
    from_date = GovDateField(
        label="From",
        help_text="A cost from a day after the 1st counts from the month that follows; a post that starts in between "
        "has it from its start. Pay awards of later Aprils are added to it.",
    )
    annual_cost = PoundsFormField(label="Cost of a year, with on-costs")
    note = forms.CharField(
        label="Where it comes from", max_length=250, required=False, help_text="Never name a person."
    )

    def __init__(self, data: Any = None, *, corrects: GradeCost | None = None) -> None:
        initial: dict[str, Any] = {}
        if corrects:
            initial = {"annual_cost": corrects.annual_cost, "from_date": corrects.as_at}
        super().__init__(data, initial=initial)
        if corrects:
            del self.fields["grade"]
            _ask_what_was_wrong(self)


class PayAwardForm(forms.Form):
    """The rise of a financial year, from 1 April."""

    financial_year = forms.TypedChoiceField(label="Financial year", coerce=int)
    percent = forms.DecimalField(
        label="Per cent",
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(-50),
        max_value=Decimal(50),
        help_text="2.5 for 2.5%.",
    )
    note = forms.CharField(
        label="Where it comes from", max_length=250, required=False, help_text="Never name a person."
    )

    def __init__(self, data: Any = None, *, corrects: PayAward | None = None) -> None:
        this = year_of(today())
        initial: dict[str, Any] = {"financial_year": this + 1}
        super().__init__(data, initial={"percent": corrects.percent} if corrects else initial)
        if corrects:
            del self.fields["financial_year"]
            _ask_what_was_wrong(self)
            return
        year: Any = self.fields["financial_year"]
        year.choices = [(one, label(one)) for one in range(this - YEARS_BACK, this + YEARS_AHEAD + 1)]


def _ask_what_was_wrong(form: forms.Form) -> None:
    note = form.fields["note"]
    note.label, note.required = "What was wrong", True
    note.error_messages["required"] = "Say what was wrong"
