from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import Council, CouncilOwned, Versioned
from core.dates import now
from core.money import PoundsField
from finance.models.decisions import FundingDecision
from finance.models.lines import BudgetLine


class StatedTableQuerySet(models.QuerySet["StatedTable"]):
    def of(self, council: Council) -> Self:
        """The council's printed tables, but for those that were mistyped and recorded anew."""
        return self.ever_of(council).standing()

    def standing(self, known_at: datetime | None = None) -> Self:
        """Those that stood as known at a moment (None: now): one mistyped stands until it was recorded anew."""
        if known_at is None:
            return self.filter(corrected_by=None)
        stood = Q(corrected_by=None) | Q(corrected_by__recorded_at__gt=known_at)
        return self.filter(stood, recorded_at__lte=known_at)

    def ever_of(self, council: Council) -> Self:
        """Also those that were mistyped: they stay to be seen."""
        return self.filter(council=council).select_related("decision", "corrected_by", "corrects")

    def with_rows(self, known_at: datetime | None = None) -> Self:
        """With rows and the causes that stood, as known at a moment (None: now)."""
        causes = Prefetch("rows__causes", StatedCause.objects.standing(known_at))
        return self.prefetch_related(causes, "rows__line")


class StatedTable(Versioned):
    """A costings table as a paper printed it, with its printed totals, kept beside what we compute.

    Nothing in it is ever put right: differences are explained by named causes that add up to them.
    """

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="stated_tables")
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=200, help_text="Document and paragraph.")
    unit = models.PositiveSmallIntegerField(
        default=1, help_text="Printed to the pound (1) or the thousand (1000)."
    )
    years = models.JSONField(help_text="Financial years of its columns: [2024, 2025].")
    stated_totals = models.JSONField(help_text="Whole pounds by year as text, and 'total'.")
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField(default=now, editable=False)
    # The table that was mistyped, and what was wrong in our copy of it. The print itself is never put right.
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    correction = models.CharField(max_length=250, blank=True)

    objects = StatedTableQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def taken_over_by(self) -> "StatedTable | None":
        """The table that was recorded in place of this mistyped one."""
        return getattr(self, "corrected_by", None)


class StatedRow(CouncilOwned):
    table = models.ForeignKey(StatedTable, on_delete=models.PROTECT, related_name="rows")
    line = models.ForeignKey(BudgetLine, null=True, on_delete=models.PROTECT, related_name="stated_rows")
    label = models.CharField(max_length=200)
    grade = models.CharField(max_length=20, blank=True)
    plan_reference = models.CharField(
        max_length=60, blank=True, help_text="As printed, whatever its spacing."
    )
    printed = models.JSONField(help_text="Whole pounds by year as printed; a missing year was blank.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["table", "order"]

    def __str__(self) -> str:
        return self.label


class StatedCauseQuerySet(models.QuerySet["StatedCause"]):
    def standing(self, known_at: datetime | None = None) -> Self:
        """Those that stood as known at a moment (None: now)."""
        if known_at is None:
            return self.filter(withdrawn_at=None)
        # Causes written before this was kept are as old as their table.
        named = Q(recorded_at=None) | Q(recorded_at__lte=known_at)
        return self.filter(named, Q(withdrawn_at=None) | Q(withdrawn_at__gt=known_at))


class StatedCause(CouncilOwned):
    """One named cause of a difference between printed and computed: which cell, by how much, and why."""

    class Kind(models.TextChoices):
        WRONG_CELL = "wrong_cell", "Wrong cell"
        ROUNDING = "rounding", "Rounding"

    row = models.ForeignKey(StatedRow, on_delete=models.PROTECT, related_name="causes")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.WRONG_CELL)
    financial_year = models.PositiveSmallIntegerField()
    amount = PoundsField(help_text="Printed less computed.")
    explanation = models.CharField(max_length=250)
    recorded_at = models.DateTimeField(default=now, null=True, editable=False)
    # A cause that turned out wrong stays, with the moment from which it no longer counts.
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = StatedCauseQuerySet.as_manager()

    class Meta:
        ordering = ["row", "financial_year"]

    def __str__(self) -> str:
        return self.explanation
