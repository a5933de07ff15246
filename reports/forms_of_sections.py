"""The forms with which a paper's sections are added, placed and given to authors."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from accounts.models import User
from accounts.versions import LONGEST_VERSION
from core.forms import CountedTextarea
from reports.models import PaperSection
from reports.papers.kinds import SectionKind
from reports.papers.layout import Place, is_own, may_stand_after
from reports.sections_desk import DeskSection

LONGEST_SECTION = 20_000
LONGEST_HEADING = 120
LONGEST_COMMENT = 2000


class PlaceForm(forms.Form):
    """Where a section stands among the others of its paper."""

    after = forms.ChoiceField(label="Where it stands", required=False)
    shown_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10**LONGEST_VERSION)

    marks_optional = False

    def __init__(
        self, *args: Any, found: Sequence[Place], version: int, place: Place | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["after"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(may_stand_after(found, place))
        keys = [each.section.key for each in found]
        before = keys.index(place.section.key) - 1 if place else len(keys) - 1
        self.initial.update(shown_version=version, after=keys[before] if before >= 0 else "")


class AddSectionForm(PlaceForm):
    """A section of the paper's own."""

    heading = forms.CharField(label="Heading", max_length=LONGEST_HEADING)

    field_order = ("heading", "after")


class AuthorsForm(forms.Form):
    """An author for each section, chosen from the people who may be given one, beside the one it had."""

    marks_optional = False

    def __init__(
        self, *args: Any, rows: Sequence[DeskSection], people: Mapping[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.keys = [row.key for row in rows]
        self.people = people
        for row in rows:
            had = str(row.author.pk) if row.author else ""
            gone = [(row.author.pk, row.author.name)] if row.author and row.author.pk not in people else []
            label = f"{row.kind.within}: {row.kind.heading}" if row.kind.within else row.kind.heading
            self.fields[f"author_{row.key}"] = forms.ChoiceField(
                label=label if row.is_shown else f"{label} (switched off)",
                required=False,
                choices=[("", "Nobody in particular"), *people.items(), *gone],
                initial=had,
            )
            self.fields[f"shown_{row.key}"] = forms.CharField(
                required=False, initial=had, widget=forms.HiddenInput
            )

    @property
    def authors(self) -> dict[str, User | None]:
        """By section, the person chosen. One who may be given none any more is refused by the service."""
        chosen = {key: self.cleaned_data[f"author_{key}"] for key in self.keys}
        people = User.objects.in_bulk([int(pk) for pk in chosen.values() if pk])
        return {key: people[int(pk)] if pk else None for key, pk in chosen.items()}

    @property
    def shown(self) -> dict[str, int | None]:
        """By section, the number of the author it had when the page was shown; what cannot be read is nobody's."""
        return {key: _number(self.cleaned_data[f"shown_{key}"]) for key in self.keys}

    def over(self, rows: Sequence[DeskSection]) -> dict[str, str]:
        """What was chosen, over the authors that the sections have now: to be sent again."""
        had = {f"shown_{row.key}": str(row.author.pk) if row.author else "" for row in rows}
        return {f"author_{key}": self.cleaned_data[f"author_{key}"] for key in self.keys} | had


def _number(text: str) -> int | None:
    return (int(text) if text.isdecimal() and len(text) <= LONGEST_VERSION else 0) if text else None


class CommentForm(forms.Form):
    """What somebody says of a section, or in reply to a comment on it."""

    text = forms.CharField(
        label="Comment",
        help_text="Whoever writes the section is told by mail. To tell somebody else, write @ and their name.",
        max_length=LONGEST_COMMENT,
        strip=True,
        widget=forms.Textarea({"rows": 3}),
    )
    reply_to = forms.IntegerField(
        required=False, min_value=1, max_value=10**LONGEST_VERSION, widget=forms.HiddenInput
    )


class TypedForm(forms.Form):
    """The words under one heading while somebody types them, as Markdown with live figures."""

    body = forms.CharField(
        label="Text",
        required=False,
        max_length=LONGEST_SECTION,
        strip=False,
        widget=CountedTextarea({"rows": 22, "spellcheck": "true"}, characters=LONGEST_SECTION),
    )

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").strip()


class SectionForm(TypedForm):
    """The words under one heading, and the heading itself where the paper may word it."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput)

    marks_optional = False

    def __init__(
        self,
        data: Any,
        *,
        section: PaperSection,
        kind: SectionKind,
        body: str | None = None,
        version: int | None = None,
    ) -> None:
        given = {"body": section.body if body is None else body, "shown_version": version or section.version}
        super().__init__(data, initial=given)
        if is_own(kind.key) or kind.own_words:
            self.fields["heading"] = forms.CharField(
                label="Heading", max_length=LONGEST_HEADING, initial=kind.heading
            )
            self.order_fields(("heading", "body"))

    @property
    def facts(self) -> dict[str, Any]:
        """What `save_section` is told; no heading where it is the kind's, or stays as it was shown."""
        names = [name for name in ("heading", "body", "shown_version") if name in self.changeable]
        return {name: self.cleaned_data[name] for name in names}

    @property
    def changeable(self) -> set[str]:
        heading = self.fields.get("heading")
        kept = heading is not None and self.cleaned_data["heading"] == heading.initial
        return set(self.fields) - ({"heading"} if kept else set())

    def told(self, section: PaperSection) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What was typed, and what stands in the section now: pairs of a label and a text."""
        names = [name for name in ("heading", "body") if name in self.changeable]
        labels = [str(self.fields[name].label) for name in names]
        mine = [self.cleaned_data[name] for name in names]
        theirs = [getattr(section, name) for name in names]
        return list(zip(labels, mine, strict=True)), list(zip(labels, theirs, strict=True))
