"""Teams, caseload standards, a month's readings and what if, as they are typed."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from accounts.models import Council
from core.dates import add_months, first_of_month, month_name, today
from core.forms import FilterForm, GovDateField
from workforce.models import CapacityReading, CaseloadStandard, Team
from workforce.services.capacity import ENTERED, MonthRow, entered_of

NEVER_NAME = "Never name or describe a child: everybody in the council can read it."
MONTHS_BACK = 24
WORDS = {
    "cases": "Cases",
    "full_fte": "Full caseload FTE",
    "newly_qualified_fte": "Newly qualified FTE",
    "senior_fte": "Senior practitioner FTE",
    "manager_fte": "Manager FTE",
    "agency_fte": "Of these workers, agency FTE",
}


class TeamForm(forms.Form):
    """A team, and the standards its workers are held to. `version` is that of the team as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    service = forms.CharField(label="Service", max_length=120, help_text="Child Protection, for example.")
    locality = forms.CharField(label="Locality", max_length=80, required=False)
    name = forms.CharField(label="Name of the team", max_length=120)
    standard = forms.ModelChoiceField(
        CaseloadStandard.objects.none(), label="Standard of its workers", required=False
    )
    reduced_standard = forms.ModelChoiceField(
        CaseloadStandard.objects.none(),
        label="Standard of newly qualified workers and senior practitioners",
        required=False,
    )
    counts = forms.CharField(
        label="What its cases are, where the standard counts something else",
        max_length=120,
        required=False,
        help_text="Children in care and child protection together, for example: the page then says that unlike "
        "is compared.",
    )

    def __init__(self, data: Any = None, *, council: Council, team: Team | None = None) -> None:
        names = ("service", "locality", "name", "counts", "standard", "reduced_standard", "version")
        super().__init__(data, initial={name: getattr(team, name) for name in names} if team else None)
        # A team that names an entry since corrected or followed by another is held to its successor.
        current = CaseloadStandard.objects.of(council).for_cases().current(date.max)
        for name in ("standard", "reduced_standard"):
            field: Any = self.fields[name]
            field.queryset = current
            named = getattr(team, name) if team else None
            if named:
                self.initial[name] = next(
                    (one for one in current if one.applies_to == named.applies_to), None
                )

    def words(self) -> dict[str, Any]:
        """The facts of the team, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class StandardForm(forms.Form):
    """How many of what one person should hold, from a day on. `shown` is what had been recorded of the role last when
    the form was shown."""

    shown = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**62)
    applies_to = forms.CharField(
        label="Whom it is about", max_length=120, help_text="Social worker, for example."
    )
    kind = forms.ChoiceField(label="What it limits", choices=CaseloadStandard.Kind, widget=forms.RadioSelect)
    counts = forms.CharField(
        label="What it counts", max_length=120, help_text="Children, direct reports, children in care."
    )
    low = forms.IntegerField(label="From", min_value=1, max_value=9999)
    high = forms.IntegerField(label="To", min_value=1, max_value=9999)
    source = forms.CharField(
        label="Who set it", max_length=200, help_text=f"A report, a handbook. {NEVER_NAME}"
    )
    from_date = GovDateField(label="In force from")
    is_aspiration = forms.BooleanField(
        label="It is an aspiration: shown, and nobody is held to it yet", required=False
    )
    note = forms.CharField(label="What was wrong", max_length=250, required=False, help_text=NEVER_NAME)

    def __init__(
        self,
        data: Any = None,
        *,
        follows: CaseloadStandard | None = None,
        corrects: CaseloadStandard | None = None,
        shown: int | None = None,
    ) -> None:
        given = corrects or follows
        names = ("applies_to", "kind", "counts", "low", "high", "source", "is_aspiration")
        initial = {name: getattr(given, name) for name in names} if given else {"kind": "cases"}
        super().__init__(data, initial=initial | {"shown": shown})
        if shown is None:
            del self.fields["shown"]
        if given:
            del self.fields["applies_to"], self.fields["is_aspiration"]
        if corrects:
            self.initial["from_date"] = corrects.as_at
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = "Say what was wrong"
        else:
            del self.fields["note"]


class RetireTeamForm(forms.Form):
    """From which day a team is no more. `version` is that of the team as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    as_at = GovDateField(label="From")
    note = forms.CharField(label="Why", max_length=250, help_text=NEVER_NAME)

    def __init__(self, data: Any = None, *, team: Team) -> None:
        super().__init__(data, initial={"as_at": today(), "version": team.version})


class WhichMonthForm(FilterForm):
    """Which service, and which month: the way to the form of a month."""

    service = forms.ChoiceField(label="Service")
    month = forms.ChoiceField(label="Month")

    def __init__(self, data: Any = None, *, services: Iterable[str]) -> None:
        super().__init__(data)
        this = first_of_month(today())
        months = [add_months(this, -number) for number in range(MONTHS_BACK)]
        asked = _month(self.data.get("month", ""))
        if asked and asked <= this and asked not in months:
            months.append(asked)
        service, month = self.fields["service"], self.fields["month"]
        assert isinstance(service, forms.ChoiceField)
        assert isinstance(month, forms.ChoiceField)
        service.choices = [(one, one) for one in services]
        month.choices = [(f"{one:%Y-%m}", month_name(one)) for one in months]

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")


