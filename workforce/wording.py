"""The sentence of a row of the recruitment table, made from where its positions stand (document 001,
paragraph 32). Pure: the same facts always give the same words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from core.dates import full_date, month_name
from workforce.models import Cover, FundedPost
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
class Ended:
    """From which day the whole post is no more, and why."""

    on: date
    why: str


@dataclass(frozen=True)
class RowFacts:
    """What one row's sentence is made from. `standings` has one for each position, `quiet` counts those
    without cover among the positions that have no news; of an ended post only `ended` is told."""

    number: int
    noun: str
    planned_start: date | None
    day: date
    standings: Sequence[Standing] = ()
    cover: Sequence[CoverInPlace] = ()
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
    if facts.planned_start and facts.planned_start > facts.day and not _under_way(facts):
        clauses.append(f"starts {month_name(facts.planned_start)}")
    elif facts.quiet and clauses:
        clauses.append(facts.counted(facts.quiet, "with no recruitment news"))
    if not clauses:
        return NO_NEWS
    return " ".join(map(_sentence, ["; ".join(clauses), *_notes(facts)]))


def _under_way(facts: RowFacts) -> bool:
    return bool(facts.cover or facts.of_kind(Kind.IN_POST, Kind.APPOINTED, *FINISHED))


def _in_post(facts: RowFacts) -> Iterator[str]:
    found = facts.of_kind(Kind.IN_POST)
    if found:
        since = {standing.starts_on or standing.on for standing in found}
        only = since.pop() if len(since) == 1 else None
        words = f"in post since {full_date(only)}" if only and facts.number == 1 else "in post"
        if all(standing.contract == FundedPost.Contract.AGENCY for standing in found):
            words += " on an agency basis"
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
    if standing.starts_on is None:
        return ""
    start = full_date(standing.starts_on)
    if standing.start_unconfirmed(facts.day):
        due = f"was due to start {start}, not yet confirmed"
        return f"; {due}" if facts.number == 1 else f" ({due})"
    return f" from {start}" if standing.on and standing.starts_on <= standing.on else f", starting {start}"


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
        again = any(one.readvertised and one.on_new_terms for one in alike)
        lead = "readvertised as" if again else "terms changed to"
        words = f"{lead} {contract_name(terms)} because {_bare(reason)}"
        advertised = sum(1 for one in alike if one.kind in ADVERTS)
        yield words if count == facts.number or not advertised else facts.counted(advertised, words)


def _adverts(facts: RowFacts) -> Iterator[str]:
    # A readvertisement on new terms has been told with its reason.
    found = [one for one in facts.of_kind(*ADVERTS) if not (one.readvertised and one.on_new_terms)]
    for words, count in Counter(_advert_words(one, facts.day) for one in found).items():
        yield facts.counted(count, words)


def _advert_words(standing: Standing, day: date) -> str:
    closed = standing.closes_on is not None and standing.closes_on < day
    words = "readvertised" if standing.readvertised else "advertised"
    if standing.readvertised or not closed:
        words = f"being {words}"
    if standing.closes_on is None:
        return words
    return f"{words} (advert {'closed' if closed else 'closes'} {full_date(standing.closes_on)})"


def _chosen(facts: RowFacts) -> Iterator[str]:
    for kind, words in ((Kind.SHORTLISTED, "shortlisted"), (Kind.INTERVIEWED, "interviewed")):
        if count := len(facts.of_kind(kind)):
            yield facts.counted(count, words)


def _withdrew(facts: RowFacts) -> Iterator[str]:
    withdrawals = Counter((one.on, _bare(one.note)) for one in facts.of_kind(Kind.CANDIDATE_WITHDREW))
    for (day, reason), count in withdrawals.items():
        noun = "candidate" if count == 1 else "candidates"
        on = f" on {full_date(day)}" if day else ""
        yield facts.counted(count, f"{noun} withdrew{on}{f' ({reason})' if reason else ''}")


def _left(facts: RowFacts) -> Iterator[str]:
    leavers = Counter((one.on, _bare(one.note)) for one in facts.of_kind(Kind.LEFT))
    for (day, reason), count in leavers.items():
        on = f" on {full_date(day)}" if day else ""
        yield facts.counted(count, f"left{on}{f' ({reason})' if reason else ''}")


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
    agency = " on an agency basis" if standing.contract == FundedPost.Contract.AGENCY else ""
    return f"recruited{agency}, now no longer additional"


_PARTS = (
    _in_post,
    _appointed,
    _covered,
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
    text = _bare(text)
    return f"{text[:1].upper()}{text[1:]}."


def _bare(text: str) -> str:
    return text.strip().rstrip(".;")


def quiet_positions(standings: Iterable[tuple[Standing, bool]]) -> int:
    """How many positions have neither news nor cover, from (standing, whether covered)."""
    return sum(1 for standing, covered in standings if standing.kind in (None, Kind.APPROVED) and not covered)
