"""A printed table as it is typed or pasted, and the causes of what differs in it."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from core.financial_year import label, parse_label
from core.forms import RadioSelect
from core.money import PoundsFormField, parse_pounds
from finance.models import BudgetLine, FundingDecision, StatedCause, StatedTable
from finance.services import StatedCauseGiven, StatedRowGiven

MOST_ROWS = 200
BLANK_ROWS = 3
_CELLS = re.compile(r"\t|\|")
_WORDS = ("code", "label", "grade", "plan reference")


class StatedTableForm(forms.Form):
    """A table as a paper printed it. Cells are parted by tabs, as a spreadsheet pastes them, or by |."""

    title = forms.CharField(label="Title", max_length=200)
    source = forms.CharField(label="Document and paragraph", max_length=200)
    unit = forms.TypedChoiceField(
        label="Printed in",
        choices=[(1, "Pounds"), (1000, "£000")],
        coerce=int,
        initial=1,
        widget=RadioSelect(inline=True, small=True),
    )
    years = forms.CharField(
        label="Its years", max_length=200, help_text="With commas between: 2024/25, 2025/26, Later years."
    )
    rows = forms.CharField(
        label="Its rows",
        strip=False,
        max_length=40_000,
        help_text="One a line: code of our line (or blank), words, grade, plan reference, then a sum for each "
        "year as printed. A cell left blank was blank.",
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    totals = forms.CharField(
        label="Its totals as stated",
        strip=False,
        max_length=1000,
        help_text="On one line: a sum for each year, then the total of them all.",
        widget=forms.Textarea({"rows": 2, "spellcheck": "false"}),
    )
    note = forms.CharField(label="Note", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    correction = forms.CharField(
        label="What was mistyped",
        max_length=250,
        help_text="In our copy of the table. What the paper printed is never put right.",
    )

    def __init__(self, data: Any, *, decision: FundingDecision, corrects: StatedTable | None = None) -> None:
        super().__init__(data, initial=_typed(corrects) if corrects else {})
        if corrects is None:
            del self.fields["correction"]
        self.lines = {line.code.lower(): line for line in BudgetLine.objects.of(decision.council)}
        self.given: list[StatedRowGiven] = []

    def clean_years(self) -> list[int]:
        try:
            years = [parse_label(text) for text in str(self.cleaned_data["years"]).split(",")]
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from None
        if len(set(years)) != len(years):
            raise forms.ValidationError("Name each year once")
        return years

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        if facts.get("years") and facts.get("unit"):
            if "rows" in facts:
                self._read_rows(facts["rows"], facts["years"], facts["unit"])
            if "totals" in facts:
                self._read_totals(facts["totals"], facts["years"], facts["unit"])
        return facts

    def _read_rows(self, text: str, years: Sequence[int], unit: int) -> None:
        typed = [line for line in text.splitlines() if line.strip()]
        if len(typed) > MOST_ROWS:
            self.add_error("rows", f"Enter no more than {MOST_ROWS} rows")
            return
        taken: dict[int, int] = {}
        for number, row in enumerate(typed, start=1):
            try:
                given = self._row(row, years, unit)
            except ValueError as refused:
                self.add_error("rows", f"Row {number}: {refused}")
                continue
            # Beside each of its rows the line's whole budget would count, and the computed total twice.
            if given.line and taken.setdefault(given.line.pk, number) != number:
                words = f"{given.line.code} is the line of row {taken[given.line.pk]}"
                self.add_error("rows", f"Row {number}: {words}: leave the code of one of them blank")
            self.given.append(given)

    def _row(self, text: str, years: Sequence[int], unit: int) -> StatedRowGiven:
        cells = [cell.strip() for cell in _CELLS.split(text)]
        words, sums = cells[: len(_WORDS)], cells[len(_WORDS) :]
        if len(words) < len(_WORDS) or len(sums) > len(years):
            raise ValueError(f"it has {len(cells)} cells; four of words and one for each year are meant")
        code, name, grade, reference = words
        if code and code.lower() not in self.lines:
            raise ValueError(f"no line of the council has the code {code[:30]}")
        if not name or len(name) > 200 or len(grade) > 20 or len(reference) > 60:
            raise ValueError("its words are missing or too long")
        printed = {
            year: _whole(cell, unit) for year, cell in zip(years, sums, strict=False) if cell.strip("–- ")
        }
        line = self.lines.get(code.lower())
        return StatedRowGiven(name, printed, line, grade=grade, plan_reference=reference)

    def _read_totals(self, text: str, years: Sequence[int], unit: int) -> None:
        try:
            cells = [_whole(cell, unit) for cell in _CELLS.split(text.strip())]
        except ValueError as refused:
            self.add_error("totals", str(refused))
            return
        if len(cells) != len(years) + 1:
            meant = f"{len(years)} for the years and one in all"
            self.add_error("totals", f"Enter {len(years) + 1} sums: {meant}")
            return
        self.cleaned_data["stated"] = dict(zip(years, cells, strict=False)), cells[-1]

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the service."""
        names = ("title", "source", "unit", "years", "note", "correction")
        own = {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}
        totals, total = self.cleaned_data["stated"]
        return own | {"rows": self.given, "totals": totals, "total": total}


