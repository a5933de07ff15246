"""What of a paper's figures differs between two collections of it, row by row and by name, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.dates import full_date, month_name
from core.financial_year import label
from core.money import pounds
from reports.papers.data import PaperData
from reports.papers.figures import named_in

# The parts of a paper that are figures, and what a person calls them.
BLOCKS = {
    "dates": "Dates",
    "plan": "Plan",
    "highlights": "Highlights",
    "risks": "Risks",
    "posts": "Recruitment",
    "spend": "Spend",
    "stated": "Printed totals",
    "costings": "Costings",
    "drawdown": "Tranches and lines",
    "capacity": "Caseloads and posts",
    "scorecard": "Scorecard",
    "audits": "Practice audits",
    "owed": "Requests and undertakings",
    "external": "Inspections and intervention",
    "governance": "Governance structure",
    "money_sources": "Sources against uses",
    "printed_tables": "Printed tables",
    "shared": "Rows of other plans",
}
# Which of them stand under a section, by what stands there.
_UNDER = {
    "progress": ("plan", "highlights"),
    "impact": ("plan", "highlights"),
    "feedback": ("highlights",),
    "risks": ("risks", "highlights"),
    "recruitment": ("posts", "spend"),
    "costings": ("costings",),
    "sources": ("costings", "money_sources"),
    "owed": ("owed",),
    "inspections": ("external",),
    "governance_structure": ("governance",),
    "afterwards": ("costings",),
    "resources": ("drawdown",),
    "printed": ("printed_tables",),
    "scorecard": ("scorecard",),
    "audits": ("audits",),
    "capacity": ("capacity",),
    "highlights": ("highlights",),
}
_MONEY = {"spend", "stated", "costings", "drawdown", "money_sources", "printed_tables"}
# What a row is called by, the first that it has.
_NAMES = ("reference", "code", "label", "service", "team", "name", "title", "table", "month", "year", "text")
_MONTHS = {"month", "through", "open_months", "blank_months"}
_YEARS = {"year", "financial_year"}
_SILENT = {"pk", "before", "colour", "symbol", "order", "number", "meaning", "prefix"}
_LONGEST = 240
NOT_THERE, NOTHING = "Not there", "Nothing"

Path = tuple[str, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that differs: under which block, of which row, and both values in words."""

    block: str
    row: str
    what: str
    was: str
    now: str


def differences(was: PaperData, now: PaperData) -> tuple[Difference, ...]:
    """In the order of the paper; a row that only one of them has is told once."""
    return tuple(found for block in BLOCKS for found in _in_block(block, was, now))


def named(was: Mapping[str, str], now: Mapping[str, str], words: Iterable[str]) -> tuple[Difference, ...]:
    """The live figures that the words ask for and that read otherwise, `was` and `now` being printed values by name."""
    names = dict.fromkeys(name for text in words for name in named_in(text))
    pairs = ((name, was.get(name, NOT_THERE), now.get(name, NOT_THERE)) for name in names)
    return tuple(Difference("In the words", name, "", old, new) for name, old, new in pairs if old != new)


def under(element: str, found: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Those that a section shows, by what stands under it."""
    blocks = {BLOCKS[key] for key in _UNDER.get(element, ())}
    return tuple(each for each in found if each.block in blocks)


def _in_block(block: str, was: PaperData, now: PaperData) -> Iterator[Difference]:
    before, after = _rows(block, was), _rows(block, now)
    for path in dict.fromkeys([*before, *after]):
        row = " – ".join(path[-2:])
        old, new = before.get(path), after.get(path)
        if old is None or new is None:
            there = _said(old or new or {})
            yield Difference(
                BLOCKS[block],
                row,
                "Row",
                NOT_THERE if old is None else there,
                NOT_THERE if new is None else there,
            )
            continue
        for what in dict.fromkeys([*old, *new]):
            if old.get(what) != new.get(what):
                yield Difference(
                    BLOCKS[block], row, _words(what), old.get(what, NOTHING), new.get(what, NOTHING)
                )


def _said(row: dict[str, str]) -> str:
    return "; ".join(f"{_words(what)}: {value}" for what, value in row.items() if value != NOTHING)[:_LONGEST]


def _words(what: str) -> str:
    return what.replace("_", " ").capitalize()


def _rows(block: str, data: PaperData) -> dict[Path, dict[str, str]]:
    rows: dict[Path, dict[str, str]] = {}
    keys = {"rating": data.plan.progress_key, "impact": data.plan.impact_key}
    labels = {name: {each.code: each.label for each in key} for name, key in keys.items()}
    for path, what, value in _facts(getattr(data, block), (), ""):
        said = _at(what, value, is_money=block in _MONEY)
        rows.setdefault(path, {})[what or "value"] = labels.get(what, {}).get(said, said)
    return rows


def _facts(value: Any, path: Path, what: str) -> Iterator[tuple[Path, str, Any]]:
    """Every plain value with the row it belongs to; rows within rows add their names to the path."""
    if is_dataclass(value):
        name = _name_of(value)
        for field in fields(value):
            if field.name not in _SILENT and not field.name.endswith("_pk"):
                yield from _facts(getattr(value, field.name), (*path, name) if name else path, field.name)
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for at, row in enumerate(value):
            named = path if _name_of(row) else (*path, f"{_words(what)} {at + 1}".strip())
            yield from _facts(row, named, what)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield path, str(key), item
    elif path or what or value not in (None, ()):
        yield path, what, value


def _name_of(row: Any) -> str:
    """`IP Ch.1, S.3 Rewrite the local offer`, `L01 Social workers`, or the day itself."""
    found = [_at(name, value, is_money=False) for name in _NAMES if (value := getattr(row, name, None))]
    own = getattr(row, "title", None) or getattr(row, "name", None)
    named = [found[0], own] if found and own and own != found[0] else found[:1]
    return " ".join(named)[:120]


def _at(name: str, value: Any, *, is_money: bool) -> str:
    """A value by the name of its field: a month and a financial year are kept as a first day and a number."""
    if name in _YEARS and isinstance(value, int):
        return label(value)
    if name in _MONTHS and isinstance(value, date):
        return month_name(value)
    if name in _MONTHS and isinstance(value, tuple):
        return ", ".join(month_name(month) for month in value) or NOTHING
    return _value(value, is_money=is_money)


def _value(value: Any, *, is_money: bool) -> str:
    match value:
        case None | "" | ():
            return NOTHING
        case bool():
            return "Yes" if value else "No"
        case Decimal():
            return pounds(value) if is_money else str(value)
        case date():
            return full_date(value)
        case tuple() | list():
            return ", ".join(_value(item, is_money=is_money) for item in value)[:_LONGEST]
    return str(value)[:_LONGEST]
