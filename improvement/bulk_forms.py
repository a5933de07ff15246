"""The forms of a bulk update: what every ticked action is to become."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Council, Membership, User
from core.dates import today
from core.forms import CountedTextarea, GovDateField
from improvement.models import Action, Group, Plan, Rating
from improvement.services.bulk import MOST_ROWS, RowShown, Wanted

_LONGEST_NUMBER = 18


class RowsField(forms.CharField):
    """The rows as they were shown, in one hidden box: `12.3.45 13.1.0` is action, version and last update."""

    widget = forms.HiddenInput

    def clean(self, value: Any) -> tuple[RowShown, ...]:
        rows = tuple(self._row(word) for word in str(super().clean(value)).split())
        if len(rows) > MOST_ROWS:
            raise forms.ValidationError(f"Change at most {MOST_ROWS} actions at a time.")
        return rows

    def _row(self, word: str) -> RowShown:
        parts = word.split(".")
        if len(parts) != 3 or not all(part.isdecimal() and len(part) <= _LONGEST_NUMBER for part in parts):
            raise forms.ValidationError("The list of actions was damaged on its way. Tick them again.")
        return RowShown(*map(int, parts))


class BulkForm(forms.Form):
    """What to change; a blank field leaves every row as it is."""

    rows = RowsField(error_messages={"required": "Tick the actions that are to change."})
    rating = forms.ModelChoiceField(
        label="Progress rating", queryset=Rating.objects.none(), required=False, empty_label="As it is"
    )
    narrative = forms.CharField(
        label="What councillors will read",
        help_text="The same words for each of them; only with a rating.",
        required=False,
        max_length=4000,
        widget=CountedTextarea({"rows": 3}, words=80),
    )
    lead = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label="As it is")
    workstream = forms.ModelChoiceField(queryset=Group.objects.none(), required=False, empty_label="As it is")
    new_due = GovDateField(
        label="New date to ask for", required=False, help_text="Each keeps its date until this one is agreed."
    )
    reason = forms.CharField(
        label="Why a new date is needed",
        required=False,
        max_length=2000,
        widget=CountedTextarea({"rows": 2}, words=40),
    )
    marks_optional = False

    def __init__(self, data: Any = None, *, council: Council, edits: bool, rows: str = "") -> None:
        super().__init__(data, initial={"rows": rows})
        ratings = Rating.objects.filter(
            scale__in=Plan.objects.filter(council=council).values("progress_scale")
        )
        _field(self, "rating").queryset = ratings.in_key_order()
        if not edits:
            del self.fields["lead"], self.fields["workstream"]
            return
        current = Membership.objects.current().filter(council=council)
        people = User.objects.filter(Q(memberships__in=current), is_active=True).distinct().order_by("name")
        _field(self, "lead").queryset = people
        _field(self, "workstream").queryset = Group.objects.of(council).workstreams().existing_on(today())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("narrative") and not given.get("rating") and "rating" not in self.errors:
            self.add_error("rating", "Choose the rating that these words belong to")
        if given.get("new_due") and not str(given.get("reason", "")).strip():
            self.add_error("reason", "Say why a new date is needed")
        if given.get("new_due") and given["new_due"] <= today():
            self.add_error("new_due", "The new date must be in the future.")
        if str(given.get("reason", "")).strip() and not given.get("new_due") and "new_due" not in self.errors:
            self.add_error("new_due", "Enter the new date you are asking for")
        if not self.errors and not self.wanted.words:
            self.add_error(None, "Choose what is to change.")
        return given

    @property
    def shown(self) -> Sequence[RowShown]:
        """The rows as they were shown; empty where they could not be read."""
        found: Sequence[RowShown] = self.cleaned_data.get("rows") or ()
        return found

    @property
    def wanted(self) -> Wanted:
        names = ("rating", "narrative", "lead", "workstream", "new_due", "reason")
        return Wanted(**{name: value for name in names if (value := self.cleaned_data.get(name))})


def rows_text(actions: Iterable[Action]) -> str:
    """The rows for the hidden box; the actions carry `last_update`."""
    return " ".join(f"{action.pk}.{action.version}.{action.last_update}" for action in actions)


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
