"""The forms of evidence and of its review."""

from typing import Any

from django import forms

from core.dates import full_date
from core.forms import GovDateField, RadioSelect
from improvement.evidence_files import LIMITS
from improvement.models import Evidence, EvidenceReview
from improvement.services.reviews import VOID

# Only what the file chooser shows first; what a file is, its content says.
_CHOOSER = ".pdf,.docx,.xlsx,.pptx,.png,.jpg,.jpeg,.txt,.csv,.eml,.msg"


class EvidenceForm(forms.Form):
    """Evidence for an action: what it is, the file, link or place, and the day it is evidence of."""

    title = forms.CharField(
        label="What the evidence is", max_length=200, error_messages={"required": "Say what the evidence is"}
    )
    file = forms.FileField(
        required=False,
        help_text=LIMITS,
        max_length=1_000,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": _CHOOSER}),
    )
    link = forms.URLField(
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="A web address, if you do not bring a file.",
        error_messages={"invalid": "Enter a web address, like https://records.example/file"},
    )
    where_held = forms.CharField(
        label="Where it is held",
        required=False,
        max_length=200,
        help_text="A file reference, if there is neither a file nor a link.",
    )
    evidence_of = GovDateField(label="Date it is evidence of", help_text="Not the day you add it.")

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.lower().startswith(("http://", "https://")):
            raise forms.ValidationError("Enter a web address that begins with https:// or http://")
        return link

    def ask_for_the_file_again(self) -> None:
        """A browser does not keep a file when something else on the form was wrong."""
        if self.errors and self.files.get("file") and "file" not in self.errors:
            self.add_error(
                "file", "Choose the file again: it was not kept, because of the mistake below or above"
            )


class ReplaceForm(EvidenceForm):
    """A newer version of evidence, which begins with what the older one says."""

    because = forms.CharField(
        label="Why you replace it",
        max_length=250,
        help_text="Both versions stay readable, with these words.",
        error_messages={"required": "Say why you replace it"},
    )

    field_order = ("because", "title", "file", "link", "where_held", "evidence_of")

    def __init__(self, data: Any = None, files: Any = None, *, evidence: Evidence) -> None:
        names = ("title", "link", "where_held", "evidence_of")
        super().__init__(data, files, initial={name: getattr(evidence, name) for name in names})
        if evidence.file_name:
            self.fields["file"].help_text = f"{LIMITS} Without a new file, {evidence.file_name} is kept."


class TakeOutForm(forms.Form):
    """Why something is taken out."""

    because = forms.CharField(
        label="Why you take it out",
        max_length=250,
        help_text="It stays on its page, marked as taken out, with these words.",
        error_messages={"required": "Say why you take it out"},
    )


class ReviewForm(forms.Form):
    """Whether evidence is sufficient."""

    verdict = forms.ChoiceField(
        choices=EvidenceReview.Verdict.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose whether the evidence is sufficient"},
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        help_text="Needed when it is insufficient: say what is missing.",
        widget=forms.Textarea({"rows": 3}),
    )


class CorrectReviewForm(ReviewForm):
    """What the review should have said, and what was wrong with it."""

    because = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="Both entries stay visible, with these words.",
        error_messages={"required": "Say what was wrong with the review you are correcting"},
    )

    field_order = ("because", "verdict", "note")

    def __init__(self, data: Any = None, *, review: EvidenceReview) -> None:
        super().__init__(data, initial={"verdict": review.verdict, "note": review.note})
        day = full_date(review.as_at)
        nobody = (VOID, f"Neither: take the review of {day} out, so that the evidence awaits review again")
        self.fields["verdict"].choices = [*EvidenceReview.Verdict.choices, nobody]  # type: ignore[attr-defined]
