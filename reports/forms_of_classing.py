"""The forms that classify a document, and in which an appendix of the author's own is written."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.forms import CountedTextarea
from reports.forms_of_sections import LONGEST_SECTION
from reports.models import Appendix, DocumentClass, Paper
from reports.papers.schedule import PARAGRAPHS
from reports.services.classifying import Classing

LONGEST_STATEMENT = 2000


class ClassingForm(forms.Form):
    """Open, exempt or confidential, with what each of the two needs."""

    classification = forms.ChoiceField(
        label="Classification", choices=Paper.Classification, widget=forms.RadioSelect
    )
    paragraph = forms.TypedChoiceField(
        label="If exempt: paragraph of Part 1 of Schedule 12A to the Local Government Act 1972",
        required=False,
        coerce=int,
        choices=[("", "Choose a paragraph"), *((at, f"{at}. {words}") for at, words in PARAGRAPHS.items())],
    )
    interest = forms.CharField(
        label="If exempt: why the public interest lies in keeping it back",
        required=False,
        max_length=LONGEST_STATEMENT,
        help_text="Printed in the open report, so it must give away nothing of the document itself",
        widget=forms.Textarea({"rows": 4}),
    )
    reason = forms.CharField(
        label="If confidential: why",
        required=False,
        max_length=LONGEST_STATEMENT,
        help_text="A government department gave it on terms that forbid disclosing it, or a law or a court does. "
        "Printed in the open report too",
        widget=forms.Textarea({"rows": 3}),
    )
    shown_version = forms.IntegerField(widget=forms.HiddenInput)

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                self.classing.checked()
            except ValidationError as refused:
                for name, messages in refused.message_dict.items():
                    self.add_error(name, messages)
        return cleaned

    @property
    def classing(self) -> Classing:
        names = ("classification", "paragraph", "interest", "reason")
        facts = {name: self.cleaned_data[name] for name in names}
        return Classing(**facts | {"paragraph": facts["paragraph"] or 0})


class AppendixForm(ClassingForm):
    """An appendix of the author's own: its title, which is public, its words, and whether it is open."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        help_text="The open report lists it, so it must give away nothing of an exempt appendix",
    )
    body = forms.CharField(
        label="Text",
        max_length=LONGEST_SECTION,
        strip=False,
        widget=CountedTextarea({"rows": 18, "spellcheck": "true"}, characters=LONGEST_SECTION),
    )

    field_order = ["title", "body", "classification", "paragraph", "interest", "reason"]

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").strip()


def facts_of(row: DocumentClass | Appendix | None) -> dict[str, Any]:
    """What a form shows of a classification that stands; nothing classified is open."""
    facts = row.told if row else {"classification": Paper.Classification.OPEN}
    return facts | {"paragraph": facts.get("paragraph") or ""}
