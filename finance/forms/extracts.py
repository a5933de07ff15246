"""Bringing a ledger extract: the file, its columns, where its codes go, a row to move, and the posting."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import Council
from core.dates import today
from core.financial_year import label
from core.forms import RadioSelect
from core.money import PoundsFormField
from finance.extracts.columns import HOLDS, NEEDED
from finance.extracts.preview import CodeGroup, Preview
from finance.models import BudgetLine, LedgerExtract, LedgerMapping
from finance.periods import number_of, period_from, period_name, periods
from finance.spend_forms import NOTE_LENGTH

LEAVE_OUT, LEAVE_OUT_CENTRE = "out", "out-centre"
MOST_GROUPS = 50
_KINDS = {
    "transactions": "Each row is a payment, a salary or a journal with its date or period. The rows are added to "
    "what stands; a row with a reference or a date that was posted before is left out, and listed.",
    "cumulative": "Each row is what a code has cost since April. Only the difference from what stands is posted.",
}

_HELP = {"period": "Month numbers are read as ledger periods: 1 is April, 10 is January."}


class ExtractForm(forms.Form):
    """A file of the ledger and what it holds."""

    file = forms.FileField(
        label="The file",
        help_text="CSV or .xlsx, as the ledger gives it. It needs cost centre, subjective code and amount.",
        error_messages={"required": "Choose the file", "empty": "The file is empty"},
    )
    kind = forms.ChoiceField(
        label="What does it hold?",
        choices=LedgerExtract.Kind,
        widget=RadioSelect(hints=_KINDS),
        error_messages={"required": "Choose whether the file holds transactions or the year to date"},
    )
    year = forms.TypedChoiceField(label="Financial year", coerce=int)
    through = forms.TypedChoiceField(
        label="Month it runs through",
        required=False,
        empty_value=None,
        help_text="For the year to date only.",
    )

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        year, through = self.fields["year"], self.fields["through"]
        assert isinstance(year, forms.TypedChoiceField)
        assert isinstance(through, forms.TypedChoiceField)
        year.choices = [(each, label(each)) for each in years]
        begun = [month for each in reversed(years) for month in reversed(periods(each)) if month <= today()]
        through.choices = [("", "Choose"), *((month.isoformat(), period_name(month)) for month in begun)]
        through.coerce = date.fromisoformat

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        if facts.get("kind") == LedgerExtract.Kind.CUMULATIVE and not facts.get("through"):
            self.add_error("through", "Choose the month that the file runs through")
        return facts


class ColumnsForm(forms.Form):
    """Which column holds what; `heads` are the words at the top of the file."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, heads: Sequence[str], version: int, guessed: Mapping[str, int], **kwargs: Any
    ) -> None:
        kwargs["initial"] = {"version": version, **guessed}
        super().__init__(*args, **kwargs)
        choices = [(at, head or f"Column {at + 1}") for at, head in enumerate(heads)]
        for name, words in HOLDS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=words,
                required=name in NEEDED,
                coerce=int,
                empty_value=None,
                choices=[("", "None of them"), *choices],
                help_text=_HELP.get(name, ""),
                error_messages={"required": f"Choose the column of the {words.lower()}"},
            )

    @property
    def at(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] for name in HOLDS if self.cleaned_data.get(name) is not None}


