"""What a reviewer sees under each heading: the words with their figures filled in, and what the record says there.

The digest of a section covers its heading, its words as printed and the parts that the record makes, but neither the
numbers of paragraphs and tables nor the table of reviewers: an edit elsewhere changes none of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.dates import full_date
from reports.papers import codec
from reports.papers.choices import in_words
from reports.papers.compose import compose
from reports.papers.data import LaidOut, PaperData
from reports.papers.documents import closed_stems, documents_of, statements
from reports.papers.figures import figures, filled
from reports.papers.kinds import ACCESS, CONSULTEES, OPTIONS, RECOMMENDATIONS, kind_of
from reports.papers.layout import sections_of
from reports.papers.parts import Chart, Section

# The title block, which is nobody's section; it goes with what nobody else has.
TITLE = "title"
# Under which section an appendix is cleared; one that is not named goes with what nobody else has.
_APPENDICES = {
    ("progress", "appendix-1"): "progress",
    ("progress", "appendix-2"): "progress",
    ("funding", "appendix-1"): "costings",
    ("tranche", "appendix-1"): "resources",
    ("scorecard", "appendix-1"): "scorecard",
}
_TABLE_NUMBER = re.compile(r"\bTable \d+")


@dataclass(frozen=True)
class Seen:
    """A section as somebody saw it: `text` with the values of its live figures, `digest` of all that it said."""

    key: str
    heading: str
    text: str
    digest: str

    def as_json(self) -> dict[str, str]:
        return {"heading": self.heading, "text": self.text, "digest": self.digest}


def shown_by(data: PaperData) -> dict[str, str]:
    """By section, the digest of what the record says under it; composed as it is printed, without any words.

    A chart is left out: the table beside it says the same.
    """
    kind = kind_of(data.kind)
    blank = replace(
        data,
        narratives=(),
        recommendations=(),
        options=(),
        background=(),
        consultees=(),
        clearances=(),
        classed=(),
        appendices=(),
        correction=None,
        lateness=None,
        notified=None,
        has_source_list=False,
        plan_table="all",
        printed_sums="shown",
        chosen=(),
        # Also under headings that are off today: they may be switched on while the figures are locked.
        layout=tuple(LaidOut(section.key) for section in kind.sections),
    )
    found: dict[str, list[Any]] = {}
    for document in documents_of(blank):
        for section in compose(blank, document).sections:
            parts = [
                _unnumbered(codec.to_json(part)) for part in section.parts if not isinstance(part, Chart)
            ]
            if parts:
                found.setdefault(_key_of(data, document.stem, section), []).append(parts)
    return {key: codec.digest(parts) for key, parts in found.items()}


def _key_of(data: PaperData, stem: str, section: Section) -> str:
    if stem != "report":
        return _APPENDICES.get((data.kind, stem), stem)
    keys = (each.key for each in kind_of(data.kind).sections)
    return next((key for key in keys if section.anchor == anchor_of(key)), section.anchor)


def cleared_under(kind: str, stem: str) -> str:
    """The key under which a document of a paper of that kind is cleared."""
    return TITLE if stem == "report" else _APPENDICES.get((kind, stem), stem)


def anchor_of(key: str) -> str:
    """Where a section stands in its document."""
    return f"section-{key.replace('_', '-')}"


def _unnumbered(value: Any) -> Any:
    """Without the numbers that move when something is written elsewhere."""
    match value:
        case str():
            return _TABLE_NUMBER.sub("Table", value)
        case list():
            return [_unnumbered(item) for item in value]
        case dict():
            return {key: _unnumbered(item) for key, item in value.items() if key != "number"}
    return value


def figure_values(data: PaperData) -> dict[str, str]:
    """Every live figure by name, as it is printed."""
    return {name: figure.value for name, figure in figures(data).items()}


def sections_seen(words: PaperData, shown: Mapping[str, str], values: Mapping[str, str]) -> dict[str, Seen]:
    """Every section that says anything, by key, in the paper's order: the words of `words`, the figures of a lock."""
    written = {narrative.key: narrative for narrative in words.narratives}
    headings = {section.key: section.heading for section in sections_of(words)}
    elements = {section.key: section.element for section in sections_of(words)}
    apart = {key for key in shown if not any(key == each.key for each in kind_of(words.kind).sections)}
    rows = _rows(words)
    found: dict[str, Seen] = {}
    for key in [TITLE, *headings, *sorted(apart)]:
        heading = headings.get(key, "")
        body = filled(written[key].body, values) if key in written else ""
        said = [body, *(filled(row, values) for row in rows.get(key, ()))]
        text = "\n\n".join(filter(None, [*said, *in_words(words, elements.get(key, ""))]))
        if text or key in shown:
            digest = codec.digest([heading, text, shown.get(key, "")])
            found[key] = Seen(key, heading or _name(key), text, digest)
    return found | {each.key: each for each in _own_appendices(words, values)}


def _own_appendices(words: PaperData, values: Mapping[str, str]) -> Iterator[Seen]:
    """What the authors' own appendices say. Of one that is not for publication only the digest is kept: whoever may
    read it reads it in its own document."""
    closed = closed_stems(words)
    for row in words.appendices:
        text = filled(row.body, values)
        digest = codec.digest([row.title, text, row.stem in closed])
        yield Seen(row.stem, f"{_name(row.stem)}: {row.title}", "" if row.stem in closed else text, digest)


def _name(key: str) -> str:
    return "Title block" if key == TITLE else key.replace("-", " ").capitalize()


def _rows(words: PaperData) -> dict[str, list[str]]:
    """What stands in lists rather than in words, by section."""
    lists = {
        RECOMMENDATIONS: list(words.recommendations),
        OPTIONS: [f"{row.option} – {row.impact} – {row.risk}" for row in words.options],
        ACCESS: [" ".join(filter(None, [row.title, row.link])) for row in words.background],
        CONSULTEES: [
            f"{row.name}, {full_date(row.on)}: {row.view}".removesuffix(": ") for row in words.consultees
        ],
    }
    numbered = {
        section.key: [f"{at}. {row}" for at, row in enumerate(lists[section.element], 1)]
        for section in sections_of(words)
        if section.element in lists
    }
    return numbered | {TITLE: list(_title(words))}


def _title(words: PaperData) -> Iterator[str]:
    paper = words.identity
    yield paper.title
    yield f"{paper.committee}, {full_date(paper.meeting_date)}"
    for name, value in (
        ("Report of", paper.report_of),
        ("Wards", paper.wards),
        ("Classification", paper.classification),
    ):
        if value:
            yield f"{name}: {value}"
    if words.plan_table != "all":
        yield f"Actions listed in the plan: {words.plan_table}"
    if words.printed_sums != "shown":
        yield f"Printed sums: {words.printed_sums}"
    # The council's words stand in every sentence of ours: where they change, wording changes that nobody else has.
    for ours, theirs in sorted(words.style.terms.items() if words.style else ()):
        yield f"In place of “{ours}”: {theirs}"
    yield from statements(words)
    if fixed := words.correction:
        yield f"Why version {fixed.number} corrects version {fixed.number - 1}: {fixed.reason}"
