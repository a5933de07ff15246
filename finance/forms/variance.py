"""Forms of the variance report: why a line varies, and from when on that is worth a colour or a word."""

from collections.abc import Mapping
from decimal import Decimal
from itertools import product
from typing import Any

from django import forms

from core.dates import today
from core.forms import GovDateField
from core.money import PoundsFormField
from finance.models.variance import USUAL_LIMITS
from finance.services.variances import LONGEST

_LEVELS = {"line": "a line", "service": "a service", "total": "the total"}
_UNITS = {"percent": "per cent of the budget", "pounds": "pounds"}


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
            self.fields[f"{level}_{step}_percent"] = _percent(level, step, percent)
            self.fields[f"{level}_{step}_pounds"] = PoundsFormField(
                label=label_of(level, step, "pounds"), initial=Decimal(sum_)
            )
        self.fields["holds_from"] = GovDateField(
            label="They hold from",
            initial=today(),
            help_text="Today, or an earlier day. Limits set before stay those of their days, and the report of a month "
            "that had ended by then keeps the limits of its time.",
        )

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        for level, step in steps():
            sum_ = facts.get(f"{level}_{step}_pounds")
            if sum_ is not None and sum_ < 0:
                self.add_error(f"{level}_{step}_pounds", "A limit cannot be below nil")
        for level, unit in product(_LEVELS, ("percent", "pounds")):
            amber, red = (facts.get(f"{level}_{step}_{unit}") for step in ("amber", "red"))
            if amber is not None and red is not None and amber > red:
                words = (
                    f"Amber for {_LEVELS[level]} begins no later than red: in {_UNITS[unit]} red begins first"
                )
                self.add_error(f"{level}_amber_{unit}", words)
        return facts

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


def label_of(level: str, step: str, unit: str) -> str:
    """`Amber for a line above: pounds`."""
    words = "A line must be explained above"
    if level != "explain":
        words = f"{step.capitalize()} for {_LEVELS[level]} above"
    return f"{words}: {_UNITS[unit]}"


def _percent(level: str, step: str, initial: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label_of(level, step, "percent"),
        min_value=Decimal(0),
        max_value=Decimal(1000),
        decimal_places=2,
        initial=initial,
        widget=forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-5"}),
        error_messages={
            "invalid": "Enter a number, such as 5 or 2.5",
            "min_value": "A limit cannot be below nil",
            "max_value": "Enter no more than 1,000 per cent",
            "max_decimal_places": "Enter no more than two decimal places",
        },
    )
