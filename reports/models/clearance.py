"""What a paper's figures are locked to, who has to clear it, and what they cleared."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.models import Council, CouncilOwned, Entry, Versioned
from accounts.roles import Role
from core.dates import now
from core.file_store import digest_of
from core.ledger import LedgerQuerySet
from reports.models.papers import Paper
from reports.models.publications import AppendOnly


class DataLockQuerySet(models.QuerySet["DataLock"]):
    def without_data(self) -> Self:
        """The figures themselves are large, and most questions do not need them."""
        return self.defer("data")

    def last_of_each(self) -> Self:
        """Of each paper only the row that holds now, be it a lock or a release."""
        later = DataLock.objects.filter(paper=OuterRef("paper")).order_by("-number")
        return self.filter(pk=Subquery(later.values("pk")[:1]))

    def standing(self) -> Self:
        """The locks that hold now."""
        return self.last_of_each().filter(is_release=False)


class DataLock(AppendOnly, CouncilOwned):
    """The figures of a paper as they were known at a moment: what its reviewers clear and publishing uses. A later
    row renews or releases it; none is ever changed."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="locks")
    number = models.PositiveSmallIntegerField()
    is_release = models.BooleanField(default=False)
    data = models.JSONField(default=dict, help_text="The collected figures, as a publication keeps them.")
    data_digest = models.CharField(max_length=64, blank=True)
    shown = models.JSONField(
        default=dict, help_text="By section: digest of what the record, not an author, says under it."
    )
    figures = models.JSONField(default=dict, help_text="The live figures by name, as printed.")
    known_at = models.DateTimeField()
    reason = models.CharField(max_length=250, blank=True)
    locked_at = models.DateTimeField(default=now)
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = DataLockQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="data_lock_number_once")]

    def __str__(self) -> str:
        return f"{self.paper}: {'release' if self.is_release else 'lock'} {self.number}"


class ClearanceRoleQuerySet(models.QuerySet["ClearanceRole"]):
    def of(self, council: Council) -> Self:
        """The council's list in order, as it is today; who clears last stands last."""
        listed = self.filter(council=council, retired_on=None).prefetch_related("people")
        return listed.order_by("is_last", "order", "pk")


class ClearanceRole(Versioned):
    """Who clears the council's papers in one respect: Legal, Finance, … and for which sections they answer."""

    class AnswersFor(models.TextChoices):
        SECTIONS = "sections", "The sections ticked below"
        REST = "rest", "The sections ticked below, the title block, and every section nobody else has"
        ALL = "all", "The whole paper"

    key = models.SlugField(max_length=40)
    name = models.CharField(max_length=60)
    order = models.PositiveSmallIntegerField(default=0)
    answers_for = models.CharField(max_length=10, choices=AnswersFor, default=AnswersFor.SECTIONS)
    sections = models.JSONField(default=list, blank=True, help_text="Section keys, over all kinds of paper.")
    is_required = models.BooleanField(default=True)
    is_last = models.BooleanField(default=False)
    author_may_clear = models.BooleanField(default=False)
    product_roles = models.JSONField(default=list, blank=True, help_text="Roles whose holders may clear.")
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+")
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    objects = ClearanceRoleQuerySet.as_manager()

    class Meta:
        ordering = ["council", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "key"], name="clearance_role_key_once"),
            models.CheckConstraint(
                condition=Q(author_may_clear=False) | Q(is_last=True), name="authors_clear_only_last"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def product_role_names(self) -> list[str]:
        return [str(Role(key).label) for key in self.product_roles]


class ClearanceQuerySet(LedgerQuerySet["Clearance"]):
    def of(self, paper: Paper) -> Self:
        return self.filter(paper=paper).select_related("role", "recorded_by", "lock")

    def told(self, paper: Paper, day: date, known_at: datetime | None = None) -> Self:
        """Every standing entry of a paper by a day, the latest first."""
        return self.of(paper).standing(day, known_at).order_by("-as_at", "-pk")

    def returned(self, papers: Iterable[Paper], day: date) -> Self:
        """The last word of each role that returned one of these papers and has not cleared it since."""
        last = self.filter(paper__in=[paper.pk for paper in papers]).current(day)
        return (
            last.filter(verdict=Clearance.Verdict.RETURNED)
            .select_related("role")
            .order_by("role__order", "pk")
        )


class Clearance(Entry):
    """A role cleared a paper or returned it: of what content (digest and text of its sections, and the lock whose
    figures they showed), and by whom. One given by mail keeps the message, and was recorded by the clerk."""

    class Verdict(models.TextChoices):
        CLEARED = "cleared", "Cleared"
        RETURNED = "returned", "Returned"

    SUBJECT = ("paper", "role")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="clearances")
    role = models.ForeignKey(ClearanceRole, on_delete=models.PROTECT, related_name="clearances")
    lock = models.ForeignKey(DataLock, on_delete=models.PROTECT, related_name="clearances")
    verdict = models.CharField(max_length=10, choices=Verdict)
    comment = models.TextField(blank=True)
    digest = models.CharField(max_length=64, help_text="Of its sections as they were then.")
    seen = models.JSONField(default=dict, help_text="By section: heading, text and digest as they were then.")
    given_by = models.CharField(max_length=120, help_text="The name that the paper prints.")
    file_digest = models.CharField(max_length=64, blank=True, help_text="Of the message it was given by.")
    file_name = models.CharField(max_length=120, blank=True)
    file_kind = models.CharField(max_length=10, blank=True)

    objects = ClearanceQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["paper", "role", "as_at", "id"]
        indexes = [models.Index(fields=["paper", "role", "-as_at", "-id"], name="clearance_by_subject")]

    def __str__(self) -> str:
        return f"{self.paper}: {self.role}, {self.get_verdict_display().lower()}"

    @property
    def is_by_mail(self) -> bool:
        return bool(self.file_digest)

    @property
    def is_cleared(self) -> bool:
        return self.verdict == self.Verdict.CLEARED

    def told(self) -> dict[str, Any]:
        """Its facts as the change log keeps them. More people read that than drafts, and a comment may be about what
        is not for publication: its digest stands for it."""
        names = ("verdict", "digest", "given_by", "file_digest", "as_at", "is_void")
        said = digest_of(self.comment.encode())
        return {"role": self.role.name, "comment_digest": said} | {
            name: getattr(self, name) for name in names
        }


class ClearanceAsk(CouncilOwned):
    """Somebody was asked by mail to clear a paper by a day; kept, and shown beside the role."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="asks")
    role = models.ForeignKey(ClearanceRole, on_delete=models.PROTECT, related_name="asks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_when = models.DateField()
    note = models.CharField(max_length=500, blank=True)
    asked_on = models.DateField()
    asked_at = models.DateTimeField(default=now)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # Asked twice for the same day on one day is a key pressed twice.
            models.UniqueConstraint(
                fields=["paper", "role", "user", "by_when", "asked_on"], name="asked_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.user} asked by {self.by_when}"
