"""What the ledger's one read costs beside what it replaces: a copy of the latest rating on the action itself."""

from collections.abc import Iterator
from decimal import Decimal

from django.db import connection, models

from accounts.models import Council
from benchmarks.measure import Measured, measure
from core.dates import today
from core.ledger import AsAt
from finance.models import SpendEntry
from improvement.models import Action, ProgressUpdate

_COPY = "bench_latest_rating"


def measured(council: Council, where: str) -> Iterator[Measured]:
    """Today's ratings by the ledger and by a stored copy; sums in whole pence and as decimals."""
    _store_copy(council)
    asked = AsAt.present()
    actions = Action.objects.filter(council=council).as_at(asked.day)
    yield measure("All ratings, read from the ledger", where, lambda: len(actions.all()))
    yield measure("All ratings, from a stored copy", where, lambda: _rows_of_copy(council))
    spend = SpendEntry.objects.filter(council=council).standing(today())
    yield measure("Sum of spend in whole pence", where, lambda: spend.aggregate(total=models.Sum("amount")))
    amounts = spend.values_list("amount", flat=True)
    yield measure("Sum of spend in Python", where, lambda: sum(amounts.all(), Decimal(0)))


def _store_copy(council: Council) -> None:
    """The latest rating of each action in a table of its own, as a column on the action would hold it."""
    latest = (
        ProgressUpdate.objects.filter(council=council).current(today()).values_list("action_id", "rating_id")
    )
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_COPY}")
        cursor.execute(f"CREATE TABLE {_COPY} (action_id bigint PRIMARY KEY, rating_id bigint NOT NULL)")
        cursor.executemany(f"INSERT INTO {_COPY} VALUES (%s, %s)", list(latest))  # noqa: S608


def _rows_of_copy(council: Council) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT a.*, c.rating_id FROM improvement_action a LEFT JOIN {_COPY} c ON c.action_id = a.id "  # noqa: S608
            "WHERE a.council_id = %s",
            [council.pk],
        )
        return len(cursor.fetchall())
