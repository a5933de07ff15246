"""Sums of money and percentages in a text, as an author typed them: pounds as Decimal, and how exact each is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_MONEY = re.compile(
    r"£\s?(\d+(?:,\d{3})*(?:\.\d+)?)\s?(bn|billion|m|mn|million|k|thousand)?(?![\w%])", re.IGNORECASE
)
PERCENT = re.compile(r"\b\d+(?:\.\d+)?\s?(?:%|per ?cent\b)")
_UNITS = {
    "k": 10**3,
    "thousand": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "million": 10**6,
    "bn": 10**9,
    "billion": 10**9,
}
# Two sums further apart than this share of themselves are two sums.
_ALIKE = Decimal("0.01")


@dataclass(frozen=True)
class Sum:
    """`£0.54m`: 540,000 pounds, given to the nearest `step` of 10,000; `start` is its place in the text."""

    text: str
    digits: str
    unit: str
    amount: Decimal
    step: Decimal
    start: int

    def is_rounding_of(self, amount: Decimal) -> bool:
        """Whether it is that amount less exactly: £536k of £536,077."""
        apart = abs(self.amount - amount)
        return 0 < apart <= self.step / 2 and apart <= abs(amount) * _ALIKE


def sums(text: str) -> Iterator[Sum]:
    for found in _MONEY.finditer(text):
        digits, unit = found[1], (found[2] or "").lower()
        number = Decimal(digits.replace(",", ""))
        scale = Decimal(_UNITS.get(unit, 1))
        places = len(digits.partition(".")[2])
        step = scale / 10**places if unit or places else _step_of(digits)
        yield Sum(found[0].strip(), digits, unit, number * scale, step, found.start())


def _step_of(digits: str) -> Decimal:
    """A whole sum in pounds is exact, but for thousands written out: £536,000."""
    whole = int(digits.replace(",", ""))
    return Decimal(1000) if whole and whole % 1000 == 0 else Decimal(1)


def exact_sum(value: str) -> Decimal | None:
    """The pounds a live figure prints, or None where it prints something else."""
    found = _MONEY.fullmatch(value.strip().removeprefix("−"))
    return Decimal(found[1].replace(",", "")) if found and not found[2] else None
