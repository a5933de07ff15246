"""The forms of what happens to a paper once it is published."""

from django import forms

from core.dates import today
from core.forms import GovDateField

LONGEST_REASON = 1000


class ReasonForm(forms.Form):
    """Why something is done about a published paper."""

    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea({"rows": 3}))
    shown_version = forms.IntegerField(widget=forms.HiddenInput)


class CorrectForm(ReasonForm):
    """Why a paper is corrected: the corrected version prints it."""

    reason = forms.CharField(
        label="What was wrong, and what is put right",
        max_length=LONGEST_REASON,
        help_text="The corrected version prints it after the word “because”",
        widget=forms.Textarea({"rows": 3}),
    )


class WithdrawForm(ReasonForm):
    on = GovDateField(label="Withdrawn on", initial=today)
    reason = forms.CharField(
        label="Why it is withdrawn",
        max_length=LONGEST_REASON,
        help_text="The page of the paper says it, to the public too where it was public",
        widget=forms.Textarea({"rows": 3}),
    )

    field_order = ["on", "reason"]


class ServedForm(forms.Form):
    """Where, and on which day, the agenda with the paper was published."""

    on = GovDateField(label="Published on")
    place = forms.CharField(
        label="Where",
        max_length=250,
        help_text="For example “The council’s website and the notice board of County Hall”",
    )
    shown_version = forms.IntegerField(widget=forms.HiddenInput)
