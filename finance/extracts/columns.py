"""Which column of a ledger holds what: recognised by its head, or as somebody chose it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.uploads import Rows, Value, text_of

# What a column may hold, with the words under which ledgers have it.
HOLDS = {
    "cost_centre": "Cost centre",
    "subjective_code": "Subjective code",
    "amount": "Amount",
    "period": "Period or month",
    "date": "Date",
    "description": "Description",
    "reference": "Reference",
}
_WORDS = {
    "cost_centre": ("cost centre", "cost center", "cost centre code", "cc", "costc", "cost ctr", "centre"),
    "subjective_code": (
        "subjective",
        "subjective code",
        "subj",
        "account",
        "account code",
        "nominal",
        "nominal code",
        "gl code",
        "detail code",
        "cost element",
    ),
    "amount": (
        "amount",
        "net amount",
        "net",
        "value",
        "actual",
        "actuals",
        "actual to date",
        "actual ytd",
        "ytd",
        "ytd actual",
        "year to date",
        "cumulative actual",
        "cumulative",
        "gbp",
        "amount gbp",
    ),
    "period": ("period", "month", "accounting period", "fiscal period", "posting period", "prd"),
    "date": ("date", "transaction date", "posting date", "trans date", "gl date", "effective date"),
    "description": ("description", "narrative", "details", "text", "line description", "transaction text"),
    "reference": ("reference", "ref", "document", "document number", "transaction", "journal", "trans no"),
}
NEEDED = ("cost_centre", "subjective_code", "amount")
# Ledgers put a title, a date and a filter above their heads.
HEADS_WITHIN = 20


@dataclass(frozen=True)
class Columns:
    """Column numbers by what they hold; `head_row` is the number of the row of heads, from 0."""

    at: Mapping[str, int]
    head_row: int

    def as_json(self) -> dict[str, int]:
        return {**self.at, "head_row": self.head_row}


def columns_from_json(kept: Mapping[str, int]) -> Columns | None:
    """As they were kept; None when nothing was."""
    return (
        Columns({name: at for name, at in kept.items() if name in HOLDS}, kept["head_row"]) if kept else None
    )


def heads_of(rows: Rows) -> tuple[int, list[str]]:
    """The row of heads and its words: that of the first rows with the most heads we know, else the first with
    more than two texts."""
    known = [sum(bool(_meant(cell)) for cell in row) for row in rows[:HEADS_WITHIN]]
    at = known.index(max(known))
    if not known[at]:
        wide = (number for number, row in enumerate(rows[:HEADS_WITHIN]) if _texts(row) > 2)
        at = next(wide, 0)
    return at, [text_of(cell)[:100] for cell in rows[at]]


def recognised(rows: Rows, chosen: Mapping[str, str], *, needs_month: bool) -> Columns | None:
    """The columns, when there is no doubt: as chosen before where the same heads are there again, else by their
    words. None when a needed column is missing or two might be meant."""
    head_row, heads = heads_of(rows)
    found = {name: _only(heads, name, chosen.get(name, "")) for name in HOLDS}
    at = {name: column for name, column in found.items() if column is not None}
    has_month = not needs_month or "period" in at or "date" in at
    if has_month and all(name in at for name in NEEDED) and len(set(at.values())) == len(at):
        return Columns(at, head_row)
    return None


def guesses(rows: Rows, chosen: Mapping[str, str]) -> dict[str, int]:
    """What the form starts from: the first column that may be meant."""
    _, heads = heads_of(rows)
    found = {name: _places(heads, name, chosen.get(name, "")) for name in HOLDS}
    return {name: places[0] for name, places in found.items() if places}


def _only(heads: Sequence[str], name: str, chosen: str) -> int | None:
    places = _places(heads, name, chosen)
    return places[0] if len(places) == 1 else None


def _places(heads: Sequence[str], name: str, chosen: str) -> list[int]:
    if chosen:
        places = [at for at, head in enumerate(heads) if _plain(head) == _plain(chosen)]
        if places:
            return places
    return [at for at, head in enumerate(heads) if _meant(head) == name]


def _meant(cell: Value) -> str:
    words = _plain(text_of(cell))
    return next((name for name, known in _WORDS.items() if words in known), "") if words else ""


def _plain(head: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", head.casefold()).strip()


def _texts(row: Sequence[Value]) -> int:
    return sum(isinstance(cell, str) for cell in row)