def _month(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


class ReadingRowForm(forms.Form):
    """A team's figures of a month. Blank is not entered, 0 is nil. `shown` is the entry that was on the screen."""

    cases = forms.IntegerField(label=WORDS["cases"], required=False, min_value=0, max_value=99_999)
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=2**62)

    def __init__(self, data: Any = None, *, team: Team, standing: CapacityReading | None) -> None:
        initial = {**entered_of(standing), "shown": standing.pk if standing else None}
        super().__init__(data, prefix=str(team.pk), initial=initial)
        self.team, self.standing = team, standing
        for name in ENTERED[1:]:
            self.fields[name] = forms.DecimalField(
                label=WORDS[name],
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(9999),
                max_digits=6,
                decimal_places=2,
            )
        for name in ENTERED:
            # A box is called by its column and its row: an error says of which team it is.
            self.fields[name].label = f"{WORDS[name]}, {team}"
            attrs = {"aria-label": self.fields[name].label, "inputmode": "decimal", "autocomplete": "off"}
            self.fields[name].widget = forms.TextInput(attrs={**attrs, "class": "govuk-input--width-4"})

    @property
    def cells(self) -> list[tuple[str, Any]]:
        return [(WORDS[name], self[name]) for name in ENTERED]

    @property
    def row(self) -> MonthRow:
        return MonthRow(team=self.team, **self.cleaned_data)


class MonthForm(forms.Form):
    """What a month's figures have in common, and of which teams that alone is put right."""

    source = forms.CharField(label="Where the figures come from", max_length=200, help_text=NEVER_NAME)
    fte_source = forms.ChoiceField(
        label="The FTE is",
        choices=CapacityReading.Source,
        initial=CapacityReading.Source.OURS,
        error_messages={"required": "Choose what the FTE is"},
    )
    sourced = forms.TypedMultipleChoiceField(
        label="Put right where the figures of these teams come from",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Their figures stay as they are. A team whose figures you change needs no tick.",
        error_messages={"invalid_choice": "Choose teams from the list"},
    )
    note = forms.CharField(
        label="Why figures already recorded, or their source, are changed",
        max_length=250,
        required=False,
        help_text=f"Needed only for a change. {NEVER_NAME}",
    )

    def __init__(self, data: Any = None, *, rows: Sequence[ReadingRowForm] = ()) -> None:
        standing = [row.standing for row in rows if row.standing]
        super().__init__(data, initial=_said(standing))
        if len({one.fte_source for one in standing}) > 1:
            fte: Any = self.fields["fte_source"]
            fte.choices, fte.initial = [("", "Choose"), *CapacityReading.Source.choices], ""
        # One that was taken out meanwhile may still be ticked: the answer tells of that.
        offered = {str(row.team.pk): row for row in rows if row.standing or row["shown"].value()}
        sourced: Any = self.fields["sourced"]
        sourced.choices = [(pk, _sourced_words(row)) for pk, row in offered.items()]
        sourced.coerce = lambda pk: offered[pk].team
        if not offered:
            del self.fields["sourced"], self.fields["note"]


def _said(standing: Iterable[CapacityReading]) -> dict[str, str]:
    """Where the figures that stand come from, if all say the same: a correction of one must not relabel it unseen."""
    said = {name: {getattr(one, name) for one in standing} for name in ("source", "fte_source")}
    return {name: found.pop() for name, found in said.items() if len(found) == 1}


def _sourced_words(row: ReadingRowForm) -> str:
    if row.standing is None:
        return str(row.team)
    return f"{row.team}. Now: {row.standing.source}; FTE {row.standing.get_fte_source_display().lower()}"


class CapacityFilterForm(FilterForm):
    """Service, locality, and what if; everything in the address."""

    service = forms.ChoiceField(label="Service", required=False)
    locality = forms.ChoiceField(label="Locality", required=False)
    group = forms.ChoiceField(label="More posts for", required=False)
    posts = forms.DecimalField(
        label="How many more posts (FTE)",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(500),
        max_digits=5,
        decimal_places=2,
    )
    growth = forms.DecimalField(
        label="How many per cent more cases",
        required=False,
        min_value=Decimal(-50),
        max_value=Decimal(200),
        max_digits=5,
        decimal_places=1,
        help_text="8 for 8%. Fewer cases: -8.",
    )

    def __init__(
        self, data: Any = None, *, readings: Iterable[CapacityReading], groups: Iterable[str]
    ) -> None:
        super().__init__(data)
        teams = [reading.team for reading in readings]
        offered = {
            "service": list(dict.fromkeys(team.service for team in teams)),
            "locality": sorted({team.locality for team in teams if team.locality}),
            "group": list(groups),
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "All" if name != "group" else "Choose"), *((one, one) for one in choices)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("posts") and not cleaned.get("group"):
            self.add_error("group", "Choose whom the posts are for")
        return cleaned
