"""What an entry should have said, and what was wrong with it."""

from typing import Any

from django import forms

from improvement.forms import HighlightForm, ImpactForm
from improvement.models import Highlight, ImpactRating, Section


def _because(thing: str) -> forms.CharField:
    return forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="Both entries stay visible, with these words.",
        error_messages={"required": f"Say what was wrong with the {thing} you are correcting"},
    )


def _void() -> forms.BooleanField:
    return forms.BooleanField(label="Take it out: nothing stands in its place", required=False)


class CorrectHighlightForm(HighlightForm):
    """A highlight put right, or taken out."""

    because = _because("highlight")
    void = _void()

    field_order = ("because", "void", "kind", "text", "as_at", "section")

    def __init__(self, data: Any = None, *, highlight: Highlight) -> None:
        super().__init__(data, council=highlight.council, kept=highlight.section_id)
        names = ("kind", "text", "as_at", "gathered_how", "taken_to", "consent_given", "what_changed")
        told = {name: getattr(highlight, name) for name in names}
        self.initial.update(told | {"section": highlight.section_id})


class CorrectImpactForm(ImpactForm):
    """An impact rating put right, or taken out."""

    because = _because("rating")
    void = _void()

    def __init__(self, data: Any = None, *, entry: ImpactRating, section: Section) -> None:
        super().__init__(data, section=section)
        told = {"rating": entry.rating_id, "as_at": entry.as_at, "narrative": entry.narrative}
        self.initial.update(told)
        self.order_fields(("version", "because", "void", "rating", "as_at", "narrative"))
