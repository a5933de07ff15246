"""The terms of a funding decision: its words, approvals, sources and tranches, as they stand or as they were known.

Every change of them is kept whole (`DecisionTerms`), so that a page of a past day shows what was written down then.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Self, get_args, get_type_hints

from core.words import listed
from finance.figures import NIL
from finance.models import Approval, DecisionTerms, FundingDecision, FundingSource, Source, Tranche
from finance.models.decisions import last_of_all


class _Told:
    """What is read from its own JSON again, whatever a later version adds."""

    @classmethod
    def told(cls, said: Mapping[str, Any]) -> Self:
        """From JSON: dates as ISO text, sums as text."""
        hints = get_type_hints(cls)
        return cls(**{name: _value(hint, said[name]) for name, hint in hints.items() if name in said})


def _value(hint: Any, said: Any) -> Any:
    kinds = {hint, *get_args(hint)}
    if said is None:
        return None
    if date in kinds:
        return date.fromisoformat(said)
    return Decimal(said) if Decimal in kinds else said


@dataclass(frozen=True)
class ApprovalTerms(_Told):
    """One body's approval; without a day it has still to approve."""

    body: str = ""
    approved_on: date | None = None
    minute: str = ""

    def on(self, day: date) -> "ApprovalTerms":
        """As it stood on the day: an approval to come is none yet."""
        is_to_come = self.approved_on is not None and self.approved_on > day
        return ApprovalTerms(self.body) if is_to_come else self


@dataclass(frozen=True)
class SourceTerms(_Told):
    """A sum (pounds) the decision is paid from."""

    kind: str = ""
    name: str = ""
    amount: Decimal = NIL
    is_recurring: bool = False
    balance: Decimal | None = None
    balance_on: date | None = None
    ends_on: date | None = None

    def __str__(self) -> str:
        return f"{self.kind_words}: {self.name}" if self.name else self.kind_words

    @property
    def kind_words(self) -> str:
        """`Diverted growth`."""
        return str(Source(self.kind).label)


@dataclass(frozen=True)
class TrancheTerms(_Told):
    """A part of the decision, in pounds; `pk` is that of the tranche the lines name."""

    pk: int = 0
    number: int = 0
    amount: Decimal = NIL
    available_from: date | None = None
    drawn_on: date | None = None
    drawn_by: str = ""
    brought_forward: Decimal = NIL
    brought_forward_on: date | None = None
    brought_forward_note: str = ""

    def on(self, day: date) -> "TrancheTerms":
        """As it stood on the day: what was drawn or brought forward after it was not yet."""
        now = self
        if now.drawn_on and now.drawn_on > day:
            now = replace(now, drawn_on=None, drawn_by="")
        if now.brought_forward_on and now.brought_forward_on > day:
            now = replace(now, brought_forward=NIL, brought_forward_on=None, brought_forward_note="")
        return now

    @property
    def is_drawn(self) -> bool:
        return self.drawn_on is not None

    @property
    def drawn(self) -> Decimal:
        """What of it may be spent already (document 003: £1m of £6.489m before it was drawn down)."""
        return self.amount if self.is_drawn else self.brought_forward


@dataclass(frozen=True)
class Terms(_Told):
    """All that is told of a decision beside its sum, which has a ledger of its own."""

    title: str = ""
    plan: str = ""
    already_in_budget: Decimal = NIL
    delegation: str = ""
    delegated_to: str = ""
    delegated_with: str = ""
    delegated_up_to: Decimal | None = None
    conditions: str = ""
    wards: int | None = None
    is_key: bool | None = None
    key_reasons: str = ""
    key_decided_by: str = ""
    approvals: tuple[ApprovalTerms, ...] = field(default=())
    sources: tuple[SourceTerms, ...] = field(default=())
    tranches: tuple[TrancheTerms, ...] = field(default=())

    @classmethod
    def told(cls, said: Mapping[str, Any]) -> Self:
        """From the JSON of `DecisionTerms`."""
        parts = {
            "approvals": tuple(ApprovalTerms.told(each) for each in said.get("approvals", ())),
            "sources": tuple(SourceTerms.told(each) for each in said.get("sources", ())),
            "tranches": tuple(TrancheTerms.told(each) for each in said.get("tranches", ())),
        }
        words = super().told({name: value for name, value in said.items() if name not in parts})
        return replace(words, **parts)  # type: ignore[arg-type]

    def on(self, day: date | None) -> "Terms":
        """As they stood on a day (None: today): approvals, drawings and early releases after it were to come."""
        if day is None:
            return self
        approvals = tuple(each.on(day) for each in self.approvals)
        return replace(self, approvals=approvals, tranches=tuple(each.on(day) for each in self.tranches))

    @property
    def effective_on(self) -> date | None:
        """The day of the last approval; None until every body of the sequence has approved."""
        return last_of_all([approval.approved_on for approval in self.approvals])

    @property
    def source_words(self) -> str:
        """`Reserve` or `Growth and base budget`: where the sum comes from, in a few words."""
        return listed(source.kind_words for source in self.sources).capitalize()


_TAKEN_AS_THEY_ARE = (
    "title",
    "already_in_budget",
    "delegation",
    "delegated_to",
    "delegated_with",
    "delegated_up_to",
    "conditions",
    "wards",
    "is_key",
    "key_reasons",
)


def terms_now(decision: FundingDecision) -> Terms:
    """What the rows of a decision say today; read it `with_authority()`."""
    return Terms(
        **{name: getattr(decision, name) for name in _TAKEN_AS_THEY_ARE},
        plan=decision.plan.title if decision.plan else "",
        key_decided_by=str(decision.key_decided_by or ""),
        approvals=tuple(_taken(ApprovalTerms, each) for each in decision.approvals.all()),
        sources=tuple(_taken(SourceTerms, each) for each in decision.sources.all()),
        tranches=tuple(_taken(TrancheTerms, each) for each in decision.tranches.all()),
    )


def _taken(kind: Any, row: Approval | FundingSource | Tranche) -> Any:
    return kind(**{each.name: getattr(row, each.name) for each in fields(kind)})


def terms_of(
    decisions: Sequence[FundingDecision], day: date | None = None, known_at: datetime | None = None
) -> dict[int, Terms]:
    """The terms of each decision by its id as they held on `day`, known by a moment; without either what the rows
    say. One that was not written down yet has its title and no more. One query, or none."""
    if day is None and known_at is None:
        return {decision.pk: terms_now(decision) for decision in decisions}
    held = DecisionTerms.objects.by_decision(decisions, day, known_at)
    return {
        decision.pk: Terms.told(held[decision.pk]).on(day)
        if decision.pk in held
        else Terms(title=decision.title)
        for decision in decisions
    }
