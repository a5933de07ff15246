from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import CouncilOwned, Entry
from core.dates import now
from core.ledger import LedgerQuerySet
from improvement.models.actions import Action
from improvement.models.groups import Meeting


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Evidence added by `day`, and neither replaced nor taken out by then, with `verdict` – sufficient,
        insufficient or None (awaiting review) – and the reviewer's `review_note`."""
        newer = Evidence.objects.added_until(day, known_at).filter(replaces=OuterRef("pk"))
        held = self.added_until(day, known_at).filter(~Exists(newer)).exclude(_taken_out(day, known_at))
        return held.with_verdict(day, known_at)

    def with_verdict(self, day: date, known_at: datetime | None = None) -> Self:
        """Every piece, replaced and taken out ones too, with what its reviewer found by `day`."""
        latest = EvidenceReview.objects.latest_value_subquery
        return self.annotate(
            verdict=latest("verdict", day=day, known_at=known_at),
            review_note=latest("note", day=day, known_at=known_at),
        )

    def added_until(self, day: date, known_at: datetime | None = None) -> Self:
        added = self.filter(added_on__lte=day)
        return added if known_at is None else added.filter(added_at__lte=known_at)

    def accepted(self) -> Self:
        return self.filter(verdict=EvidenceReview.Verdict.SUFFICIENT)

    def awaiting_review(self) -> Self:
        return self.filter(verdict=None)

    def returned(self) -> Self:
        """Found insufficient, and nothing newer has been added to its action since (after `as_at`)."""
        answered = Evidence.objects.filter(
            action=OuterRef("action"), added_at__gt=OuterRef("added_at"), taken_out_on=None
        )
        return self.filter(verdict=EvidenceReview.Verdict.INSUFFICIENT).filter(~Exists(answered))


def _taken_out(day: date, known_at: datetime | None) -> Q:
    taken = Q(taken_out_on__isnull=False, taken_out_on__lte=day)
    return taken if known_at is None else taken & Q(taken_out_at__lte=known_at)


class Evidence(CouncilOwned):
    """What shows that an action was done: a file, a link or where it is held.

    `evidence_of` is the day it speaks of, not when it was added. A newer version names the one it `replaces`.
    """

    class FileKind(models.TextChoices):
        PDF = "pdf", "PDF"
        WORD = "docx", "Word document"
        EXCEL = "xlsx", "Excel workbook"
        POWERPOINT = "pptx", "PowerPoint presentation"
        PNG = "png", "PNG picture"
        JPEG = "jpg", "JPEG picture"
        TEXT = "txt", "Text or CSV"
        MAIL = "eml", "Mail message"
        OUTLOOK = "msg", "Outlook message"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField(max_length=200)
    link = models.URLField(max_length=500, blank=True)
    where_held = models.CharField(
        max_length=200, blank=True, help_text="File reference where there is no link."
    )
    file_name = models.CharField(max_length=150, blank=True, help_text="As it is offered to save.")
    file_kind = models.CharField(max_length=10, choices=FileKind, blank=True)
    file_digest = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(default=0, help_text="In bytes.")
    evidence_of = models.DateField()
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    replaced_because = models.CharField(max_length=250, blank=True, help_text="Why it replaces another.")
    added_on = models.DateField()
    added_at = models.DateTimeField(default=now)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    taken_out_on = models.DateField(null=True, blank=True)
    taken_out_at = models.DateTimeField(null=True, blank=True)
    taken_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_out_because = models.CharField(max_length=250, blank=True)

    # Set by `EvidenceQuerySet.as_at`; never columns.
    verdict: str | None
    review_note: str | None

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-evidence_of", "-pk"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title


class EvidenceReviewQuerySet(LedgerQuerySet["EvidenceReview"]):
    pass


class EvidenceReview(Entry):
    """Someone other than the action's lead says whether the evidence is sufficient."""

    SUBJECT = "evidence"

    class Verdict(models.TextChoices):
        SUFFICIENT = "sufficient", "Sufficient"
        INSUFFICIENT = "insufficient", "Insufficient"

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.CharField(max_length=15, choices=Verdict)
    note = models.TextField(blank=True)
    corrected_because = models.CharField(max_length=250, blank=True, help_text="Why it corrects another.")
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = EvidenceReviewQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["evidence", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()}: {self.evidence}"
