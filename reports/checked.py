"""The findings of a paper as its pages show them: what stops it, what nobody has answered, and what has a reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import Council
from reports.models import Paper, Reason
from reports.papers.checks import check
from reports.papers.collect_known import known_of
from reports.papers.finding import Finding
from reports.papers.locking import collect_for_paper
from reports.papers.titles_of_checks import title_of
from reports.services.deadlines import what_stops


@dataclass(frozen=True)
class Shown:
    """A finding, the address where it is put right, and the reason that answers it."""

    finding: Finding
    url: str
    reason: Reason | None = None


@dataclass(frozen=True)
class Sort:
    """The unanswered warnings of one check, so that one reason can be given for all of them."""

    code: str
    title: str
    rows: tuple[Shown, ...]


@dataclass(frozen=True)
class Checked:
    """What the checks found of a paper today."""

    blockers: tuple[Shown, ...]
    unanswered: tuple[Shown, ...]
    answered: tuple[Shown, ...]

    @property
    def warnings(self) -> tuple[Shown, ...]:
        return (*self.unanswered, *self.answered)

    @property
    def is_ready(self) -> bool:
        return not self.blockers

    @property
    def sorts(self) -> list[Sort]:
        """The unanswered by check, in the order of the first of each."""
        by_code: dict[str, list[Shown]] = {}
        for one in self.unanswered:
            by_code.setdefault(one.finding.code, []).append(one)
        return [Sort(code, title_of(code), tuple(rows)) for code, rows in by_code.items()]


def checked(paper: Paper) -> Checked:
    """The findings of a paper as it stands, each with the reason that stands for it."""
    found = check(collect_for_paper(paper).data, known_of(paper.council))
    return answered(paper.council, (*what_stops(paper), *found))


def answered(council: Council, findings: Iterable[Finding]) -> Checked:
    found = tuple(findings)
    reasons = {one.digest: one for one in Reason.objects.answering(council, {each.digest for each in found})}
    shown = [Shown(one, one.url(council.slug), reasons.get(one.digest)) for one in found]
    warnings = [one for one in shown if not one.finding.is_blocker]
    return Checked(
        blockers=tuple(one for one in shown if one.finding.is_blocker),
        unanswered=tuple(one for one in warnings if one.reason is None),
        answered=tuple(one for one in warnings if one.reason),
    )
