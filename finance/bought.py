"""What the money bought: the cost of each plan area beside its measures, then and now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from accounts.models import Council
from core.ledger import AsAt
from finance.figures import NIL
from finance.grid import lines_of
from finance.models import BudgetLine, BudgetMovement, SpendEntry
from improvement.models import Measure, Reading, Section
from improvement.scorecard import distance, shown


@dataclass(frozen=True)
class MeasureThenNow:
    """A measure when the money was decided and on the day asked for; `better` None where neither can be said."""

    measure: Measure
    then: Reading | None
    now: Reading | None

    @property
    def then_words(self) -> str:
        return shown(self.then.value, self.measure.unit) if self.then else "No reading"

    @property
    def now_words(self) -> str:
        return shown(self.now.value, self.measure.unit) if self.now else "No reading"

    @property
    def moved(self) -> Decimal:
        return self.now.value - self.then.value if self.then and self.now else NIL

    @property
    def better(self) -> bool | None:
        if not self.moved or self.measure.polarity == Measure.Polarity.NEITHER:
            return None
        return (self.moved > 0) == (self.measure.polarity == Measure.Polarity.HIGHER)

    @property
    def verdict(self) -> str:
        """`Better by 4 percentage points`, in words that need no colour."""
        if self.then is None or self.now is None or self.then == self.now:
            return "Too early to say"
        if not self.moved:
            return "The same"
        by = distance(abs(self.moved), self.measure.unit)
        word = {True: "Better", False: "Worse", None: "Up" if self.moved > 0 else "Down"}[self.better]
        return f"{word} by {by}"


@dataclass(frozen=True)
class AreaCost:
    """The lines that cite the same plan areas, with what they may cost, have cost, and what changed since."""

    sections: tuple[Section, ...]
    lines: tuple[BudgetLine, ...]
    budget: Decimal
    year_budget: Decimal
    spent: Decimal
    committed: Decimal
    measures: tuple[MeasureThenNow, ...]

    @property
    def name(self) -> str:
        return ", ".join(str(section) for section in self.sections) or "No plan area"


@dataclass(frozen=True)
class Bought:
    areas: tuple[AreaCost, ...]
    year: int

    @property
    def budget(self) -> Decimal:
        return sum((area.budget for area in self.areas), NIL)

    @property
    def year_budget(self) -> Decimal:
        return sum((area.year_budget for area in self.areas), NIL)

    @property
    def spent(self) -> Decimal:
        return sum((area.spent for area in self.areas), NIL)

    @property
    def committed(self) -> Decimal:
        return sum((area.committed for area in self.areas), NIL)

    @property
    def is_rounded(self) -> bool:
        """Whether the whole pounds shown by area come to another sum than the totals beneath them."""
        budget = sum((_whole(area.budget) for area in self.areas), NIL)
        spent = sum((_whole(area.spent) for area in self.areas), NIL)
        return (budget, spent) != (self.budget, self.spent)


def what_was_bought(council: Council, year: int, asked: AsAt) -> Bought:
    """Every plan area that money goes to, each line once: one that cites several stands under all of them
    together. Nine queries, whatever the lines and measures."""
    lines = list(
        lines_of(council).prefetch_related("sections__chapter__plan", "decision__approvals").order_by("pk")
    )
    budgets = BudgetMovement.objects.of_lines(lines).by_line_and_year(asked.day, asked.known_at)
    posted = SpendEntry.objects.of_lines(lines).standing(asked.day, asked.known_at)
    spent: dict[int, Decimal] = {}
    for (line_id, _), amount in posted.by_cell().items():
        spent[line_id] = spent.get(line_id, NIL) + amount
    committed = posted.commitments_by_line()
    measures = list(Measure.objects.of(council).as_at(asked.day, asked.known_at))
    by_areas: dict[tuple[int, ...], list[BudgetLine]] = {}
    for line in lines:
        by_areas.setdefault(tuple(section.pk for section in _in_order(line)), []).append(line)
    areas = [
        AreaCost(
            sections=_in_order(own[0]),
            lines=tuple(own),
            budget=sum((sum(budgets.get(line.pk, {}).values(), NIL) for line in own), NIL),
            year_budget=sum((budgets.get(line.pk, {}).get(year, NIL) for line in own), NIL),
            spent=sum((spent.get(line.pk, NIL) for line in own), NIL),
            committed=sum((committed.get(line.pk, NIL) for line in own), NIL),
            measures=_then_and_now(measures, pks, _decided_on(own)),
        )
        for pks, own in by_areas.items()
    ]
    # What belongs to no plan area stands at the end.
    return Bought(tuple(sorted(areas, key=lambda area: (not area.sections, _place(area)))), year)


def _in_order(line: BudgetLine) -> tuple[Section, ...]:
    sections = line.sections.all()
    return tuple(sorted(sections, key=lambda each: (each.chapter.number, each.order, each.pk)))


def _place(area: AreaCost) -> list[tuple[int, int]]:
    return [(section.chapter.number, section.order) for section in area.sections]


def _decided_on(lines: Iterable[BudgetLine]) -> date | None:
    """When the first of the lines got its money."""
    days = [line.decision.effective_on for line in lines]
    return min((day for day in days if day), default=None)


def _then_and_now(
    measures: Sequence[Measure], sections: tuple[int, ...], decided_on: date | None
) -> tuple[MeasureThenNow, ...]:
    """The measures of these areas: at the last reading by the decision (the first there is, if none), and now."""
    found = []
    for measure in measures:
        if not {section.pk for section in measure.sections.all()} & set(sections):
            continue
        held: list[Reading] = list(getattr(measure, "held"))  # noqa: B009 - as_at() brings it
        before = [reading for reading in held if decided_on and reading.as_at <= decided_on]
        then = before[-1] if before else held[0] if held else None
        found.append(MeasureThenNow(measure, then, held[-1] if held else None))
    return tuple(found)


def _whole(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal(1), ROUND_HALF_UP)