def _typed(table: StatedTable) -> dict[str, Any]:
    """A table as it would be typed again. Read it with its rows and their lines."""

    def sums(amounts: Mapping[str, int], keys: Sequence[object]) -> list[str]:
        found = [amounts.get(str(key)) for key in keys]
        return ["" if amount is None else str(amount // table.unit) for amount in found]

    rows = [
        " | ".join(
            [
                row.line.code if row.line else "",
                row.label,
                row.grade,
                row.plan_reference,
                *sums(row.printed, table.years),
            ]
        )
        for row in table.rows.all()
    ]
    return {
        "title": table.title,
        "source": table.source,
        "unit": table.unit,
        "years": ", ".join(label(year) for year in table.years),
        "rows": "\n".join(rows),
        "totals": " | ".join(sums(table.stated_totals, [*table.years, "total"])),
        "note": table.note,
    }


def _whole(cell: str, unit: int) -> int:
    amount = parse_pounds(cell)
    if amount is None:
        raise ValueError("a sum is missing")
    if amount != amount.to_integral_value():
        raise ValueError(f"{cell.strip()[:30]} is not a whole sum, as the table prints them")
    return int(amount) * unit


class CauseRow(forms.Form):
    """One named cause; a blank row is none."""

    row = forms.TypedChoiceField(label="Row", required=False, coerce=int, empty_value=None)
    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label="Kind", required=False, choices=StatedCause.Kind.choices)
    amount = PoundsFormField(label="Printed less computed", required=False)
    explanation = forms.CharField(label="Why", required=False, max_length=250)

    def __init__(self, *args: Any, table: StatedTable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows, years = self.fields["row"], self.fields["year"]
        assert isinstance(rows, forms.TypedChoiceField)
        assert isinstance(years, forms.TypedChoiceField)
        rows.choices = [("", "None"), *((row.pk, row.label) for row in table.rows.all())]
        years.choices = [("", "None"), *((year, label(year)) for year in table.years)]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        asked = {"row": "Choose the row", "year": "Choose the year", "amount": "Enter the amount"}
        asked["explanation"] = "Say why it differs"
        if any(facts.get(name) for name in asked):
            for name, sentence in asked.items():
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return facts

    @property
    def given(self) -> tuple[int, StatedCauseGiven] | None:
        facts = self.cleaned_data
        if not facts.get("row"):
            return None
        kind = facts["kind"] or StatedCause.Kind.WRONG_CELL
        return facts["row"], StatedCauseGiven(facts["year"], facts["amount"], facts["explanation"], kind)


class VersionForm(forms.Form):
    """The version of the table the causes were written against."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def cause_rows(data: Any, table: StatedTable) -> BaseFormSet[CauseRow]:
    """The causes that stand and a few blank rows. Each is read whatever the post says of its first state."""
    initial = [
        {
            "row": row.pk,
            "year": cause.financial_year,
            "kind": cause.kind,
            "amount": cause.amount,
            "explanation": cause.explanation,
        }
        for row in table.rows.all()
        for cause in row.causes.all()
    ]
    kind = formset_factory(CauseRow, extra=BLANK_ROWS, max_num=MOST_ROWS, validate_max=True)
    shared = {"empty_permitted": False, "table": table}
    return kind(data, prefix="cause", initial=initial, form_kwargs=shared)
