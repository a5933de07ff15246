"""Forms of the house style of papers. Each carries the version it was shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Council
from core.forms import CountedTextarea, RadioSelect
from reports.logos import LARGEST_LOGO, WANTED, LogoFile, NotALogo, read_logo
from reports.models import HouseStyle, WordTemplate
from reports.papers.collect_style import FOR_ALL
from reports.papers.faces import FACES, face_of
from reports.papers.kinds import KINDS, Kind
from reports.papers.style import TERMS, is_implication
from reports.papers.word_package import LARGEST_TEMPLATE
from reports.services.styling import LONGEST_TERM, LONGEST_TEXT, LONGEST_WORDING, Look

Words = list[tuple[str, str]]


def a_colour(**given: Any) -> forms.RegexField:
    """A colour as six hexadecimal digits after `#`."""
    widget = forms.TextInput({"class": "govuk-input govuk-input--width-10", "spellcheck": "false"})
    field = forms.RegexField(r"^#[0-9a-f]{6}\Z", widget=widget, max_length=7, **given)
    field.error_messages["invalid"] = "Enter a colour like #1d4f76"
    return field


class LookForm(forms.Form):
    """Colours, font and logo. `look` is what the services take."""

    colour = a_colour(
        label="First colour",
        help_text="Of headings, rules and numbers, here and on the council’s pages, like #1d4f76.",
    )
    second_colour = a_colour(
        label="Second colour",
        required=False,
        help_text="Of sub-headings, and of the rules of tables and quotations.",
    )
    face = forms.ChoiceField(
        label="Font",
        required=False,
        choices=[(face.key, face.label) for face in FACES],
        widget=RadioSelect(small=True),
        help_text="PDF files hold the font itself. Word and HTML take the one named second, which readers have and "
        "which is as wide.",
    )
    logo = forms.FileField(label="Logo", required=False, help_text=f"{WANTED}.")
    logo_alternative = forms.CharField(
        label="What the logo shows",
        required=False,
        max_length=160,
        help_text="For those who do not see it, such as “Northshire Council”. Needed with a logo.",
    )
    removes_logo = forms.BooleanField(label="Print no logo", required=False)

    def __init__(self, *args: Any, council: Council, style: HouseStyle, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "colour": council.colour,
            "second_colour": style.second_colour,
            "face": style.face,
            "logo_alternative": style.logo_alternative,
        }
        super().__init__(*args, **kwargs)
        if not style.logo_digest:
            del self.fields["removes_logo"]

    def clean_colour(self) -> str:
        return str(self.cleaned_data["colour"])

    def clean_logo(self) -> LogoFile | None:
        file = self.cleaned_data["logo"]
        if not file:
            return None
        try:
            return read_logo(file.read(LARGEST_LOGO + 1))
        except NotALogo as refused:
            raise ValidationError(str(refused)) from None

    @property
    def look(self) -> Look:
        given = dict(self.cleaned_data)
        keeps = not given.pop("removes_logo", False)
        return Look(**given, keeps_logo=keeps)

    def told(self, current: HouseStyle) -> tuple[Words, Words]:
        """What was typed, and what stands now, field by field."""
        given, council = self.cleaned_data, current.council
        mine = ("a new file" if given.get("logo") else "as it was", given.get("logo_alternative", ""))
        return (
            [
                ("First colour", given["colour"]),
                ("Second colour", given["second_colour"]),
                ("Font", face_of(given["face"]).label),
                *zip(("Logo", "What it shows"), mine, strict=True),
            ],
            [
                ("First colour", council.colour),
                ("Second colour", current.second_colour),
                ("Font", face_of(current.face).label),
                ("Logo", "there is one" if current.logo_digest else "none"),
                ("What it shows", current.logo_alternative),
            ],
        )


class HeadingsForm(forms.Form):
    """The headings of one kind of paper, and the order of its implications."""

    marks_optional = False

    def __init__(self, *args: Any, kind: Kind, style: HouseStyle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        own, order = style.headings.get(kind.key, {}), style.orders.get(kind.key, [])
        implications = [section for section in kind.sections if is_implication(section.key)]
        places = {key: at for at, key in enumerate(order or [each.key for each in implications], 1)}
        for section in kind.sections:
            self.fields[f"heading_{section.key}"] = forms.CharField(
                label=section.heading,
                required=False,
                max_length=LONGEST_WORDING,
                initial=own.get(section.key, ""),
            )
        if implications:
            group = implications[0].within
            self.fields["group"] = forms.CharField(
                label=f"Over all implications: {group}",
                required=False,
                max_length=LONGEST_WORDING,
                initial=style.groups.get(kind.key, ""),
            )
        for section in implications:
            self.fields[f"place_{section.key}"] = forms.IntegerField(
                label=f"Place of “{own.get(section.key) or section.heading}”",
                min_value=1,
                max_value=99,
                initial=places.get(section.key, len(places) + 1),
                widget=forms.NumberInput({"class": "govuk-input govuk-input--width-2"}),
            )

    @property
    def wording(self) -> dict[str, Any]:
        """`headings`, `group` and `order` as the service takes them."""
        given = self.cleaned_data
        places = {name[6:]: place for name, place in given.items() if name.startswith("place_")}
        return {
            "headings": {name[8:]: words for name, words in given.items() if name.startswith("heading_")},
            "group": given.get("group", ""),
            "order": sorted(places, key=lambda key: places[key]),
        }

    def told(self, current: HouseStyle) -> tuple[Words, Words]:
        """What was typed, and what stands now, field by field."""
        theirs = HeadingsForm(kind=self.kind, style=current)
        names = [(name, str(field.label)) for name, field in self.fields.items()]
        return (
            [(label, str(self.cleaned_data.get(name) or "")) for name, label in names],
            [(label, str(theirs.fields[name].initial or "")) for name, label in names],
        )


class TermsForm(forms.Form):
    """The council's words for what papers speak of."""

    marks_optional = False

    def __init__(self, *args: Any, style: HouseStyle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, term in enumerate(TERMS):
            self.fields[f"term_{at}"] = forms.CharField(
                label=f"{term.words[:1].upper()}{term.words[1:]}",
                required=False,
                max_length=LONGEST_TERM,
                initial=style.terms.get(term.words, ""),
                help_text=f"Elsewhere: {term.others}.",
            )

    @property
    def terms(self) -> dict[str, str]:
        return {term.words: self.cleaned_data[f"term_{at}"] for at, term in enumerate(TERMS)}

    def told(self, current: HouseStyle) -> tuple[Words, Words]:
        """What was typed, and what stands now, term by term."""
        return list(self.terms.items()), [(term.words, current.terms.get(term.words, "")) for term in TERMS]


class TextForm(forms.Form):
    """A standard text: Markdown, as authors write it."""

    text = forms.CharField(
        label="Standard text",
        required=False,
        max_length=LONGEST_TEXT,
        widget=CountedTextarea({"rows": 10}, characters=LONGEST_TEXT),
    )

    def told(self, stands: str) -> tuple[Words, Words]:
        return [("Standard text", self.cleaned_data["text"])], [("Standard text", stands)]


def style_words(style: HouseStyle, kinds: Mapping[str, Kind]) -> list[tuple[str, str]]:
    """By kind, in words, what is the council's own of its headings."""
    return [
        (
            key,
            f"{len(style.headings.get(key, {}))} worded anew"
            + (", implications in an order of their own" if style.orders.get(key) else "")
            if style.headings.get(key) or style.orders.get(key) or style.groups.get(key)
            else "As the kind has them",
        )
        for key in kinds
    ]


class BringTemplateForm(forms.Form):
    """A Word template from the administrator's machine; `facts` is what the service takes."""

    file = forms.FileField(
        label="Word template",
        help_text=f"A Word document (.docx) of up to {LARGEST_TEMPLATE // 1_000_000} MB.",
        error_messages={"required": "Choose the template"},
    )

    @property
    def facts(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"content": file.read(LARGEST_TEMPLATE + 1), "name": file.name or ""}


class UseTemplatesForm(forms.Form):
    """Which of the templates is used for all kinds of paper, and for which kinds another."""

    marks_optional = False

    def __init__(
        self, *args: Any, style: HouseStyle, templates: Sequence[WordTemplate], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {each.digest: each.name for each in templates}
        labels = {FOR_ALL: "For every kind of paper"} | {
            key: f"For a {kind.label.lower()}" for key, kind in KINDS.items()
        }
        for key, label in labels.items():
            otherwise = "No template: as the product makes them" if key == FOR_ALL else "As for every kind"
            self.fields[key] = forms.ChoiceField(
                label=label,
                required=False,
                choices=[("", otherwise), *self.names.items()],
                initial=style.word_templates.get(key, ""),
            )

    def told(self, current: HouseStyle) -> tuple[Words, Words]:
        """What was chosen, and what stands now, kind by kind."""
        labels = [(key, str(field.label)) for key, field in self.fields.items()]
        return (
            [(label, self.names.get(self.cleaned_data.get(key, ""), "")) for key, label in labels],
            [(label, self.names.get(current.word_templates.get(key, ""), "")) for key, label in labels],
        )
