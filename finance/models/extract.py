from collections.abc import Iterable, Mapping
from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from accounts.models import Council, CouncilOwned, Versioned
from core.dates import now
from core.money import PoundsField
from finance.models.lines import BudgetLine
from finance.models.spend import SpendBatch
from finance.periods import period_name


class LedgerMappingQuerySet(models.QuerySet["LedgerMapping"]):
    def of(self, council: Council) -> Self:
        """The council's mappings, those in use first, with their lines."""
        own = self.filter(council=council).select_related("line", "council")
        return own.order_by("cost_centre", "subjective_code", "-pk")

    def in_use(self) -> Self:
        return self.filter(retired_on=None)

    def by_codes(self) -> Mapping[tuple[str, str], "LedgerMapping"]:
        """The mappings in use by (cost centre, subjective code), in capitals as they are compared."""
        return {mapping.key: mapping for mapping in self.in_use()}


class LedgerMapping(Versioned):
    """Where rows of the council's ledger go: a cost centre with a subjective code, or with any, to a budget line.

    Without a line such rows are another service's and are left out.
    """

    cost_centre = models.CharField(max_length=30)
    subjective_code = models.CharField(max_length=30, blank=True, help_text="Blank is any.")
    line = models.ForeignKey(
        BudgetLine, null=True, blank=True, on_delete=models.PROTECT, related_name="mappings"
    )
    note = models.CharField(max_length=250, blank=True)
    retired_on = models.DateField(null=True, blank=True)
    retired_reason = models.CharField(max_length=250, blank=True)

    objects = LedgerMappingQuerySet.as_manager()

    class Meta:
        ordering = ["cost_centre", "subjective_code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "cost_centre", "subjective_code"],
                condition=Q(retired_on=None),
                name="codes_mapped_once_a_council",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cost_centre} {self.subjective_code or 'any code'}"

    @property
    def key(self) -> tuple[str, str]:
        return self.cost_centre.upper(), self.subjective_code.upper()


class ExtractLayout(Versioned):
    """Which heads of the council's ledger hold what, as somebody chose them last."""

    heads = models.JSONField(default=dict, help_text="The words of a head by what its column holds.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="layout_once_a_council")]

    def __str__(self) -> str:
        return f"Columns of the ledger of {self.council}"

    def heads_of_kind(self, kind: str) -> dict[str, str]:
        """The heads for a file of a kind. The column of amounts is remembered for each kind: a report that has both
        the month's and the year's is never read by the other one's."""
        return {**self.heads, "amount": self.heads.get(f"amount {kind}", "")}

    def with_kind(self, kind: str, named: dict[str, str]) -> dict[str, str]:
        """What is kept once the columns of a file of a kind were chosen."""
        kept = {name: head for name, head in self.heads.items() if name.startswith("amount ")}
        chosen = {f"amount {kind}" if name == "amount" else name: head for name, head in named.items()}
        return kept | chosen


class LedgerExtractQuerySet(models.QuerySet["LedgerExtract"]):
    def of(self, council: Council) -> Self:
        """The council's extracts, newest first, with who brought them and the postings that stand."""
        standing = SpendBatch.objects.standing().select_related("recorded_by")
        own = self.filter(council=council).select_related("received_by", "council")
        return own.prefetch_related(Prefetch("batches", standing, to_attr="posted")).order_by("-pk")

    def not_posted(self) -> Self:
        return self.filter(~Exists(SpendBatch.objects.standing().filter(extract=OuterRef("pk"))))


class LedgerExtract(Versioned):
    """A file of the council's ledger, kept as it came under its digest. `content_digest` is that of its cells, so
    that the same rows saved again are known."""

    class Kind(models.TextChoices):
        TRANSACTIONS = "transactions", "Transactions"
        CUMULATIVE = "cumulative", "Cumulative year to date"

    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    financial_year = models.PositiveSmallIntegerField()
    # The month a cumulative file runs through, by its first day; transactions bring their own.
    through = models.DateField(null=True, blank=True)
    # Column numbers by what they hold, and the row of the heads; empty until they are clear.
    columns = models.JSONField(default=dict)
    received_at = models.DateTimeField(default=now, editable=False)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    # Set by `LedgerExtractQuerySet.of`; never a column.
    posted: list[SpendBatch]

    objects = LedgerExtractQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "content_digest"], name="extract_once_a_council")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_cumulative(self) -> bool:
        return self.kind == self.Kind.CUMULATIVE

    @property
    def through_name(self) -> str:
        """`October 2024`, or the period 13 of its year; empty for transactions."""
        return period_name(self.through) if self.through else ""

    @property
    def posting(self) -> SpendBatch | None:
        """The posting that stands. Read the extract with `of()`."""
        return self.posted[0] if self.posted else None


class RowMoveQuerySet(models.QuerySet["RowMove"]):
    def by_row(self, extract: LedgerExtract) -> dict[int, "RowMove"]:
        """The last move of each row by its number in the file."""
        moves = self.filter(extract=extract).select_related("line", "moved_by").order_by("pk")
        return {move.row: move for move in moves}


class RowMove(CouncilOwned):
    """A row that the ledger coded to the wrong line, and the line it belongs to. The last one of a row counts."""

    extract = models.ForeignKey(LedgerExtract, on_delete=models.PROTECT, related_name="moves")
    row = models.PositiveIntegerField(help_text="Its number in the file.")
    line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    moved_at = models.DateTimeField(default=now, editable=False)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = RowMoveQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Row {self.row} of {self.extract} to {self.line}"


class PostedRowQuerySet(models.QuerySet["PostedRow"]):
    def standing(self) -> Self:
        """The rows of postings that are not undone."""
        return self.filter(batch__in=SpendBatch.objects.standing())

    def standing_in(self, council: Council, months: Iterable[date]) -> dict[str, tuple[int, str]]:
        """The extract (id, name) that brought each row of these months which stands, by its identity."""
        rows = self.standing().filter(council=council, month__in=list(months)).exclude(identity="")
        told = rows.values_list("identity", "batch__extract", "batch__extract__name")
        return {identity: (extract, name) for identity, extract, name in told}


class PostedRow(CouncilOwned):
    """A row of a file of transactions that was posted: its number there, its month and amount in pounds, and what
    it is known by when another file brings it again (`finance.extracts.identity`; blank: by nothing)."""

    batch = models.ForeignKey(SpendBatch, on_delete=models.PROTECT, related_name="rows")
    number = models.PositiveIntegerField(help_text="Its number in the file.")
    month = models.DateField()
    amount = PoundsField()
    identity = models.CharField(max_length=64, blank=True)

    objects = PostedRowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["council", "month"])]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="row_posted_once_a_batch")]

    def __str__(self) -> str:
        return f"Row {self.number} of {self.batch.extract}"
