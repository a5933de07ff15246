"""The forms beside the checks: a reason for warnings, and the words that the checks know."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import CountedTextarea
from reports.papers.finding import Finding
from reports.papers.known import hosts_in
from reports.services.reasons import LONGEST

LONGEST_LIST = 5000


class AnswerForm(forms.Form):
    """One reason for the warnings that are ticked, one by one or all of a check together."""

    findings = forms.MultipleChoiceField(
        required=False,
        error_messages={
            "invalid_choice": "One of the warnings you ticked does not stand any more: look at the list again"
        },
    )
    codes = forms.MultipleChoiceField(required=False)
    words = forms.CharField(
        label="Why they may stand",
        max_length=LONGEST,
        error_messages={"required": "Enter the reason"},
        help_text="It is kept with your name, and remembered in later papers while the sentence and its numbers stand",
        widget=CountedTextarea({"rows": 3}, characters=LONGEST),
    )

    marks_optional = False

    def __init__(self, *args: Any, warnings: Sequence[Finding], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._warnings = warnings
        for name in ("findings", "codes"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            values = {one.digest if name == "findings" else one.code for one in warnings}
            field.choices = [(value, value) for value in sorted(values)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors.get("findings") and not self.ticked:
            self.add_error("findings", "Tick the warnings that the reason is for")
        return cleaned

    @property
    def ticked(self) -> tuple[str, ...]:
        """The boxes that are ticked, whether the form is in order or not: a page shown again keeps them."""
        if not hasattr(self.data, "getlist"):
            return ()
        return (*self.data.getlist("findings"), *self.data.getlist("codes"))

    @property
    def digests(self) -> set[str]:
        """The warnings the reason is for."""
        codes = set(self.cleaned_data["codes"])
        return set(self.cleaned_data["findings"]) | {
            one.digest for one in self._warnings if one.code in codes
        }


class WordListForm(forms.Form):
    """What the council's checks know."""

    acronyms = forms.CharField(
        label="Acronyms your readers know",
        required=False,
        max_length=LONGEST_LIST,
        help_text="One a line, with its words behind it: SEND special educational needs and disabilities",
        widget=forms.Textarea({"rows": 12, "spellcheck": "false"}),
    )
    hosts = forms.CharField(
        label="Sites that ask for a sign-in",
        required=False,
        max_length=LONGEST_LIST,
        help_text="One a line, such as staff.eastshire.example; begin with a dot for all beneath it",
        widget=forms.Textarea({"rows": 5, "spellcheck": "false"}),
    )
    shown_version = forms.IntegerField(widget=forms.HiddenInput)

    marks_optional = False

    def clean_hosts(self) -> str:
        hosts = str(self.cleaned_data["hosts"])
        if any(not host or " " in host for host in hosts_in(hosts)):
            raise ValidationError("Write one site a line, as it stands in an address")
        return hosts
