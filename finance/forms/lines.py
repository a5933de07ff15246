"""A budget line as it is typed: its words, its movements, their corrections, and its profile."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from core.dates import month_name, today
from core.financial_year import LATER_YEARS, label, months, year_of
from core.forms import GovDateField, ManyRowsField, RadioSelect
from core.money import PoundsFormField, pence_of
from finance.figures import EVEN, NIL, parts_from
from finance.models import BudgetLine, BudgetMovement, FundingDecision, Tranche
from finance.services.movements import WHY_IT_MOVES
from improvement.models import Section

Kind = BudgetMovement.Kind
YEARS_AHEAD = 3


class LineForm(forms.Form):
    """The words of a line; for a new one also its first budget by year."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    code = forms.CharField(label="Code", max_length=20, help_text="No other line of the council has it.")
    name = forms.CharField(label="Name", max_length=200)
    kind = forms.ChoiceField(label="Kind", choices=BudgetLine.Kind.choices, widget=RadioSelect(small=True))
    tranche = forms.ModelChoiceField(label="Tranche", queryset=Tranche.objects.none(), required=False)
    funding_stream = forms.CharField(label="Funding stream", required=False, max_length=120)
    cost_centre = forms.CharField(label="Cost centre", required=False, max_length=20)
    subjective_code = forms.CharField(label="Subjective code", required=False, max_length=20)
    sections = ManyRowsField(
        label="Plan areas",
        queryset=Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    spend_covers = forms.CharField(
        label="What its spend pays for",
        required=False,
        max_length=120,
        help_text="As a paper says it: 4 social workers.",
    )
    allocation = forms.ChoiceField(
        label="Allocation", choices=BudgetLine.Allocation.choices, widget=RadioSelect(inline=True, small=True)
    )
    allocated_by = forms.CharField(
        label="Allocated by which decision", required=False, max_length=200, help_text="The body and its day."
    )
    recurring_cost = PoundsFormField(
        label="What of it goes on every year",
        required=False,
        help_text="Its cost in a full year, for permanent posts and the like. Leave it blank for one-off cost.",
    )

    def __init__(self, data: Any, *, decision: FundingDecision, line: BudgetLine | None = None) -> None:
        super().__init__(data, initial=_line_initial(line) if line else _line_beginning(decision))
        tranche, sections = self.fields["tranche"], self.fields["sections"]
        assert isinstance(tranche, forms.ModelChoiceField)
        assert isinstance(sections, forms.ModelMultipleChoiceField)
        tranche.queryset = decision.tranches.all()
        areas = Section.objects.filter(council=decision.council).select_related("chapter__plan")
        sections.queryset = areas.filter(chapter__plan=decision.plan_id) if decision.plan_id else areas
        self.decision, self.line = decision, line
        self.years: list[int] = []
        if line is None:
            self._ask_for_budgets()

    def _ask_for_budgets(self) -> None:
        first = year_of(self.decision.effective_on or today())
        self.years = [*range(first, first + YEARS_AHEAD), LATER_YEARS]
        for year in self.years:
            self.fields[f"budget_{year}"] = PoundsFormField(
                label=f"Budget {label(year)}", required=False, help_text="0 is nil; blank is none."
            )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"]).strip()
        taken = BudgetLine.objects.filter(council=self.decision.council, code__iexact=code)
        if self.line:
            taken = taken.exclude(pk=self.line.pk)
        if taken.exists():
            raise forms.ValidationError(f"The code {code} is another line’s")
        return code

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        for name in (*(f"budget_{year}" for year in self.years), "recurring_cost"):
            if (facts.get(name) or NIL) < NIL:
                self.add_error(name, f"Enter nil or more, for “{self.fields[name].label}”")
        return facts

    def budgets(self) -> dict[int, Decimal]:
        typed = {year: self.cleaned_data[f"budget_{year}"] for year in self.years}
        return {year: amount for year, amount in typed.items() if amount is not None}

    def words(self) -> dict[str, Any]:
        """The keyword arguments of the services, without the budgets."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "version" and not name.startswith("budget_")
        }


def _line_beginning(decision: FundingDecision) -> dict[str, Any]:
    return {
        "code": BudgetLine.objects.all().next_code(decision),
        "kind": BudgetLine.Kind.POSTS,
        "allocation": BudgetLine.Allocation.AGREED,
    }


def _line_initial(line: BudgetLine) -> dict[str, Any]:
    names = [name for name in LineForm.base_fields if name not in {"sections", "tranche"}]
    facts = {name: getattr(line, name) for name in names}
    return facts | {"tranche": line.tranche_id, "sections": [section.pk for section in line.sections.all()]}


class MovementForm(forms.Form):
    """A movement of a line's budget. The amount is typed above nil; its kind says which way it goes."""

    TAKING = (Kind.REDUCTION, Kind.RETURNED)
    # An original budget is its own reason, and a carry-forward always has its decision.
    EXPLAINED = (Kind.ORIGINAL, Kind.CARRY_FORWARD)

    version = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What kind of movement",
        choices=[
            (Kind.GROWTH, "Growth"),
            (Kind.VIREMENT, "Virement to another line"),
            (Kind.CARRY_FORWARD, "Carry-forward to the next year"),
            (Kind.REDUCTION, "Reduction"),
            (Kind.RETURNED, "Surplus returned"),
            (Kind.ORIGINAL, "Original budget of a year that has none"),
        ],
        widget=RadioSelect(small=True),
    )
    year = forms.TypedChoiceField(label="Financial year", coerce=int)
    amount = PoundsFormField(label="Amount")
    to = forms.ModelChoiceField(
        label="To which line", queryset=BudgetLine.objects.none(), required=False, help_text="For a virement."
    )
    as_at = GovDateField(label="From", help_text="The day the movement holds from.")
    decision_reference = forms.CharField(
        label="The decision that allows it",
        required=False,
        max_length=200,
        help_text="Body, day and minute. Above the council’s limit a virement needs it; those to the same line in a "
        "financial year count together.",
    )
    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=250,
        help_text="An original budget needs none; anything else needs a reason or its decision.",
    )
    allow_overdraft = forms.BooleanField(
        label="Take more than the line has left",
        required=False,
        help_text="Only with a reason; the line then stands below nil, and says so.",
    )

    def __init__(self, data: Any, *, line: BudgetLine, years: Sequence[int]) -> None:
        super().__init__(data, initial={"version": line.version, "as_at": today(), "year": year_of(today())})
        year, to = self.fields["year"], self.fields["to"]
        assert isinstance(year, forms.TypedChoiceField)
        assert isinstance(to, forms.ModelChoiceField)
        year.choices = [(each, label(each)) for each in years]
        to.queryset = BudgetLine.objects.of(line.council).exclude(pk=line.pk).filter(retired_on=None)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        amount, kind = facts.get("amount"), facts.get("kind")
        if amount is not None and (amount < NIL or (amount == NIL and kind != Kind.ORIGINAL)):
            self.add_error("amount", "Enter an amount above nil: the kind of movement says which way it goes")
        if kind == Kind.VIREMENT and not facts.get("to") and "to" not in self.errors:
            self.add_error("to", "Choose the line the budget goes to")
        if kind and kind != Kind.VIREMENT and facts.get("to"):
            self.add_error(
                "to", "Only a virement goes to another line: choose that kind, or leave the line out"
            )
        typed = {"reason", "decision_reference"}
        if kind not in self.EXPLAINED and not any(map(facts.get, typed)) and not typed & self.errors.keys():
            self.add_error("reason", WHY_IT_MOVES)
        return facts

    @property
    def signed(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        return -amount if self.cleaned_data["kind"] in self.TAKING else amount


class RetireLineForm(forms.Form):
    """Why a line is no longer used, and whether budget that is left stays on it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why it is no longer used",
        max_length=250,
        error_messages={"required": "Say why it is no longer used"},
    )
    leave_budget = forms.BooleanField(label="What is left of its budget stays on it", required=False)


class CorrectionForm(forms.Form):
    """What a movement should have been; its sign as it stands."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    amount = PoundsFormField(
        label="What it should have been",
        required=False,
        help_text="Signed, as it stands. Leave it blank to take the movement out.",
    )
    reason = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="Both entries stay visible, with these words.",
        error_messages={"required": "Say what was wrong with the movement"},
    )
    allow_overdraft = forms.BooleanField(
        label="Take more than a line has left",
        required=False,
        help_text="The line then stands below nil, and says so.",
    )