class MapForm(forms.Form):
    """The codes of an extract that go to no line, each with where they go from now on; blank leaves them open."""

    marks_optional = False

    def __init__(self, *args: Any, groups: Sequence[CodeGroup], council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What has no cost centre can only be moved row by row.
        self.groups = [group for group in groups if group.cost_centre][:MOST_GROUPS]
        self.lines = {str(line.pk): line for line in lines_in_use(council)}
        lines = [(pk, str(line)) for pk, line in self.lines.items()]
        out = [
            (LEAVE_OUT, "Not ours: leave it out"),
            (LEAVE_OUT_CENTRE, "Not ours: leave the cost centre out"),
        ]
        choices = [("", "Not decided"), *out, ("Budget lines", lines)]
        for group in self.groups:
            words = f"{group.cost_centre} {group.subjective_code}".strip()
            self.fields[field_of(group)] = forms.ChoiceField(label=words, required=False, choices=choices)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        if not self.errors and not any(facts.values()):
            raise forms.ValidationError("Choose where at least one of the codes goes")
        return facts

    @property
    def chosen(self) -> list[tuple[str, str, BudgetLine | None]]:
        """(cost centre, subjective code, line) of what was decided; a cost centre left out as a whole once."""
        found: dict[tuple[str, str], BudgetLine | None] = {}
        for group in self.groups:
            choice = self.cleaned_data.get(field_of(group))
            if choice == LEAVE_OUT_CENTRE:
                found[group.cost_centre.upper(), ""] = None
            elif choice:
                found[group.cost_centre.upper(), group.subjective_code.upper()] = self.lines.get(choice)
        return [(centre, code, line) for (centre, code), line in found.items()]

    @property
    def rows(self) -> list[tuple[CodeGroup, Any]]:
        return [(group, self[field_of(group)]) for group in self.groups]


def field_of(group: CodeGroup) -> str:
    """A name that a form can carry for any codes there may be."""
    return f"to-{group.cost_centre}-{group.subjective_code}".encode().hex()


class MappingForm(forms.Form):
    """A mapping by itself: its codes (only when it is new), and where they go."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    cost_centre = forms.CharField(label="Cost centre", max_length=30)
    subjective_code = forms.CharField(
        label="Subjective code", max_length=30, required=False, help_text="Leave it blank for any code."
    )
    goes_to = forms.ModelChoiceField(
        label="Where its rows go",
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label="Not ours: leave them out",
    )
    note = forms.CharField(label="Note", max_length=NOTE_LENGTH, required=False)

    def __init__(self, data: Any, *, council: Council, mapping: LedgerMapping | None = None) -> None:
        initial = (
            {"version": mapping.version, "goes_to": mapping.line_id, "note": mapping.note} if mapping else {}
        )
        super().__init__(data, initial=initial)
        field = self.fields["goes_to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = lines_in_use(council)
        if mapping and mapping.line_id:
            # A line that was retired stays chosen, and is refused by name: blank would leave its rows out unsaid.
            field.queryset |= BudgetLine.objects.filter(pk=mapping.line_id, council=council).order_by("code")
        if mapping:
            del self.fields["cost_centre"], self.fields["subjective_code"]


class RetireForm(forms.Form):
    """Why something is no longer used."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(label="Why it is no longer used", max_length=NOTE_LENGTH)


class MoveRowForm(forms.Form):
    """The line a row belongs to."""

    to = forms.ModelChoiceField(queryset=BudgetLine.objects.none(), label="Line it belongs to")
    reason = forms.CharField(label="Why", help_text="What was coded wrongly.", max_length=150)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = lines_in_use(council)


class PostForm(forms.Form):
    """The control total of the ledger's own report, and where the figures come from."""

    seal = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    control_total = PoundsFormField(
        label="Control total",
        help_text="The total that the ledger itself printed for this report, typed in from there. The rows must come "
        "to it to the penny.",
        error_messages={"required": "Enter the control total"},
    )
    leave_unmapped = forms.BooleanField(
        label="Leave out the rows that go to no line, this time", required=False
    )
    note = forms.CharField(
        label="Note", help_text="Which report of the ledger this is, and of which day.", max_length=150
    )

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        kwargs["initial"] = {"seal": preview.seal}
        super().__init__(*args, **kwargs)
        if not preview.unmapped:
            del self.fields["leave_unmapped"]


class IntoForm(forms.Form):
    """The open period that takes what belongs to closed months."""

    marks_optional = False
    into = forms.TypedChoiceField(label="Period that takes it", required=False, empty_value=None)

    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.TypedChoiceField)
        last = max(preview.closed, default=date.min)
        periods = [period for period in preview.open_periods if period > last]
        field.choices = [("", "None"), *((str(number_of(each)), period_name(each)) for each in periods)]
        field.coerce = lambda text: period_from(int(text))


def lines_in_use(council: Council) -> Any:
    """The council's lines that are not retired, by code."""
    return BudgetLine.objects.of(council).in_use().order_by("code")
