"""The sentence of a row of the recruitment table, made from where its positions stand (document 001,
paragraph 32). Pure: the same facts always give the same words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import full_date, month_name
from workforce.models import Cover, FundedPost
from workforce.reasons import bare, because, within
from workforce.states import ADVERTS, FINISHED, Kind, Standing, contract_name

NO_NEWS = "Approved; no recruitment news recorded."
_COVERED_BY = {
    Cover.Kind.AGENCY: "covered by agency",
    Cover.Kind.SECONDMENT: "filled by secondment",
    Cover.Kind.ACTING_UP: "covered by acting up",
    Cover.Kind.BANK: "covered by bank staff",
}
_COVERING = {
    Cover.Kind.AGENCY: "agency",
    Cover.Kind.SECONDMENT: "seconded",
    Cover.Kind.ACTING_UP: "acting",
    Cover.Kind.BANK: "bank",
}
_COVER_WAS = {
    Cover.Kind.AGENCY: "agency cover",
    Cover.Kind.SECONDMENT: "secondment",
    Cover.Kind.ACTING_UP: "acting up",
    Cover.Kind.BANK: "bank cover",
}


@dataclass(frozen=True)
class CoverInPlace:
    """Cover on the day of the sentence: how many people of which kind do the work of how many positions."""

    kind: str
    headcount: int
    positions: int
    started_on: date
    note: str = ""

    @property
    def needs_explaining(self) -> bool:
        return bool(self.note) and (self.headcount != self.positions or self.kind != Cover.Kind.AGENCY)


@dataclass(frozen=True)
class CoverOver:
    """Cover that ended by the day of the sentence, and how many positions it left to nobody."""

    kind: str
    positions: int
    ended_on: date


@dataclass(frozen=True)
class Ended:
    """From which day the whole post is no more, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class RowFacts:
    """What one row's sentence is made from. `standings` has one for each position, `quiet` counts those
    without cover among the positions that have no news, `cover_over` is what ended and left them to nobody; of an
    ended post only `ended` is told."""

    number: int
    noun: str
    planned_start: date | None
    day: date
    standings: Sequence[Standing] = ()
    cover: Sequence[CoverInPlace] = ()
    cover_over: Sequence[CoverOver] = ()
    quiet: int = 0
    ended: Ended | None = None

    def of_kind(self, *kinds: Kind) -> list[Standing]:
        return [standing for standing in self.standings if standing.kind in kinds]

    def counted(self, count: int, words: str, *, of: bool = False) -> str:
        """`words` alone when the row is of one, else `2 words` or `2 of 6 words`."""
        if self.number == 1:
            return words
        return f"{count} of {self.number} {words}" if of else f"{count} {words}"


def row_sentence(facts: RowFacts) -> str:
    """One sentence of clauses, and after it whatever notes explain it."""
    if facts.ended:
        return " ".join(
            map(_sentence, filter(None, [f"ended on {full_date(facts.ended.on)}", facts.ended.why]))
        )
    clauses = [clause for part in _PARTS for clause in part(facts)]
    clauses += _nothing_told(facts, is_all=not clauses)
    if not clauses:
        return NO_NEWS
    return " ".join(map(_sentence, ["; ".join(clauses), *_notes(facts)]))


def _nothing_told(facts: RowFacts, *, is_all: bool) -> Iterator[str]:
    """Of the positions without news: that they are not due, or that there is none."""
    if facts.planned_start and facts.planned_start > facts.day:
        month = month_name(facts.planned_start)
        if not _under_way(facts):
            yield f"starts {month}"
        elif facts.quiet:
            yield facts.counted(facts.quiet, f"due to start {month}")
    elif facts.quiet and not is_all:
        other = "other " if any(map(_is_quiet_on_terms, facts.standings)) else ""
        news = f"no {other}recruitment news"
        yield news if facts.number == 1 else f"{facts.quiet} with {news}"


def _is_quiet_on_terms(standing: Standing) -> bool:
    return standing.kind == Kind.APPROVED and bool(standing.new_terms)


def _under_way(facts: RowFacts) -> bool:
    return bool(facts.cover or facts.of_kind(Kind.IN_POST, Kind.APPOINTED, Kind.LEFT, *FINISHED))


_ON_AGENCY = " on an agency basis"


