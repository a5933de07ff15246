"""What a paper knows of caseloads and of the posts asked for because of them: frozen dataclasses (document 002).
FTE are Decimal full-time equivalents, money is Decimal pounds."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NIL = Decimal(0)


@dataclass(frozen=True)
class TeamRow:
    """A team's workload in `month` (its first day); None is not recorded, and 0 over is within capacity."""

    name: str
    month: date
    cases: int | None
    fte: Decimal | None
    average: Decimal | None
    over: int | None
    is_fte_ours: bool = False


@dataclass(frozen=True)
class ProposedPost:
    """A row of posts asked for; `is_compared` says whether the caseload standard is about it."""

    pk: int
    role: str
    where: str
    number: int
    fte: Decimal
    rationale: str
    is_compared: bool = False


@dataclass(frozen=True)
class StandardRow:
    """How much one person should hold: from `low` to `high` of what it counts."""

    applies_to: str
    counts: str
    low: int
    high: int
    source: str


@dataclass(frozen=True)
class ServiceRow:
    """A service or team that posts are asked for: its workload, the posts it needs at both ends of the standard
    with the steps, and how those asked for differ. Without readings it has posts alone."""

    name: str
    teams: tuple[TeamRow, ...] = ()
    standard: StandardRow | None = None
    need: str = ""
    steps: tuple[str, ...] = ()
    compared_fte: Decimal = NIL
    difference: str = ""
    unlike: str = ""
    posts: tuple[ProposedPost, ...] = ()

    @property
    def over(self) -> int | None:
        """Cases over capacity in all its teams; None where a team's are not recorded."""
        known = [team.over for team in self.teams if team.over is not None]
        return sum(known) if self.teams and len(known) == len(self.teams) else None

    @property
    def fte(self) -> Decimal:
        """FTE asked for, in every role."""
        return sum((post.fte for post in self.posts), NIL)


@dataclass(frozen=True)
class CostLine:
    """A line of the sum asked for; `is_posts` says whether it pays for people."""

    pk: int
    name: str
    amount: Decimal
    is_posts: bool


@dataclass(frozen=True)
class MoneySource:
    label: str
    amount: Decimal
    is_recurring: bool


@dataclass(frozen=True)
class Capacity:
    """The services in order, and what is asked for: gross, what the budget already holds, and the sources."""

    services: tuple[ServiceRow, ...]
    standards: tuple[StandardRow, ...]
    lines: tuple[CostLine, ...] = ()
    gross: Decimal = NIL
    already_in_budget: Decimal = NIL
    sources: tuple[MoneySource, ...] = ()

    @property
    def posts(self) -> tuple[ProposedPost, ...]:
        return tuple(post for service in self.services for post in service.posts)

    @property
    def fte(self) -> Decimal:
        return sum((post.fte for post in self.posts), NIL)

    @property
    def net(self) -> Decimal:
        return self.gross - self.already_in_budget

    @property
    def funds(self) -> tuple[CostLine, ...]:
        """What is asked for besides posts: legal costs, experts, a fund."""
        return tuple(line for line in self.lines if not line.is_posts)

    @property
    def unallocated(self) -> Decimal:
        """What of the gross sum no line has."""
        return self.gross - sum((line.amount for line in self.lines), NIL)


def fte(amount: Decimal) -> str:
    """`4.0`, `0.5`, `0.75`: one place behind the point, or two where it takes two."""
    exact = amount.quantize(Decimal("0.1")) == amount
    return f"{amount:.1f}" if exact else f"{amount:.2f}"


def in_fte(amount: Decimal) -> str:
    """`4.0 FTE`."""
    return f"{fte(amount)} FTE"
