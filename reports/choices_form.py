"""The form of what each part of a paper shows: a field for each option and for each day since when a part tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from core.dates import full_date
from core.forms import GovDateField, RadioSelect
from reports.models import Paper
from reports.papers.choices import BlockOption, Window, offered, windows
from reports.papers.kinds import SectionKind, kind_of


@dataclass(frozen=True)
class Part:
    """A section of the paper with the fields of its choices."""

    heading: str
    fields: Sequence[forms.BoundField]


class ChoicesForm(forms.Form):
    """The choices of the sections that a paper shows; `until` is each block's own date, which a day since when it
    tells stands before."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput)
    marks_optional = False

    def __init__(
        self, data: Any, *, paper: Paper, shown: Sequence[SectionKind], until: dict[str, date]
    ) -> None:
        super().__init__(data, initial={"shown_version": paper.version})
        kind, elements = kind_of(paper.kind), [section.element for section in shown]
        self.shown, self.until, self.paper = shown, until, paper
        self.options = [option for option in offered(kind) if option.element in elements]
        has_last = paper.previous_id is not None
        self.windows = [each for each in windows(kind) if has_last and each.element in elements]
        for option in self.options:
            self.fields[_field(option.name)] = _choice(option, paper.block_options.get(option.name))
        for window in self.windows:
            self.fields[f"since_{window.block}"] = GovDateField(
                label=window.label,
                required=False,
                initial=_kept(paper, window),
                help_text="If left empty, the last paper’s own date for it",
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for window in self.windows:
            day, until = cleaned.get(f"since_{window.block}"), self.until.get(window.block)
            if day and until and day >= until:
                words = f"{window.label}: the day must be before {full_date(until)}, the date of this part"
                self.add_error(f"since_{window.block}", words)
        return cleaned

    @property
    def parts(self) -> Iterator[Part]:
        """In the order of the paper; a section without choices is left out."""
        for section in self.shown:
            names = [_field(each.name) for each in self.options if each.element == section.element]
            names += [f"since_{each.block}" for each in self.windows if each.element == section.element]
            if names:
                yield Part(section.heading, [self[name] for name in names])

    @property
    def chosen(self) -> dict[str, list[str]]:
        """By option, the codes chosen. Only when valid."""
        found = {each.name: self.cleaned_data[_field(each.name)] for each in self.options}
        return {name: [codes] if isinstance(codes, str) else list(codes) for name, codes in found.items()}

    @property
    def since(self) -> dict[str, date | None]:
        return {each.block: self.cleaned_data[f"since_{each.block}"] for each in self.windows}

    def told(self) -> list[tuple[str, str]]:
        """What was chosen here, in words."""
        options = [(each.label, each.words(self.chosen[each.name])) for each in self.options]
        return options + [(each.label, _day(self.since[each.block])) for each in self.windows]

    def told_of(self, paper: Paper) -> list[tuple[str, str]]:
        """What stands in the paper, in the same words."""
        options = [
            (each.label, each.words(paper.block_options.get(each.name, each.by_itself)))
            for each in self.options
        ]
        return options + [(each.label, _day(_kept(paper, each))) for each in self.windows]


def _kept(paper: Paper, window: Window) -> date | None:
    day = paper.block_since.get(window.block)
    return date.fromisoformat(day) if day else None


def _day(day: date | None) -> str:
    return full_date(day) if day else "The last paper’s own date"


def _field(name: str) -> str:
    return name.replace(".", "_")


def _choice(option: BlockOption, chosen: Sequence[str] | None) -> forms.Field:
    codes = list(chosen or option.by_itself)
    if option.is_many:
        return forms.MultipleChoiceField(
            label=option.label,
            choices=option.choices,
            initial=codes,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": f"{option.label}: choose at least one"},
        )
    return forms.ChoiceField(
        label=option.label, choices=option.choices, initial=codes[0], widget=RadioSelect(small=True)
    )