def _is_agency(standing: Standing) -> bool:
    return standing.contract == FundedPost.Contract.AGENCY


def _in_post(facts: RowFacts) -> Iterator[str]:
    found = facts.of_kind(Kind.IN_POST)
    if found:
        since = {standing.starts_on or standing.on for standing in found}
        only = since.pop() if len(since) == 1 else None
        words = f"in post since {full_date(only)}" if only and facts.number == 1 else "in post"
        from_agency = sum(map(_is_agency, found))
        if from_agency:
            words += _ON_AGENCY if from_agency == len(found) else f" ({from_agency}{_ON_AGENCY})"
        yield facts.counted(len(found), words, of=True)


def _appointed(facts: RowFacts) -> Iterator[str]:
    starts = Counter(_start_words(standing, facts) for standing in facts.of_kind(Kind.APPOINTED))
    for words, count in starts.items():
        yield facts.counted(count, f"appointed{words}", of=True)


def unconfirmed_words(standing: Standing, day: date) -> str:
    """`Was due to start 3 December 2024, not yet confirmed`, or nothing."""
    if standing.starts_on is None or not standing.start_unconfirmed(day):
        return ""
    return f"Was due to start {full_date(standing.starts_on)}, not yet confirmed"


def _start_words(standing: Standing, facts: RowFacts) -> str:
    basis = _ON_AGENCY if _is_agency(standing) else ""
    if standing.starts_on is None:
        return basis
    start = full_date(standing.starts_on)
    if standing.start_unconfirmed(facts.day):
        due = f"was due to start {start}, not yet confirmed"
        return f"{basis}; {due}" if facts.number == 1 else f"{basis} ({due})"
    return f"{basis}, starting {start}"


def _covered(facts: RowFacts) -> Iterator[str]:
    for kind in dict.fromkeys(cover.kind for cover in facts.cover):
        alike = [cover for cover in facts.cover if cover.kind == kind]
        positions = sum(cover.positions for cover in alike)
        people = sum(cover.headcount for cover in alike)
        if people == positions:
            yield facts.counted(positions, _COVERED_BY[Cover.Kind(kind)]) + _since(facts, alike)
        else:
            noun = facts.noun if people == 1 else f"{facts.noun}s"
            words = f"covered by {people} {_COVERING[Cover.Kind(kind)]} {noun}"
            yield facts.counted(positions, words)


def _since(facts: RowFacts, alike: Sequence[CoverInPlace]) -> str:
    return f" since {full_date(alike[0].started_on)}" if facts.number == 1 else ""


def _cover_over(facts: RowFacts) -> Iterator[str]:
    for over in facts.cover_over:
        of = "" if facts.number == 1 else f" of {over.positions}"
        yield f"{_COVER_WAS[Cover.Kind(over.kind)]}{of} ended on {full_date(over.ended_on)}"


def _offered(facts: RowFacts) -> Iterator[str]:
    count = len(facts.of_kind(Kind.OFFERED))
    if count:
        yield facts.counted(count, f"offer{'' if count == 1 else 's'} awaiting reply")


# Once somebody has accepted, the terms they were sought on are history.
_SETTLED = FINISHED | {Kind.APPOINTED, Kind.IN_POST, Kind.LEFT}


def _new_terms(facts: RowFacts) -> Iterator[str]:
    """Of the positions still sought; how many of them are advertised so, where that is not the whole row. Those that
    have got further are told by themselves."""
    found = [one for one in facts.standings if one.new_terms and one.kind not in _SETTLED]
    told = Counter((one.new_terms, one.terms_reason) for one in found)
    for (terms, reason), count in told.items():
        alike = [one for one in found if (one.new_terms, one.terms_reason) == (terms, reason)]
        changed = f"{contract_name(terms)} {because(reason)}"
        is_whole = count == facts.number
        if any(one.readvertised and one.on_new_terms for one in alike):
            advertised = 0 if is_whole else sum(1 for one in alike if one.kind in ADVERTS)
            words = f"readvertised as {changed}{_still_open(alike, facts.day)}"
            yield f"{advertised} {words}" if advertised else words
        else:
            yield f"terms changed to {changed}" if is_whole else f"terms of {count} changed to {changed}"


def _still_open(alike: Iterable[Standing], day: date) -> str:
    """Until when their advert runs, where it is one."""
    closing = {one.closes_on for one in alike if one.kind in ADVERTS}
    only = closing.pop() if len(closing) == 1 else None
    return f" (advert closes {full_date(only)})" if only and only >= day else ""


