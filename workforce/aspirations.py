"""What teams would need to come to an aspiration: a standard recorded as one, to which nobody is held yet (document
002: 14 to 17 children a worker, beside the 18 to 20 proposed). Pure arithmetic on readings.

What was published over capacity was counted against the standard in force, so it says nothing here: an aspiration is
worked out from cases and FTE alone.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass

from workforce.models import CapacityReading, CaseloadStandard
from workforce.needs import AS_IT_IS, Need, WhatIf, needed


@dataclass(frozen=True)
class Aspired:
    """The posts that an aspiration calls for at both of its ends; `need` is None where a team has entered no cases
    or no FTE. `if_so` is the same with what was asked."""

    standard: CaseloadStandard
    need: Need | None
    if_so: Need | None
    reduced: str

    @property
    def words(self) -> str:
        """`14 to 17 children each`."""
        return f"{self.standard.low} to {self.standard.high} {self.standard.counts} each"


def aspired(
    readings: Sequence[CapacityReading], standards: Sequence[CaseloadStandard], what_if: WhatIf | None = None
) -> Aspired | None:
    """Of the standards in force the aspiration for the role that these readings are held to; None without one."""
    by_role = {one.applies_to: one for one in standards if one.is_aspiration and one.kind == one.Kind.CASES}
    roles = {reading.standard.applies_to for reading in readings if reading.standard}
    if len(roles) != 1 or (aspiration := by_role.get(roles.pop())) is None:
        return None
    raised = [_held_to(reading, aspiration, by_role) for reading in readings]
    return Aspired(
        aspiration,
        needed(raised, AS_IT_IS),
        needed(raised, what_if) if what_if else None,
        _reduced_words(raised),
    )


def _held_to(
    reading: CapacityReading, aspiration: CaseloadStandard, by_role: dict[str, CaseloadStandard]
) -> CapacityReading:
    """The same month held to the aspiration; those with fewer cases to theirs where one is recorded."""
    raised = copy(reading)
    raised.standard, raised.cases_over = aspiration, None
    if reading.reduced_standard:
        reduced = reading.reduced_standard
        raised.reduced_standard = by_role.get(reduced.applies_to, reduced)
    return raised


def _reduced_words(raised: Sequence[CapacityReading]) -> str:
    """What those with fewer cases are held to, where no aspiration is recorded for them."""
    kept = [one.reduced_standard for one in raised if one.reduced_fte and one.reduced_standard]
    named = next((one for one in kept if not one.is_aspiration), None)
    if named is None:
        return ""
    return f"No aspiration is recorded for {named.applies_to.lower()}: held to {named.low} to {named.high}."
