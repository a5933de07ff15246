"""Forms of the variance report: why a line varies, and from when on that is worth a colour or a word."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from core.money import PoundsFormField
from finance.models.variance import USUAL_LIMITS
from finance.services.variances import LONGEST

_LEVELS = {"line": "a line", "service": "a service", "total": "the total"}


class ExplanationForm(forms.Form):
    """Why a line's forecast outturn differs from its budget. `shown` is the explanation it takes the place of."""

    text = forms.CharField(
        label="Why the outturn is expected to differ from the budget",
        help_text="The cause, what is done about it, and when it will be seen. The report prints it.",
        widget=forms.Textarea({"rows": 5}),
        max_length=LONGEST,
    )
    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LimitsForm(forms.Form):
    """Per cent and pounds for each step; whichever comes to less counts."""

    shown = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, limits: Mapping[str, Mapping[str, list[str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level, step in steps():
            percent, sum_ = limits[level][step]
            words = _words(level, step)
            self.fields[f"{level}_{step}_percent"] = forms.DecimalField(
                label=f"{words}: per cent of the budget",
                min_value=Decimal(0),
                max_value=Decimal(1000),
                decimal_places=2,
                initial=percent,
                widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-5"}),
            )
            self.fields[f"{level}_{step}_pounds"] = PoundsFormField(
                label=f"{words}: pounds", initial=Decimal(sum_)
            )

    @property
    def given(self) -> dict[str, dict[str, tuple[Decimal, Decimal]]]:
        """As `set_variance_limits` takes them."""
        facts = self.cleaned_data
        made: dict[str, dict[str, tuple[Decimal, Decimal]]] = {}
        for level, step in steps():
            pair = (facts[f"{level}_{step}_percent"], facts[f"{level}_{step}_pounds"])
            made.setdefault(level, {})[step] = pair
        return made


def steps() -> list[tuple[str, str]]:
    """Each level with each of its steps, in the order of the form."""
    return [(level, step) for level, of_level in USUAL_LIMITS.items() for step in of_level]


def _words(level: str, step: str) -> str:
    if level == "explain":
        return "A line must be explained above"
    return f"{step.capitalize()} for {_LEVELS[level]} above"