class ProfileForm(forms.Form):
    """How a line's budget of a year falls: evenly, evenly from a month, or by twelve figures of one's own."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    method = forms.ChoiceField(
        label="How it falls",
        choices=[
            ("even", "Evenly"),
            ("from", "Evenly from a month on"),
            ("own", "By twelve figures of its own"),
        ],
        widget=RadioSelect(small=True),
    )
    first_month = forms.TypedChoiceField(
        label="From", required=False, coerce=date.fromisoformat, empty_value=None
    )

    def __init__(
        self, data: Any, *, line: BudgetLine, year: int, shares: Sequence[Decimal], parts: Sequence[int]
    ) -> None:
        self.months, self.version_now = months(year), line.version
        first = next((month for month, part in zip(self.months, parts, strict=True) if part), self.months[0])
        initial = {"version": line.version, "method": _method(parts, year), "first_month": first.isoformat()}
        figures = {f"month_{at}": share for at, share in enumerate(shares)}
        super().__init__(data, initial=initial | figures)
        start = self.fields["first_month"]
        assert isinstance(start, forms.TypedChoiceField)
        start.choices = [(month.isoformat(), month_name(month)) for month in self.months]
        for at, month in enumerate(self.months):
            self.fields[f"month_{at}"] = PoundsFormField(label=month_name(month), required=False)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        if facts.get("method") == "from" and not facts.get("first_month"):
            self.add_error("first_month", "Choose the month it begins in")
        if facts.get("version") == self.version_now and self._typed_for_nothing():
            words = "You changed figures: choose “By twelve figures of its own”, or put them back"
            self.add_error("method", words)
        if facts.get("method") == "own" and not self.errors:
            figures = self.figures
            if min(figures) < NIL or not any(figures):
                self.add_error("month_0", "Enter twelve figures, none below nil and not all of them nil")
        return facts

    def _typed_for_nothing(self) -> bool:
        """Whether figures were typed beside a way of falling that was left as it was and has no use for them."""
        changed = {*self.changed_data}
        is_left = self.cleaned_data.get("method") in {"even", "from"} and "method" not in changed
        return is_left and any(name.startswith("month_") for name in changed)

    @property
    def figures(self) -> list[Decimal]:
        return [self.cleaned_data.get(f"month_{at}") or NIL for at in range(len(self.months))]

    @property
    def parts(self) -> tuple[int, ...]:
        """The twelve weights; own figures weigh by their pence."""
        match self.cleaned_data["method"]:
            case "even":
                return EVEN
            case "from":
                return parts_from(year_of(self.months[0]), self.cleaned_data["first_month"])
        return tuple(pence_of(figure) for figure in self.figures)


def _method(parts: Sequence[int], year: int) -> str:
    if tuple(parts) == EVEN:
        return "even"
    return "from" if tuple(parts) in {parts_from(year, month) for month in months(year)} else "own"
