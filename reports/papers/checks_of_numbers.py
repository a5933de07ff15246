"""Numbers typed where a live figure could stand: they equal it today, or contradict it already."""

import re
from collections.abc import Iterator, Mapping

from reports.papers.data import PaperData
from reports.papers.figure import Figure
from reports.papers.figures import figures, without_references
from reports.papers.finding import WARNING, Finding
from reports.papers.places import in_section
from reports.papers.sums import PERCENT, sums
from reports.papers.written import sentence_with

_NOTABLE = 1000
_TEENS = ("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
_TO_TWELVE = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WORDS = (*_TO_TWELVE, *_TEENS)
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})*|{'|'.join(_WORDS)})"
# What may stand between the number and its noun: `84 of the agreed actions`.
_BETWEEN = r"(?: (?:of (?:the|these|our) )?(?:[a-z-]+ ){0,2}?| of the (?:[a-z-]+ )?)"
# A live figure, and the words a number has beside it; the first that fits a place is the one that is meant.
_NOUNS: tuple[tuple[str, str], ...] = (
    ("actions.overdue", r"(?:overdue|late) actions|actions (?:\w+ ){0,2}?(?:overdue|past their date)"),
    (
        "actions.complete",
        r"(?:complete|completed|finished) actions|actions (?:\w+ ){0,2}?(?:complete|completed|done)\b",
    ),
    ("actions.done_awaiting_evidence", r"actions (?:\w+ ){0,2}?awaiting (?:their )?evidence"),
    ("actions.on_track", r"actions (?:\w+ ){0,2}?on track"),
    ("actions.at_risk", r"actions (?:\w+ ){0,2}?at risk"),
    ("actions.off_track", r"actions (?:\w+ ){0,2}?off track"),
    ("actions.not_started", r"actions (?:\w+ ){0,2}?not (?:yet )?started"),
    ("actions.under_review", r"new dates (?:\w+ ){0,2}?under review"),
    ("actions.total", r"actions\b"),
    ("sections.total", r"(?:plan areas|areas of the plan|sections of the plan)\b"),
    ("posts.in_post", r"(?:posts|people|workers) (?:\w+ ){0,2}?in post\b"),
    ("posts.vacant", r"vacant posts|posts (?:\w+ ){0,2}?vacant\b"),
    ("posts.approved", r"(?:approved|additional|funded) posts|posts (?:\w+ ){0,2}?approved\b"),
    ("risks.total", r"risks on (?:the|its) register"),
    ("measures.off_target", r"measures (?:\w+ ){0,2}?off target"),
    ("measures.met", r"measures (?:\w+ ){0,2}?(?:met|meet) (?:their|its) target"),
    ("measures.total", r"measures on the scorecard"),
    ("audits.cases", r"(?:cases audited|audited cases|audits)\b"),
    ("drawdown.lines", r"(?:budget )?lines\b"),
    ("costings.post_rows", r"rows of posts\b"),
    ("capacity.teams", r"teams\b"),
)


def typed_sums(data: PaperData) -> Iterator[Finding]:
    """Money of £1,000 or more, and percentages, typed where a live figure could stand."""
    known = {figure.value: figure.name for figure in figures(data).values()}
    for words in data.narratives:
        typed = without_references(words.body)
        found = [(one.text, one.start) for one in sums(typed) if one.amount >= _NOTABLE]
        found += [(one[0], one.start()) for one in PERCENT.finditer(typed)]
        for number, start in {number: (number, start) for number, start in reversed(found)}.values():
            live = known.get(number.replace(" ", ""))
            what = f"use {{{{ {live} }}}}, which says the same" if live else "check it, or use a live figure"
            message = f"“{number.strip()}” is typed and will not change with the record: {what}."
            about = f"{sentence_with(typed, start)} – {number}"
            yield in_section(data, WARNING, "typed-number", words, message, about)


def typed_counts(data: PaperData) -> Iterator[Finding]:
    """A number with a live figure's noun beside it: “84 actions” beside `actions.total`."""
    known = figures(data)
    nouns = [(name, _with_number(noun)) for name, noun in _NOUNS if name in known]
    for words in data.narratives:
        typed = without_references(words.body)
        taken: set[int] = set()
        for name, pattern in nouns:
            for found in pattern.finditer(typed):
                if found.start() in taken:
                    continue
                taken.add(found.start())
                if what := _compared(found["number"], known[name], known):
                    message = f"“{found[0]}” is typed {what}"
                    about = f"{sentence_with(typed, found.start())} – {message}"
                    yield in_section(data, WARNING, "typed-number", words, message, about)


def _with_number(noun: str) -> "re.Pattern[str]":
    return re.compile(rf"(?<![\w.,£/-]){_NUMBER}{_BETWEEN}(?:{noun})", re.IGNORECASE)


def _compared(typed: str, figure: Figure, known: Mapping[str, Figure]) -> str:
    """Equal or contradicting; a number written as a word is told only where it is a figure's very own."""
    is_word = not typed[0].isdigit()
    number = str(_WORDS.index(typed.lower()) + 2) if is_word else typed.replace(",", "")
    family = figure.name.split(".")[0]
    alike = [figure, *(one for name, one in known.items() if name.split(".")[0] == family)]
    same = next((one.name for one in alike if one.value == number), None)
    if same:
        return f"and will not change with the record: use {{{{ {same} }}}}, which says the same."
    if is_word:
        return ""
    return f"where the record has {figure.value}: use {{{{ {figure.name} }}}}, or say which are meant."
