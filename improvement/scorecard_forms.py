"""The forms of the scorecard and of practice audits."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from accounts.models import Council
from core.dates import today
from core.forms import CountedTextarea, GovDateField, ManyRowsField, RadioSelect
from improvement.models import Audit, Measure, Reading, Section
from improvement.models.audits import COUNTS
from improvement.services import ReadingGiven


def _amount(label: str, help_text: str = "", *, least: int | None = None) -> forms.DecimalField:
    """A number in its measure's unit, possibly blank."""
    return forms.DecimalField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=least,
        max_digits=14,
        decimal_places=4,
        widget=forms.TextInput({"inputmode": "decimal", "maxlength": 15}),
        error_messages={"invalid": f"{label} must be a number, like 86.5"},
    )


class PartsField(forms.CharField):
    """Names, one on each line."""

    widget = forms.Textarea({"rows": 3})

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class MeasureForm(forms.Form):
    """A measure: what it counts, how often, and what it is held against."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Name", max_length=200)
    key = forms.RegexField(
        r"^[a-z0-9_]+$",
        label="What papers call it",
        required=False,
        max_length=40,
        help_text="Small letters, digits and underscores, like cared_for. Blank: made from the name.",
        error_messages={"invalid": "Use small letters, digits and underscores only, like cared_for"},
    )
    definition = forms.CharField(
        label="What exactly is counted", max_length=2000, widget=CountedTextarea({"rows": 3}, words=80)
    )
    source = forms.CharField(label="Where the figure comes from", required=False, max_length=200)
    unit = forms.ChoiceField(choices=Measure.Unit.choices, widget=RadioSelect(inline=True))
    numerator = forms.CharField(
        required=False, max_length=200, help_text="Of a percentage or ratio: what is counted."
    )
    denominator = forms.CharField(
        required=False, max_length=200, help_text="Of a percentage or ratio: out of what."
    )
    parts = PartsField(
        label="Parts that add up to it", required=False, help_text="Of a number: one on each line."
    )
    span = forms.ChoiceField(label="Counted", choices=Measure.Span.choices, widget=RadioSelect)
    polarity = forms.ChoiceField(
        label="Direction",
        choices=Measure.Polarity.choices,
        widget=RadioSelect,
        help_text="How near the target each reading is depends on it, so it stays once there are readings.",
    )
    frequency = forms.ChoiceField(choices=Measure.Frequency.choices, widget=RadioSelect(inline=True))
    target = _amount("Target")
    tolerance = _amount("Tolerance", "How far from the target still counts as near.", least=0)
    national = _amount("National figure")
    neighbours = _amount("Figure of similar councils")
    sections = ManyRowsField(
        label="Plan areas",
        queryset=Section.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, council: Council, measure: Measure | None = None) -> None:
        super().__init__(data, initial=_of_measure(measure) if measure else {"span": Measure.Span.POINT})
        kept = self.initial.get("sections", ())
        _field(self, "sections").queryset = Section.objects.of(council).offered(kept)


class ReadingForm(forms.Form):
    """One row of the sheet: what was read of a measure. Everything blank is no reading."""

    def __init__(
        self, data: Any = None, *, measure: Measure, prefix: str | None = None, reading: Reading | None = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=_of_reading(reading) if reading else {})
        self.measure = measure
        if measure.is_share:
            self.fields["numerator"] = _amount(measure.numerator)
            self.fields["denominator"] = _amount(measure.denominator)
        else:
            self.fields["value"] = _amount("Value")
        for number, name in enumerate(measure.parts):
            self.fields[f"part{number}"] = forms.IntegerField(
                label=f"Of these: {name}",
                min_value=0,
                max_value=99_999_999,
                required=False,
                widget=forms.TextInput({"inputmode": "numeric", "maxlength": 8}),
            )
        self.fields["commentary"] = forms.CharField(
            required=False, max_length=2000, widget=forms.Textarea({"rows": 2})
        )

    @property
    def is_blank(self) -> bool:
        """Whether nothing was entered: nothing, which is not nil. Only when valid."""
        return not any(value not in (None, "") for value in self.cleaned_data.values())

    @property
    def given(self) -> ReadingGiven:
        """The answers as the services take them. Only when valid."""
        answers = self.cleaned_data
        parts = [answers[f"part{number}"] for number in range(len(self.measure.parts))]
        return ReadingGiven(
            self.measure,
            value=answers.get("value"),
            numerator=answers.get("numerator"),
            denominator=answers.get("denominator"),
            parts=[part for part in parts if part is not None],
            commentary=answers["commentary"],
        )


class CorrectReadingForm(ReadingForm):
    """What should have been read, and what was wrong."""

    def __init__(self, data: Any = None, *, reading: Reading) -> None:
        super().__init__(data, measure=reading.measure, reading=reading)
        self.fields["because"] = forms.CharField(
            label="What was wrong", max_length=250, help_text="Both entries stay visible, with these words."
        )
        self.order_fields(["because"])


def _count(label: str) -> forms.IntegerField:
    widget = forms.TextInput({"inputmode": "numeric", "maxlength": 4})
    return forms.IntegerField(label=label, min_value=0, max_value=9_999, widget=widget)


class FiguresForm(forms.Form):
    """Cases by grade, how many were moderated and agreed with."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    as_at = GovDateField(label="As at")
    outstanding = _count("Outstanding")
    good = _count("Good")
    requires_improvement = _count("Requires improvement")
    inadequate = _count("Inadequate")
    moderated = _count("Moderated")
    agreed = _count("Agreed with by the moderator")
    note = forms.CharField(
        label="What the audits showed", required=False, max_length=2000, widget=CountedTextarea(words=80)
    )
    because = forms.CharField(
        label="What was wrong with the last figures",
        required=False,
        max_length=250,
        help_text="Only to correct the last figures: these then take their place, and both stay visible.",
    )

    def __init__(self, data: Any = None, *, audit: Audit) -> None:
        counts = {name: getattr(audit, name) for name in COUNTS}
        super().__init__(data, initial={"version": audit.version, "as_at": today(), **counts})