def _adverts(facts: RowFacts) -> Iterator[str]:
    # A readvertisement on new terms has been told with its reason.
    found = [one for one in facts.of_kind(*ADVERTS) if not (one.readvertised and one.on_new_terms)]
    for words, count in Counter(_advert_words(one, facts.day) for one in found).items():
        yield facts.counted(count, words)


def _advert_words(standing: Standing, day: date) -> str:
    closed = standing.closes_on is not None and standing.closes_on < day
    words = "readvertised" if standing.readvertised else "advertised"
    # An advert whose own last day is over has run; one run after it without a day goes on.
    if not closed or standing.closing_is_earlier:
        words = f"being {words}"
    if standing.closes_on is None:
        return words
    return f"{words} (advert {'closed' if closed else 'closes'} {full_date(standing.closes_on)})"


def _chosen(facts: RowFacts) -> Iterator[str]:
    for kind, words in ((Kind.SHORTLISTED, "shortlisted"), (Kind.INTERVIEWED, "interviewed")):
        if count := len(facts.of_kind(kind)):
            yield facts.counted(count, words)


def _withdrew(facts: RowFacts) -> Iterator[str]:
    withdrawals = Counter((one.on, within(one.note)) for one in facts.of_kind(Kind.CANDIDATE_WITHDREW))
    for (day, reason), count in withdrawals.items():
        noun = "candidate" if count == 1 else "candidates"
        on = f" on {full_date(day)}" if day else ""
        yield facts.counted(count, f"{noun} withdrew{on}{f' ({reason})' if reason else ''}")


def _left(facts: RowFacts) -> Iterator[str]:
    leavers = Counter((one.on, within(one.note)) for one in facts.of_kind(Kind.LEFT))
    for (day, reason), count in leavers.items():
        on = f" on {full_date(day)}" if day else ""
        who = "postholder" if count == 1 else "postholders"
        yield facts.counted(count, f"{who} left{on}{f' ({reason})' if reason else ''}")


def _finished(facts: RowFacts) -> Iterator[str]:
    for words, count in Counter(map(_finished_words, facts.of_kind(*sorted(FINISHED)))).items():
        began = words.startswith("recruited")
        yield (
            words
            if count == facts.number and not began
            else facts.counted(count, words, of=count < facts.number)
        )


def _finished_words(standing: Standing) -> str:
    """Three advisers who were recruited add nothing once they stand in for others (document 001, paragraph 32)."""
    if standing.kind == Kind.WITHDRAWN:
        return "withdrawn"
    if not standing.had_started:
        return "no longer additional"
    return f"recruited{_ON_AGENCY if _is_agency(standing) else ''}, now no longer additional"


_PARTS = (
    _in_post,
    _appointed,
    _covered,
    _cover_over,
    _offered,
    _new_terms,
    _adverts,
    _chosen,
    _withdrew,
    _left,
    _finished,
)


def _notes(facts: RowFacts) -> list[str]:
    """What the clauses leave unsaid: why posts no longer count, what odd cover amounts to, who pays."""
    finished = [one.note for one in facts.of_kind(*FINISHED) if one.note]
    cover = [cover.note for cover in facts.cover if cover.needs_explaining]
    in_post = [one.note for one in facts.of_kind(Kind.IN_POST) if one.note and facts.number == 1]
    return list(dict.fromkeys([*in_post, *cover, *finished]))


def _sentence(text: str) -> str:
    text = bare(text)
    return f"{text[:1].upper()}{text[1:]}."


def quiet_positions(standings: Iterable[tuple[Standing, bool]]) -> int:
    """How many positions have neither news nor cover, from (standing, whether covered)."""
    return sum(1 for standing, covered in standings if standing.kind in (None, Kind.APPROVED) and not covered)


def has_nobody_since(standing: Standing, day: date) -> bool:
    """Whether a position whose cover ended on `day` still has nobody, and is still to have somebody."""
    if standing.kind in FINISHED | {Kind.APPOINTED, Kind.IN_POST}:
        return False
    # Somebody was in it: cover before they left is of another time.
    return not standing.had_started or (
        standing.kind == Kind.LEFT and standing.on is not None and standing.on <= day
    )
