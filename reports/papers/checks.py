"""Stage 3: what would embarrass the council, found before a councillor finds it. Blockers keep a paper from being
published; warnings are for the clerk to weigh. Each says what, where, and where it is put right."""

from collections.abc import Callable, Iterable, Iterator

from core.dates import full_date
from reports.papers import (
    checks_of_actions,
    checks_of_braces,
    checks_of_clearance,
    checks_of_exempt,
    checks_of_layout,
    checks_of_money,
    checks_of_numbers,
    checks_of_people,
    checks_of_posts,
    checks_of_promises,
    checks_of_scorecard,
    checks_of_sums,
    checks_of_timing,
    checks_of_words,
)
from reports.papers.data import PaperData
from reports.papers.figure import Figure
from reports.papers.figures import UnknownFigure, figures, look_up, named_in
from reports.papers.finding import BLOCKER, Finding
from reports.papers.kinds import kind_of
from reports.papers.known import Known
from reports.papers.places import in_details, in_section

NOTHING_ELSE = Known()


def check(data: PaperData, known: Known = NOTHING_ELSE) -> tuple[Finding, ...]:
    """Every finding, each once; blockers first, and otherwise in the order of the checks. `known` is what they look
    at besides the paper, and decides no blocker."""
    found = [finding for one in _CHECKS for finding in one(data)]
    found += [finding for asks in _CHECKS_WITH_LISTS for finding in asks(data, known)]
    found = list(dict.fromkeys(found))
    return tuple(sorted(found, key=lambda finding: not finding.is_blocker))


def blockers(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.is_blocker)


# Blockers


def _unknown_figures(data: PaperData) -> Iterator[Finding]:
    known = figures(data)
    for words in data.narratives:
        for message in _unknown_in(words.body, known):
            yield in_section(data, BLOCKER, "unknown-figure", words, message)
    for text in data.recommendations:
        for message in _unknown_in(text, known):
            view = "reports:paper-recommendations"
            yield Finding(BLOCKER, "unknown-figure", "Recommendations", message, view, (data.identity.pk,))


def _unknown_in(text: str, known: dict[str, Figure]) -> Iterator[str]:
    for name in named_in(text):
        try:
            look_up(name, known)
        except UnknownFigure as unknown:
            yield str(unknown)


def _recommendation(data: PaperData) -> Iterator[Finding]:
    if kind_of(data.kind).needs_recommendation and not data.recommendations:
        message = "There is no recommendation. Write what the committee is asked to do."
        view = "reports:paper-recommendations"
        yield Finding(BLOCKER, "no-recommendation", "Recommendations", message, view, (data.identity.pk,))


# Dates


def _dates(data: PaperData) -> Iterator[Finding]:
    for block in kind_of(data.kind).blocks:
        day = data.dates[block.key]
        if day > data.identity.meeting_date:
            message = f"{block.label}: {full_date(day)} is after the meeting."
            yield in_details(data, "date-after-paper", block.label, message)
        elif (since := data.since(block.key)) and day < since:
            message = f"{block.label}: {full_date(day)} is before the last paper's {full_date(since)}."
            yield in_details(data, "date-before-last", block.label, message)


_CHECKS: tuple[Callable[[PaperData], Iterator[Finding]], ...] = (
    _unknown_figures,
    checks_of_braces.braces,
    _recommendation,
    checks_of_exempt.unclassified,
    checks_of_exempt.exempt_in_open,
    checks_of_exempt.unknown_in_appendices,
    checks_of_exempt.figures_of_closed,
    checks_of_clearance.clearance,
    checks_of_words.too_long,
    checks_of_words.typed_headings,
    checks_of_words.typed_images,
    checks_of_numbers.typed_sums,
    checks_of_numbers.typed_counts,
    checks_of_sums.two_roundings,
    checks_of_sums.without_unit,
    checks_of_sums.recommended_sums,
    checks_of_words.missing_parts,
    _dates,
    checks_of_actions.without_narrative,
    checks_of_actions.without_new_date,
    checks_of_actions.not_updated,
    checks_of_actions.unrated,
    checks_of_actions.done_without_evidence,
    checks_of_people.identifying,
    checks_of_people.feedback_consent,
    checks_of_posts.posts,
    checks_of_posts.funding_that_ends,
    checks_of_money.blank_months,
    checks_of_money.open_months,
    checks_of_money.months_and_lines,
    checks_of_money.stated_totals,
    checks_of_money.overspent,
    checks_of_scorecard.scorecard,
    checks_of_layout.layout,
    checks_of_timing.notice,
)
_CHECKS_WITH_LISTS: tuple[Callable[[PaperData, Known], Iterator[Finding]], ...] = (
    checks_of_words.acronyms,
    checks_of_words.links,
    checks_of_promises.promises,
)
