from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q

from accounts.models import Council, CouncilOwned, Entry
from core.dates import now
from core.financial_year import end, start
from core.ledger import LedgerQuerySet
from core.money import PoundsField
from finance.models.lines import BudgetLine
from finance.periods import period_name


class SpendEntryQuerySet(LedgerQuerySet["SpendEntry"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def of_lines(self, lines: Iterable[BudgetLine]) -> Self:
        return self.filter(line__in=[line.pk for line in lines])

    def in_year(self, year: int) -> Self:
        return self.filter(month__range=(start(year), end(year)))

    def in_batch(self, batch: UUID) -> Self:
        return self.filter(change__batch=batch)

    def spent(self) -> Self:
        """What has been spent: all but what is only ordered."""
        return self.exclude(kind=SpendEntry.Kind.COMMITMENT)

    def committed(self) -> Self:
        return self.filter(kind=SpendEntry.Kind.COMMITMENT)

    def through(self, month_end: date, known_at: datetime | None = None) -> Self:
        """Standing entries posted to months up to `month_end` (its last day), as known at `known_at`."""
        return self.standing(month_end, known_at)

    def by_cell(self) -> dict[tuple[int, date], Decimal]:
        """Pounds spent by line id and month (after `standing`); a cell without an entry is missing, and so is
        one in which only the reversal of last month's accrual waits."""
        rows = self.spent().order_by().values_list("line_id", "month")
        entered = rows.annotate(spent=models.Sum("amount"), own=Count("pk", filter=Q(reverses=None)))
        return {(line_id, month): spent for line_id, month, spent, own in entered if own}

    def commitments_by_line(self) -> dict[int, Decimal]:
        """Pounds ordered and not yet spent by line id (after `standing`)."""
        rows = self.committed().order_by().values_list("line_id").annotate(ordered=models.Sum("amount"))
        return dict(rows)

    def commitments_by_cell(self) -> dict[tuple[int, date], Decimal]:
        """Pounds ordered and not yet spent by line id and month (after `standing`)."""
        rows = self.committed().order_by().values_list("line_id", "month")
        ordered = rows.annotate(ordered=models.Sum("amount"))
        return {(line_id, month): amount for line_id, month, amount in ordered}

    def for_history(self) -> Self:
        """Every entry of a cell, newest first, with who made it: also those since corrected."""
        return self.select_related("recorded_by").order_by("-id")


class SpendEntry(Entry):
    """An amount posted to a line in a month (its first day); `as_at` is the month's last day.

    A cell of the grid is the sum of its standing entries but for commitments; none means not entered, and
    nil is an entry of 0. Period 13 is kept as 31 March, the one month that is not a first day.
    """

    SUBJECT = ("line", "month")

    class Kind(models.TextChoices):
        ACTUAL = "actual", "Actual"
        ACCRUAL = "accrual", "Accrual"
        ADJUSTMENT = "adjustment", "Adjustment"
        RECHARGE = "recharge", "Recharge"
        COMMITMENT = "commitment", "Commitment"

    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="spend")
    month = models.DateField()
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.ACTUAL)
    amount = PoundsField()
    note = models.CharField(max_length=250, blank=True)
    # The accrual of the month before that this takes back.
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversal"
    )
    # The closed month that a late adjustment puts right.
    puts_right = models.DateField(null=True, blank=True)

    objects = SpendEntryQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["month", "id"]
        indexes = [models.Index(fields=["line", "month", "-id"]), models.Index(fields=["council", "month"])]

    def __str__(self) -> str:
        return f"{self.line} {self.month_name}: {self.amount}"

    @property
    def month_name(self) -> str:
        """`October 2024`, or `Period 13 of 2024/25`."""
        return period_name(self.month)

    @property
    def puts_right_name(self) -> str:
        """The month a late adjustment puts right, or nothing."""
        return period_name(self.puts_right) if self.puts_right else ""


class SpendBatchQuerySet(models.QuerySet["SpendBatch"]):
    def of(self, council: Council) -> Self:
        """The council's batches, newest first, with who posted them and whether they were undone."""
        return self.filter(council=council).select_related("recorded_by", "undone_by").order_by("-pk")

    def standing(self) -> Self:
        """Those that are not undone, and are no undoing themselves."""
        undone = Exists(SpendBatch.objects.filter(undoes=OuterRef("pk")))
        return self.filter(~undone).exclude(kind=SpendBatch.Kind.UNDO)


class SpendBatch(CouncilOwned):
    """Figures that were posted together from outside: a paste, a ledger extract, or the undoing of one.

    Its entries are those whose change carries the same `batch`.
    """

    class Kind(models.TextChoices):
        PASTE = "paste", "Paste from a spreadsheet"
        EXTRACT = "extract", "Ledger extract"
        UNDO = "undo", "Undoing"

    batch = models.UUIDField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    financial_year = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=250, blank=True)
    total = PoundsField(default=0, help_text="Of the figures that were pasted, or of what was posted.")
    # The file whose rows it posted.
    extract = models.ForeignKey(
        "finance.LedgerExtract", null=True, blank=True, on_delete=models.PROTECT, related_name="batches"
    )
    recorded_at = models.DateTimeField(default=now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    objects = SpendBatchQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def undoing(self) -> "SpendBatch | None":
        """The batch that undid this one."""
        return getattr(self, "undone_by", None)
