from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from accounts.models import Council, Entry, Versioned
from core.dates import full_date, month_name
from core.ledger import LedgerQuerySet
from improvement.models.inspections import CorrectableEntry

GRADES = ("outstanding", "good", "requires_improvement", "inadequate")
COUNTS = (*GRADES, "moderated", "agreed")


class AuditQuerySet(models.QuerySet["Audit"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Audits with figures by `day`: cases by grade, `cases` in all, `moderated`, `agreed`, `note`,
        `figures_id` and `figures_on`."""
        latest = AuditFigures.objects.latest_value_subquery
        facts = {name: latest(name, day, known_at) for name in (*COUNTS, "note")}
        told = self.annotate(
            **facts,
            figures_id=latest("pk", day, known_at),
            figures_on=latest("as_at", day, known_at),
        )
        cases = F("outstanding") + F("good") + F("requires_improvement") + F("inadequate")
        return told.exclude(figures_id=None).annotate(cases=cases)


class Audit(Versioned):
    """A round of practice audits: the cases of one service looked at in one period."""

    service = models.CharField(max_length=120)
    period_start = models.DateField()
    period_end = models.DateField()

    # Set by `AuditQuerySet.as_at`; never columns.
    outstanding: int
    good: int
    requires_improvement: int
    inadequate: int
    cases: int
    moderated: int
    agreed: int
    note: str
    figures_id: int
    figures_on: date

    objects = AuditQuerySet.as_manager()

    class Meta:
        ordering = ["-period_end", "service", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "service", "period_start", "period_end"], name="audit_once_a_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.period}"

    @property
    def period(self) -> str:
        """`October 2024`, or `May 2024 to September 2024`."""
        first, last = month_name(self.period_start), month_name(self.period_end)
        return first if first == last else f"{first} to {last}"


class AuditFiguresQuerySet(LedgerQuerySet["AuditFigures"]):
    pass


class AuditFigures(CorrectableEntry):
    """What the audits of a round found as at a day: cases by grade, how many were moderated, and of those how many
    the moderator agreed with."""

    SUBJECT = "audit"

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="figures")
    outstanding = models.PositiveIntegerField(default=0)
    good = models.PositiveIntegerField(default=0)
    requires_improvement = models.PositiveIntegerField(default=0)
    inadequate = models.PositiveIntegerField(default=0)
    moderated = models.PositiveIntegerField(default=0)
    agreed = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)

    objects = AuditFiguresQuerySet.as_manager()

    class Meta(CorrectableEntry.Meta):
        ordering = ["-as_at", "-id"]
        verbose_name_plural = "audit figures"
        indexes = [models.Index(fields=["audit", "-as_at", "-id"])]
        constraints = [
            *CorrectableEntry.Meta.constraints,
            models.CheckConstraint(condition=Q(agreed__lte=F("moderated")), name="audit_agreed_of_moderated"),
            models.CheckConstraint(
                condition=Q(
                    moderated__lte=F("outstanding") + F("good") + F("requires_improvement") + F("inadequate")
                ),
                name="audit_moderated_of_cases",
            ),
        ]

    def __str__(self) -> str:
        return f"Figures of {self.audit} as at {full_date(self.as_at)}"

    @property
    def cases(self) -> int:
        return sum(getattr(self, grade) for grade in GRADES)


class AuditActionQuerySet(models.QuerySet["AuditAction"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("audit")

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Actions set by `day`, with `done_on`: when it was done, or None."""
        done = AuditActionDone.objects.latest_value_subquery("as_at", day, known_at)
        return self.filter(set_on__lte=day).annotate(done_on=done)

    def open(self) -> Self:
        return self.filter(done_on=None)

    def overdue(self, day: date) -> Self:
        return self.open().filter(due_on__lt=day)


class AuditAction(Versioned):
    """Something an audit asked to be put right, within two weeks (document 001, paragraph 15)."""

    audit = models.ForeignKey(Audit, on_delete=models.PROTECT, related_name="actions")
    text = models.CharField(max_length=250)
    set_on = models.DateField()
    due_on = models.DateField()

    # Set by `AuditActionQuerySet.as_at`; never a column.
    done_on: date | None

    objects = AuditActionQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.text


class AuditActionDoneQuerySet(LedgerQuerySet["AuditActionDone"]):
    pass


class AuditActionDone(Entry):
    """That an action from an audit was done, on the day `as_at`."""

    SUBJECT = "action"

    action = models.ForeignKey(AuditAction, on_delete=models.PROTECT, related_name="done")

    objects = AuditActionDoneQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["action", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.action} done on {full_date(self.as_at)}"
