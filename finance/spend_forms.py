from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from accounts.models import Council
from core.forms import RadioSelect
from core.money import PoundsFormField
from finance.grid import Grid
from finance.models import BudgetLine, SpendEntry
from finance.periods import number_of, period_from, period_name

NOTE_LENGTH = 250
_HINTS = {
    "actual": "What the ledger shows as paid, beside what is entered already.",
    "accrual": "Received and not yet paid. It takes itself back in the month after.",
    "adjustment": "Puts something right; say below which closed month it belongs to, if it does.",
    "recharge": "Charged from or to another budget of the council.",
    "commitment": "Ordered and not yet spent. Counted apart from spend.",
}


class EntryForm(forms.Form):
    """One more entry in a cell. `closed` are the months that an adjustment may put right."""

    kind = forms.ChoiceField(
        label="What kind of entry is it?",
        choices=SpendEntry.Kind,
        widget=RadioSelect(hints=_HINTS, small=True),
    )
    amount = PoundsFormField(label="Amount", help_text="In pounds; (500) or −500 takes away.")
    puts_right = forms.TypedChoiceField(label="Month it puts right", required=False, empty_value=None)
    note = forms.CharField(
        label="Note", help_text="What it is, for whoever asks later.", max_length=NOTE_LENGTH
    )

    def __init__(self, *args: Any, closed: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(number_of(month)), period_name(month)) for month in closed]
        field = self.fields["puts_right"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "None: it belongs to this month"), *choices]
        field.coerce = lambda text: period_from(int(text))
        if not choices:
            del self.fields["puts_right"]


class ReasonForm(forms.Form):
    """Why something that stands is taken back."""

    reason = forms.CharField(label="Why", max_length=NOTE_LENGTH)


class MoveForm(forms.Form):
    """Part of a cell that was coded to the wrong line, and where it belongs."""

    to = forms.ModelChoiceField(queryset=BudgetLine.objects.none(), label="Line it belongs to")
    amount = PoundsFormField(label="Amount to move", help_text="In pounds.")
    note = forms.CharField(label="Note", help_text="What was miscoded.", max_length=NOTE_LENGTH - 50)

    def __init__(self, *args: Any, council: Council, line: BudgetLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = BudgetLine.objects.of(council).exclude(pk=line.pk).order_by("code")


class PasteForm(forms.Form):
    """A block copied from a spreadsheet, and where it starts when it says nothing of it itself."""

    block = forms.CharField(
        label="The block from your spreadsheet",
        help_text=(
            "Copy the cells, with or without heads and codes, and paste them here. "
            "£, commas, brackets and - for nil are understood."
        ),
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", "class": "app-paste__block"}),
        strip=False,
        max_length=200_000,
    )
    first_line = forms.TypedChoiceField(
        label="First line, if there are no codes", required=False, coerce=int, empty_value=None
    )
    first_month = forms.TypedChoiceField(
        label="First month, if there are no heads", required=False, empty_value=None
    )
    empties = forms.BooleanField(
        label="A blank cell empties the figure; otherwise it leaves it as it is", required=False
    )

    def __init__(self, *args: Any, grid: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lines, months = self.fields["first_line"], self.fields["first_month"]
        assert isinstance(lines, forms.TypedChoiceField)
        assert isinstance(months, forms.TypedChoiceField)
        lines.choices = [
            ("", "The first of the grid"),
            *((str(row.line.pk), str(row.line)) for row in grid.lines),
        ]
        months.choices = [
            ("", "April"),
            *((str(number_of(month)), period_name(month)) for month in grid.months),
        ]
        months.coerce = lambda text: period_from(int(text))
