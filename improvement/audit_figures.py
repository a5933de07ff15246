"""The figures of practice audits, in words. Pure functions."""

from collections.abc import Iterable
from dataclasses import dataclass

from improvement.models import Audit
from improvement.models.audits import GRADES

# Of fewer cases a percentage would say more than is known (product description, “Practice audit”).
FEWEST_FOR_A_PERCENTAGE = 20


@dataclass(frozen=True)
class AuditTotals:
    """Cases by grade over several rounds, how many were moderated, and with how many the moderator agreed."""

    outstanding: int
    good: int
    requires_improvement: int
    inadequate: int
    cases: int
    moderated: int
    agreed: int

    @property
    def moderated_words(self) -> str:
        return share(self.moderated, self.cases)

    @property
    def agreed_words(self) -> str:
        return share(self.agreed, self.moderated)

    @property
    def good_or_better_words(self) -> str:
        return share(self.outstanding + self.good, self.cases)


def totals(audits: Iterable[Audit]) -> AuditTotals:
    """The sums over rounds that carry the facts of `AuditQuerySet.as_at`."""
    rounds = list(audits)
    sums = {
        name: sum(getattr(one, name) for one in rounds) for name in (*GRADES, "cases", "moderated", "agreed")
    }
    return AuditTotals(**sums)


def share(number: int, of: int) -> str:
    """`5 of 6`; from twenty on also as a percentage: `11 of 22 (50%)`."""
    if of < FEWEST_FOR_A_PERCENTAGE:
        return f"{number} of {of}"
    return f"{number} of {of} ({(200 * number + of) // (2 * of)}%)"
