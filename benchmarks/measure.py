"""Measuring: how long a call takes and how often it asks the database."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter

from django.db import connection
from django.test.utils import CaptureQueriesContext

TIMES = 5


@dataclass(frozen=True)
class Measured:
    """One line of the table: the median of some runs in milliseconds, and the queries of one run."""

    what: str
    where: str
    milliseconds: float
    queries: int
    note: str = ""

    def as_json(self) -> dict[str, str | int | float]:
        return asdict(self)


def measure(
    what: str, where: str, call: Callable[[], object], *, times: int = TIMES, note: str = ""
) -> Measured:
    """The median of `times` runs after one that is not counted, which fills caches and counts queries."""
    with CaptureQueriesContext(connection) as queries:
        call()
    # Now: the next request empties the log these are read from.
    asked = len(queries)
    took = []
    for _ in range(times):
        began = perf_counter()
        call()
        took.append(perf_counter() - began)
    return Measured(what, where, round(median(took) * 1000, 1), asked, note)


def measure_once(what: str, where: str, call: Callable[[], object], *, note: str = "") -> Measured:
    """One run, for what leaves something behind or takes long."""
    began = perf_counter()
    with CaptureQueriesContext(connection) as queries:
        call()
    return Measured(what, where, round((perf_counter() - began) * 1000, 1), len(queries), note)


def table(rows: list[Measured]) -> str:
    """The rows for a terminal, the numbers right-aligned."""
    wide = max(len(row.what) for row in rows)
    placed = max(len(row.where) for row in rows)
    head = f"{'what':<{wide}}  {'where':<{placed}}  {'ms':>10}  {'queries':>7}"
    lines = [
        f"{row.what:<{wide}}  {row.where:<{placed}}  {row.milliseconds:>10,.1f}  {row.queries:>7}"
        + (f"  {row.note}" if row.note else "")
        for row in rows
    ]
    return "\n".join([head, "-" * len(head), *lines])
