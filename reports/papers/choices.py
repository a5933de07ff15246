"""What an author may choose of the blocks of a paper: options as data, each with its choices and what it is by itself.

What is chosen is kept with the paper and frozen with what is published; a choice as it is by itself is not kept, so
that papers without choices are the same as ever. Keys of ratings are no option: they stand beside their ratings.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reports.papers.kinds import Kind


@dataclass(frozen=True)
class ChosenRow:
    """What was chosen of one option, where it is not what it is by itself."""

    name: str
    codes: tuple[str, ...]


class Chooses(Protocol):
    """The data of a paper, as far as they are asked here."""

    @property
    def chosen(self) -> tuple[ChosenRow, ...]: ...


@dataclass(frozen=True)
class BlockOption:
    """A choice about what stands under the sections of an element, in papers of these kinds. The first of `choices`
    (code and words) holds by itself; where many may be chosen, all of them do."""

    element: str
    key: str
    label: str
    choices: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...] = ("progress",)
    is_many: bool = False

    @property
    def name(self) -> str:
        """`risks.least`: what it is kept as."""
        return f"{self.element}.{self.key}"

    @property
    def by_itself(self) -> tuple[str, ...]:
        codes = tuple(code for code, _ in self.choices)
        return codes if self.is_many else codes[:1]

    def words(self, codes: Sequence[str]) -> str:
        """The choices in words, in their own order."""
        return "; ".join(words for code, words in self.choices if code in codes) or "None"


ALL, SHOWN, HIDDEN = "all", "shown", "hidden"

OPTIONS: tuple[BlockOption, ...] = (
    BlockOption(
        "progress",
        "changes",
        "Changes since the last paper to list",
        (
            ("done", "Completed"),
            ("evidence_accepted", "Evidence accepted"),
            ("awaiting_evidence", "Done, awaiting evidence"),
            ("improved", "Improved"),
            ("worse", "Got worse"),
            ("paused", "Paused"),
            ("slipped", "Given a later date"),
            ("new", "New in the plan"),
        ),
        is_many=True,
    ),
    BlockOption(
        "progress",
        "chart",
        "Ratings by chapter",
        ((SHOWN, "A table with its key, and a chart"), (HIDDEN, "The table with its key alone")),
    ),
    BlockOption(
        "impact",
        "areas",
        "Plan areas with each impact rating",
        ((SHOWN, "Counted and named"), (HIDDEN, "Counted, not named")),
    ),
    BlockOption(
        "risks",
        "least",
        "Risks to list",
        (
            (ALL, "Every open risk"),
            ("8", "Those with a score of 8 or more, or not yet assessed"),
            ("12", "Those with a score of 12 or more, or not yet assessed"),
            ("15", "Those with a score of 15 or more, or not yet assessed"),
            ("20", "Those with a score of 20 or more, or not yet assessed"),
        ),
        kinds=("progress", "tranche"),
    ),
    BlockOption(
        "recruitment",
        "not_due",
        "Approved posts that are not due yet",
        ((SHOWN, "In the table, with their start"), (HIDDEN, "Named in a sentence, not in the table")),
    ),
    BlockOption(
        "recruitment",
        "months",
        "Spend",
        ((SHOWN, "By budget line, and month by month with a chart"), (HIDDEN, "By budget line alone")),
    ),
    BlockOption(
        "owed",
        "sorts",
        "What is owed to list",
        (
            (ALL, "Requests of members and undertakings"),
            ("request", "Requests of members alone"),
            ("undertaking", "Undertakings of earlier papers alone"),
        ),
    ),
    BlockOption(
        "owed",
        "settled",
        "What was settled since the last paper",
        ((SHOWN, "With what became of it"), (HIDDEN, "Left out")),
    ),
    BlockOption(
        "inspections",
        "over",
        "Notices, directions, visits and advisers",
        ((ALL, "All that there have been"), ("open", "Those in force or still to come")),
    ),
    BlockOption(
        "governance_structure",
        "drawing",
        "Groups that govern the plan",
        ((SHOWN, "A drawing and a table"), (HIDDEN, "The table alone")),
    ),
    BlockOption(
        "sources",
        "uses",
        "What the money pays for",
        ((SHOWN, "Line by line"), (HIDDEN, "The total of all lines alone")),
    ),
    BlockOption(
        "scorecard",
        "measures",
        "Measures in the report",
        (
            (ALL, "Every measure"),
            ("short", "Those short of their target, within its tolerance or beyond"),
            ("off", "Those off target, beyond its tolerance"),
        ),
        kinds=("progress", "scorecard"),
    ),
    BlockOption(
        "scorecard",
        "readings",
        "Readings over time in the appendix",
        ((SHOWN, "A chart and a table of each measure"), (HIDDEN, "Left out")),
        kinds=("scorecard",),
    ),
    BlockOption(
        "costings",
        "rationale",
        "Why each row is asked for",
        ((SHOWN, "Beside the row"), (HIDDEN, "Left out")),
        kinds=("funding", "progress"),
    ),
    BlockOption(
        "capacity",
        "teams",
        "Caseloads",
        ((SHOWN, "Service by service, with its teams"), (HIDDEN, "Service by service alone")),
    ),
    BlockOption(
        "services",
        "steps",
        "How the posts needed were worked out",
        ((SHOWN, "Step by step"), (HIDDEN, "The result alone")),
        kinds=("capacity",),
    ),
)
_BY_NAME = {option.name: option for option in OPTIONS}


def offered(kind: Kind) -> tuple[BlockOption, ...]:
    """The options of a kind of paper, in the order of its sections."""
    elements = [section.element for section in kind.sections]
    found = [option for option in OPTIONS if kind.key in option.kinds and option.element in elements]
    return tuple(sorted(found, key=lambda option: elements.index(option.element)))


def kept(kind: Kind, chosen: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """What of it is to be kept: in the order of the choices, and not what an option is by itself. Raises ValueError
    for an option that the kind has not, and for a choice that the option has not."""
    options = {option.name: option for option in offered(kind)}
    found: dict[str, list[str]] = {}
    for name, codes in chosen.items():
        option = options.get(name)
        if option is None or not set(codes) <= {code for code, _ in option.choices}:
            raise ValueError(f"{name} has no such choice")
        if not option.is_many and len(codes) != 1:
            raise ValueError(f"{name} takes one choice")
        ordered = tuple(code for code, _ in option.choices if code in codes)
        if ordered != option.by_itself:
            found[name] = list(ordered)
    return found


def rows_of(kind: Kind, chosen: Mapping[str, Sequence[str]]) -> tuple[ChosenRow, ...]:
    """What a paper keeps, as its data have it: only what its kind still offers."""
    names = [option.name for option in offered(kind)]
    return tuple(ChosenRow(name, tuple(chosen[name])) for name in names if name in chosen)


def codes(data: Chooses, name: str) -> tuple[str, ...]:
    """What is chosen of an option, or what it is by itself."""
    return next((row.codes for row in data.chosen if row.name == name), _BY_NAME[name].by_itself)


def code(data: Chooses, name: str) -> str:
    """The one choice of an option that takes one."""
    return codes(data, name)[0]


def is_shown(data: Chooses, name: str) -> bool:
    return code(data, name) != HIDDEN


def in_words(data: Chooses, element: str) -> list[str]:
    """What was chosen of the options of an element: `Risks to list: those with a score of 12 or more`."""
    chosen = {row.name: row.codes for row in data.chosen}
    found = (option for option in OPTIONS if option.element == element and option.name in chosen)
    return [f"{option.label}: {option.words(chosen[option.name])}" for option in found]


# Since when


@dataclass(frozen=True)
class Window:
    """A block that tells what happened since a day, and the element it is told under: by itself the last paper's own
    date for it."""

    block: str
    element: str
    label: str
    kinds: tuple[str, ...] = ("progress", "scorecard")


WINDOWS = (
    Window("highlights", "progress", "Activity since", ("progress",)),
    Window("highlights", "highlights", "Highlights since", ("scorecard",)),
    Window("impact", "impact", "What has changed for children since", ("progress",)),
    Window("feedback", "feedback", "Feedback since"),
    Window("risks", "risks", "Concerns raised since", ("progress",)),
    Window("owed", "owed", "Settled since", ("progress",)),
    Window("audits", "audits", "Audits since"),
)


def windows(kind: Kind) -> tuple[Window, ...]:
    """The blocks of a kind of paper whose beginning may be chosen."""
    elements = {section.element for section in kind.sections}
    return tuple(each for each in WINDOWS if kind.key in each.kinds and each.element in elements)
