"""Sums of money in the words: one sum told in two ways, without its unit, or beyond what there is."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from core.money import pounds, round_thousands
from reports.papers.data import PaperData
from reports.papers.figure import Figure
from reports.papers.figures import figures, named_in, with_values
from reports.papers.finding import Finding
from reports.papers.kinds import kind_of
from reports.papers.sums import Sum, exact_sum, sums
from reports.papers.written import Written, authors_words, recommendations, sentence_with

_ABOUT = re.compile(
    r"\b(?:about|around|approximately|approx\.?|circa|c\.|roughly|nearly|almost|some|over|more than)\s*$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:approv|agree|authoris|releas|draw|allocat|spend|commit|delegat|transfer|grant)\w*",
    re.IGNORECASE,
)
_IN_THOUSANDS = re.compile(r"£\s?['’]?000\b|\bin thousands\b", re.IGNORECASE)


def two_roundings(data: PaperData) -> Iterator[Finding]:
    """The same sum told twice and not alike: £536,077 and £536k, or a figure of the record as “£2.0m”."""
    known = _money(figures(data))
    texts = [(written, _filled(data, written)) for written in authors_words(data)]
    every = [one for _, text in texts for one in sums(text)]
    for written, text in texts:
        for one in {each.text: each for each in sums(text)}.values():
            if other := _the_same_sum(one, every, known):
                message = f"“{one.text}” and {other} are one sum in two roundings: print it in one way."
                yield written.finding("two-roundings", message, sentence_with(text, one.start))


def _the_same_sum(one: Sum, every: list[Sum], known: Mapping[str, Decimal]) -> str:
    """The more exact form of a sum, in words; empty where there is none."""
    for other in every:
        if other.step < one.step and one.is_rounding_of(other.amount):
            return f"“{other.text}”"
    for name, amount in known.items():
        if one.step > 1 and one.is_rounding_of(amount):
            return f"{{{{ {name} }}}} ({pounds(amount, pence=False)})"
    return ""


def without_unit(data: PaperData) -> Iterator[Finding]:
    """`£6.489` is neither pounds and pence nor millions (document 003); and £298 where tables are in £000."""
    texts = list(authors_words(data))
    in_millions = {one.digits: one.text for written in texts for one in sums(written.text) if one.unit}
    in_table = _thousands(data)
    for written in texts:
        for one in sums(written.text):
            if not one.unit and (why := _no_unit(one, written.text, in_millions, in_table)):
                about = sentence_with(written.text, one.start)
                yield written.finding("money-without-unit", f"“{one.text}” {why}", about)


def _no_unit(one: Sum, text: str, with_unit: Mapping[str, str], in_table: frozenset[int]) -> str:
    places = len(one.digits.partition(".")[2])
    if places and one.digits in with_unit:
        return f"has no unit; elsewhere it is “{with_unit[one.digits]}”."
    if places not in (0, 2):
        return "has no unit: it reads neither as pounds and pence nor as millions. Write £m or the whole sum."
    is_small = places == 0 and 0 < one.amount < 10_000
    if is_small and (one.amount in in_table or _IN_THOUSANDS.search(sentence_with(text, one.start))):
        return "stands where sums are in £000, and does not say so: write the whole sum, or £k."
    return ""


def _thousands(data: PaperData) -> frozenset[int]:
    """What the paper's tables print in £000."""
    asked = data.drawdown
    if asked is None:
        return frozenset()
    amounts = [*asked.totals, asked.allocated, *(row.total for row in asked.rows)]
    return frozenset(round_thousands(amount) for amount in amounts if amount)


def recommended_sums(data: PaperData) -> Iterator[Finding]:
    """What members resolve on is the exact sum, and no more than there is to resolve on (document 003)."""
    left, of_what = _what_remains(data)
    exact = set(_money(figures(data)).values())
    for written in recommendations(data):
        text = _filled(data, written)
        for one in sums(text):
            if message := _inexact(one, text, exact):
                yield written.finding("recommendation-not-exact", message, text)
            if left is not None and one.amount - left >= 1 and _ASKS.search(sentence_with(text, one.start)):
                message = f"“{one.text}” is more than the {pounds(left, pence=False)} {of_what}."
                yield written.finding("recommendation-beyond", message, text)


def _inexact(one: Sum, text: str, exact: set[Decimal]) -> str:
    if _ABOUT.search(text[: one.start]):
        return f"“{one.text}” is not exact: members resolve on one sum."
    if one.unit and one.amount not in exact:
        return f"“{one.text}” is rounded: write the exact sum that members resolve on."
    return ""


def _what_remains(data: PaperData) -> tuple[Decimal | None, str]:
    """What a recommendation may ask for, in pounds, and what that is; None where the paper knows no limit."""
    if asked := data.drawdown:
        if tranche := asked.asked:
            return tranche.to_draw, f"of tranche {tranche.number} still to be drawn"
        return asked.to_draw, "authorised and not drawn yet"
    asks = kind_of(data.kind).has
    if data.costings and data.costings.rows and asks("costings"):
        return data.costings.total, "that the costings come to"
    if data.capacity and data.capacity.gross and asks("capacity"):
        return data.capacity.gross, "that the posts and funds asked for come to"
    if data.spend.authorised:
        return data.spend.authorised - data.spend.to_date, "authorised and not yet spent"
    return None, ""


def _filled(data: PaperData, written: Written) -> str:
    """The text as printed: a live figure's sum is a sum of the text. What does not exist is told elsewhere."""
    return with_values(written.text, figures(data)) if named_in(written.text) else written.text


def _money(known: Mapping[str, Figure]) -> dict[str, Decimal]:
    """Live figures that are sums of £1,000 or more, in pounds."""
    amounts = ((name, exact_sum(figure.value)) for name, figure in known.items())
    return {name: amount for name, amount in amounts if amount is not None and amount >= 1000}