class AuditForm(forms.Form):
    """A round of practice audits with its first figures."""

    service = forms.CharField(max_length=120, help_text="The service whose cases were audited.")
    period_start = GovDateField(label="First day of the period")
    period_end = GovDateField(label="Last day of the period")
    as_at = GovDateField(label="As at", help_text="The day the figures hold from.")
    outstanding = _count("Outstanding")
    good = _count("Good")
    requires_improvement = _count("Requires improvement")
    inadequate = _count("Inadequate")
    moderated = _count("Moderated")
    agreed = _count("Agreed with by the moderator")
    note = forms.CharField(
        label="What the audits showed", required=False, max_length=2000, widget=CountedTextarea(words=80)
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"as_at": today(), **dict.fromkeys(COUNTS, 0)})


class AuditActionForm(forms.Form):
    """Something to be put right within two weeks."""

    text = forms.CharField(label="What is to be put right", max_length=250)
    set_on = GovDateField(label="Set on", help_text="It is due two weeks later.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"set_on": today()})


def reading_forms(measures: Sequence[Measure], period: date, data: Any = None) -> list[ReadingForm]:
    """A form for each measure that has no reading for the period, or of which one was sent: entered by somebody else
    meanwhile, what was typed is still answered."""
    entered = {measure.pk for measure in measures if any(one.as_at == period for one in measure.held)}
    return [
        ReadingForm(data, measure=measure, prefix=f"m{measure.pk}")
        for measure in measures
        if measure.pk not in entered or _is_typed(data, f"m{measure.pk}-")
    ]


def _is_typed(data: Any, prefix: str) -> bool:
    return any(name.startswith(prefix) and str(typed).strip() for name, typed in (data or {}).items())


def _of_measure(measure: Measure) -> dict[str, Any]:
    plain = (
        "version", "title", "key", "definition", "source", "unit", "numerator", "denominator", "parts", "span",
        "polarity", "frequency",
    )  # fmt: skip
    amounts = {
        name: _plain(getattr(measure, name)) for name in ("target", "tolerance", "national", "neighbours")
    }
    sections = [section.pk for section in measure.sections.all()]
    return {name: getattr(measure, name) for name in plain} | amounts | {"sections": sections}


def _of_reading(reading: Reading) -> dict[str, Any]:
    amounts = {name: _plain(getattr(reading, name)) for name in ("value", "numerator", "denominator")}
    parts = {f"part{number}": count for number, (_, count) in enumerate(reading.parts)}
    return amounts | parts | {"commentary": reading.commentary}


def _plain(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount.normalize():f}"


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
