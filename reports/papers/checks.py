"""Stage 3: what would embarrass the council, found before a councillor finds it. Blockers keep a paper from being
published; warnings are for the clerk to weigh. Each says what, where, and where it is put right."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from core.dates import full_date, month_name
from core.markdown import LIMIT
from core.money import pounds
from improvement.models.ratings import ProgressMeaning
from reports.papers import checks_of_scorecard, counts
from reports.papers.data import ActionRow, Narrative, PaperData, StatedTotal
from reports.papers.figure import Figure
from reports.papers.figures import UnknownFigure, figures, look_up, named_in, without_references
from reports.papers.finding import BLOCKER, WARNING, Finding, Level
from reports.papers.kinds import WORDS, kind_of
from reports.papers.layout import is_own, sections_of
from reports.papers.words import counted, listed
from workforce.wording import NO_NEWS

# Off track, at risk or stopped: members will ask why.
_NEEDS_WORDS = (ProgressMeaning.OFF_TRACK, ProgressMeaning.AT_RISK, ProgressMeaning.PAUSED)
_MARKED_EXEMPT = re.compile(
    r"(?im)^\s*(?:\*\*)?(not for publication|exempt information|exempt|confidential)\b\s*(?:[:–-]|\()"
)
_MONEY = re.compile(r"£\s?(\d[\d,]*(?:\.\d+)?)\s?(bn|billion|m|million|k|thousand)?\b", re.IGNORECASE)
_PERCENT = re.compile(r"\b\d+(?:\.\d+)?\s?(?:%|per ?cent\b)")
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}
_NOTABLE = 1000


def check(data: PaperData) -> tuple[Finding, ...]:
    """Every finding, blockers first and otherwise in the order of the paper."""
    found = [finding for one in _CHECKS for finding in one(data)]
    return tuple(sorted(found, key=lambda finding: not finding.is_blocker))


def blockers(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(finding for finding in findings if finding.is_blocker)


# Where things are put right


def _in_section(data: PaperData, level: Level, code: str, words: Narrative, message: str) -> Finding:
    arguments = (data.identity.pk, words.key)
    return Finding(level, code, words.heading, message, "reports:paper-section", arguments)


def _in_heading(data: PaperData, code: str, key: str, message: str) -> Finding:
    heading = next(section.heading for section in sections_of(data) if section.key == key)
    return Finding(WARNING, code, heading, message, "reports:paper-section", (data.identity.pk, key))


def _in_details(data: PaperData, code: str, place: str, message: str) -> Finding:
    return Finding(WARNING, code, place, message, "reports:paper-details", (data.identity.pk,))


def _in_spend(data: PaperData, code: str, message: str) -> Finding:
    return Finding(WARNING, code, "Spend", message, "finance:spend-grid", (data.spend.financial_year,))


def _of_action(code: str, action: ActionRow, message: str) -> Finding:
    return Finding(WARNING, code, action.reference, message, "improvement:action-detail", (action.pk,))


# Blockers


def _unknown_figures(data: PaperData) -> Iterator[Finding]:
    known = figures(data)
    for words in data.narratives:
        for message in _unknown_in(words.body, known):
            yield _in_section(data, BLOCKER, "unknown-figure", words, message)
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


def _exempt_content(data: PaperData) -> Iterator[Finding]:
    if data.identity.classification != "Open":
        # Every member of the council can read what is published; nothing keeps other papers apart yet.
        message = (
            f"The paper is classified {data.identity.classification}, and only open papers can be published."
        )
        yield replace(_in_details(data, "not-open", "Classification", message), level=BLOCKER)
        return
    for words in data.narratives:
        if marked := _MARKED_EXEMPT.search(words.body):
            message = (
                f"This text is marked “{marked[1]}”, and the paper is open. Take it out of this document."
            )
            yield _in_section(data, BLOCKER, "exempt-in-open", words, message)


# Words


def _too_long(data: PaperData) -> Iterator[Finding]:
    for words in data.narratives:
        if len(words.body) > LIMIT:
            message = f"The text has {len(words.body):,} characters; a paper prints up to {LIMIT:,}."
            yield _in_section(data, WARNING, "too-long", words, message)


def _typed_numbers(data: PaperData) -> Iterator[Finding]:
    """Money of £1,000 or more, and percentages, typed where a live figure could stand."""
    known = {figure.value: figure.name for figure in figures(data).values()}
    for words in data.narratives:
        typed = without_references(words.body)
        sums = [found[0] for found in _MONEY.finditer(typed) if _amount(found) >= _NOTABLE]
        for number in dict.fromkeys([*sums, *(found[0] for found in _PERCENT.finditer(typed))]):
            live = known.get(number.replace(" ", ""))
            what = f"use {{{{ {live} }}}}, which says the same" if live else "check it, or use a live figure"
            message = f"“{number.strip()}” is typed and will not change with the record: {what}."
            yield _in_section(data, WARNING, "typed-number", words, message)


def _amount(found: "re.Match[str]") -> float:
    return float(found[1].replace(",", "")) * _SCALE.get((found[2] or "").lower(), 1)


def _missing_parts(data: PaperData) -> Iterator[Finding]:
    for kind in sections_of(data):
        if kind.within and not is_own(kind.key) and kind.element == WORDS and not data.narrative(kind.key):
            message = f"The implication “{kind.heading}” is missing. Write “None” where there is none."
            yield _in_heading(data, "missing-implication", kind.key, message)
    if not data.identity.contact:
        yield _in_details(data, "missing-contact", "Access to information", "The contact officer is missing.")
    if not data.background:
        message = "No background papers are listed. The law asks for them; write “None” if there are none."
        view = "reports:paper-background"
        yield Finding(WARNING, "missing-background", "Background papers", message, view, (data.identity.pk,))


# Dates


def _dates(data: PaperData) -> Iterator[Finding]:
    for block in kind_of(data.kind).blocks:
        day = data.dates[block.key]
        if day > data.identity.meeting_date:
            message = f"{block.label}: {full_date(day)} is after the meeting."
            yield _in_details(data, "date-after-paper", block.label, message)
        elif (since := data.since(block.key)) and day < since:
            message = f"{block.label}: {full_date(day)} is before the last paper's {full_date(since)}."
            yield _in_details(data, "date-before-last", block.label, message)


# Actions


def _without_narrative(data: PaperData) -> Iterator[Finding]:
    for action in data.plan.actions:
        if action.narrative or not _is_behind(data, action):
            continue
        rating = counts.progress_of(data.plan, action.rating).label
        late = " and overdue" if counts.is_overdue(data, action) else ""
        message = f"“{action.title}” is rated “{rating}”{late}, and no narrative says why."
        yield _of_action("no-narrative", action, message)


def _is_behind(data: PaperData, action: ActionRow) -> bool:
    return counts.meaning(data, action) in _NEEDS_WORDS or counts.is_overdue(data, action)


def _overdue_without_date(data: PaperData) -> Iterator[Finding]:
    for action in counts.overdue(data):
        if not action.proposed_due:
            message = (
                f"“{action.title}” was due on {full_date(action.due)}, and no new date has been asked for."
            )
            yield _of_action("overdue-without-date", action, message)


def _not_updated(data: PaperData) -> Iterator[Finding]:
    for action in counts.not_updated(data):
        day = full_date(data.dates["ratings"])
        told = f"was last updated as at {full_date(action.rated_on)}" if action.rated_on else "has no update"
        message = f"“{action.title}” {told}, more than {counts.FRESH_DAYS} days before {day}."
        yield _of_action("not-updated", action, message)


def _unrated(data: PaperData) -> Iterator[Finding]:
    for action in counts.rated(data.plan.actions, ""):
        yield _of_action("not-rated", action, f"“{action.title}” has no progress rating.")


def _done_without_evidence(data: PaperData) -> Iterator[Finding]:
    if not data.plan.needs_evidence:
        return
    for action in data.plan.actions:
        if counts.meaning(data, action) == ProgressMeaning.DONE and not action.evidence_accepted_on:
            message = f"“{action.title}” counts as done, and no evidence of it has been accepted."
            yield _of_action("done-without-evidence", action, message)


# Feedback


def _feedback_consent(data: PaperData) -> Iterator[Finding]:
    without = [row for row in data.highlights if row.kind == "feedback" and not row.consent_given]
    if without:
        told = counted(len(without), "piece of feedback has", "pieces of feedback have")
        message = f"{told.capitalize()} no consent recorded and will not be printed."
        heading = kind_of(data.kind).section("feedback").heading
        yield Finding(WARNING, "feedback-without-consent", heading, message, "improvement:highlight-list")


# Posts and money


def _posts(data: PaperData) -> Iterator[Finding]:
    for post in data.posts:
        view, pk = (
            ("workforce:post-detail", post.post_pk) if post.is_post else ("finance:line-detail", post.line_pk)
        )
        if NO_NEWS in post.sentence:
            message = f"{post.label} was approved, and there is no news of it to report."
            yield Finding(WARNING, "post-not-mentioned", post.label, message, view, (pk or 0,))
        if not post.plan_reference:
            message = f"{post.label} has no reference to the plan."
            yield Finding(WARNING, "post-without-reference", post.label, message, view, (pk or 0,))


def _blank_months(data: PaperData) -> Iterator[Finding]:
    for line in data.spend.lines:
        if line.blank_months:
            months = listed(month_name(month) for month in line.blank_months)
            yield _in_spend(data, "spend-blank", f"{line.code} {line.name}: nothing is entered for {months}.")
    entered = [month.month for month in data.spend.months if month.actual is not None]
    if data.spend.lines and data.spend.through not in entered:
        through = month_name(data.spend.through)
        yield _in_spend(
            data, "spend-not-entered", f"The paper says spend to {through}, and none is entered for it."
        )


def _open_months(data: PaperData) -> Iterator[Finding]:
    """Spend through a month that finance has not closed may change after members have read it."""
    if data.spend.lines and data.spend.open_months:
        names = listed(month_name(month) for month in data.spend.open_months)
        message = f"The paper says spend to {month_name(data.spend.through)}, and not closed yet: {names}."
        yield _in_spend(data, "spend-open", message)


def _parts(data: PaperData) -> Iterator[Finding]:
    """Whatever the paper shows in parts must come to the whole it shows."""
    for post in data.posts:
        if post.is_post and sum(post.states.values()) != post.number:
            message = f"{post.label}: its positions add up to {sum(post.states.values())}, not {post.number}."
            view, pk = "workforce:post-detail", post.post_pk or 0
            yield Finding(WARNING, "parts-do-not-sum", post.label, message, view, (pk,))
    by_month = sum((month.actual or Decimal(0) for month in data.spend.months), Decimal(0))
    if by_month != data.spend.year_to_date:
        message = f"The months of the year add up to {pounds(by_month)}, the lines to "
        yield _in_spend(data, "parts-do-not-sum", f"{message}{pounds(data.spend.year_to_date)}.")


def _stated_totals(data: PaperData) -> Iterator[Finding]:
    for total in data.stated:
        if total.stated != total.printed:
            yield _stated(total, f"its rows add up to {pounds(total.printed)}")
        elif abs(total.stated - total.computed) >= 1:
            yield _stated(total, f"the record comes to {pounds(total.computed)}")


def _stated(total: StatedTotal, found: str) -> Finding:
    message = f"{total.table}, {total.column}: {pounds(total.stated)} is stated, and {found}."
    return Finding(
        WARNING, "stated-total", total.source, message, "finance:stated-table-detail", (total.table_pk,)
    )


def _overspent(data: PaperData) -> Iterator[Finding]:
    if data.spend.authorised and data.spend.to_date > data.spend.authorised:
        message = f"{pounds(data.spend.to_date)} is spent of {pounds(data.spend.authorised)} authorised."
        yield _in_spend(data, "beyond-authority", message)


_CHECKS: tuple[Callable[[PaperData], Iterator[Finding]], ...] = (
    _unknown_figures,
    _recommendation,
    _exempt_content,
    _too_long,
    _typed_numbers,
    _missing_parts,
    _dates,
    _without_narrative,
    _overdue_without_date,
    _not_updated,
    _unrated,
    _done_without_evidence,
    _feedback_consent,
    _posts,
    _blank_months,
    _open_months,
    _parts,
    _stated_totals,
    _overspent,
    checks_of_scorecard.scorecard,
)
