from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Council, Entry, Versioned
from core.dates import now
from core.ledger import LedgerQuerySet
from improvement.models.actions import Action
from improvement.models.inspections import Inspection, Intervention
from improvement.models.retirement import without_retired
from improvement.models.sections import Section


class FindingLinkQuerySet(LedgerQuerySet["FindingLink"]):
    pass


class FindingQuerySet(models.QuerySet["Finding"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("inspection", "visit")

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """Findings made by `day` and recorded by `known_at`, with `answers`: how many actions of the
        plan that day answered each; one that was only proposed answers nothing yet."""
        made = without_retired(self.filter(found_on__lte=day), "finding", day, known_at)
        if known_at is not None:
            made = made.filter(added_at__lte=known_at)
        counted = Action.objects.endorsed(day, known_at).values("pk")
        standing = FindingLink.objects.standing(day, known_at).filter(action__in=counted)
        links = standing.filter(finding=OuterRef("pk")).order_by().values("finding")
        how_many = Subquery(links.annotate(how_many=Count("pk")).values("how_many"))
        return made.annotate(answers=Coalesce(how_many, 0, output_field=models.IntegerField()))

    def with_links(self, day: date, known_at: datetime | None = None) -> Self:
        """Each with `held`: its links of that day, their sections and their actions with the facts of that day.
        An action that was not in the plan that day is not among them."""
        links = FindingLink.objects.standing(day, known_at).order_by("pk")
        actions = Action.objects.select_related("section__chapter__plan", "priority").as_at(day, known_at)
        sections = Section.objects.select_related("chapter__plan")
        linked = links.prefetch_related(Prefetch("action", actions), Prefetch("section", sections))
        return self.prefetch_related(Prefetch("links", linked, to_attr="held"))

    def unanswered(self) -> Self:
        """Findings that ask for something and that no action answers; a strength asks for nothing."""
        return self.filter(answers=0).exclude(kind=Finding.Kind.STRENGTH)

    def about(self, day: date, known_at: datetime | None = None, **thing: object) -> Self:
        """Those linked to a `section` or an `action`."""
        linked = FindingLink.objects.standing(day, known_at).filter(**thing)
        return self.filter(pk__in=linked.values("finding"))


class Finding(Versioned):
    """What an inspection, a monitoring visit or an independent review said must change, or is good."""

    class Kind(models.TextChoices):
        RECOMMENDATION = "recommendation", "Recommendation"
        PRIORITY_ACTION = "priority_action", "Priority action"
        DEVELOPMENT = "development", "Area for development"
        STRENGTH = "strength", "Strength"

    kind = models.CharField(max_length=20, choices=Kind)
    text = models.TextField()
    inspection = models.ForeignKey(
        Inspection, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    visit = models.ForeignKey(
        Intervention, null=True, blank=True, on_delete=models.PROTECT, related_name="findings"
    )
    paragraph = models.CharField(max_length=20, blank=True)
    found_on = models.DateField()
    added_at = models.DateTimeField(default=now, editable=False)
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    # Set by `FindingQuerySet.as_at` and `with_links`; never columns.
    answers: int
    held: list["FindingLink"]

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-found_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(inspection=None) ^ Q(visit=None), name="finding_has_one_source"
            )
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 120 else f"{self.text[:119]}…"

    @property
    def is_unanswered(self) -> bool:
        """Whether it asks for something and no action answers it. Only after `as_at`."""
        return self.answers == 0 and self.kind != Finding.Kind.STRENGTH

    @property
    def source(self) -> Inspection | Intervention:
        """The inspection or the visit that made it."""
        source = self.inspection or self.visit
        assert source is not None
        return source


class FindingLink(Entry):
    """That a finding is about a section, or that an action answers it; a void takes the link out."""

    SUBJECT = "finding"

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="links")
    section = models.ForeignKey(Section, null=True, on_delete=models.PROTECT, related_name="finding_links")
    action = models.ForeignKey(Action, null=True, on_delete=models.PROTECT, related_name="finding_links")

    objects = FindingLinkQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["pk"]
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(section=None) ^ Q(action=None), name="finding_link_to_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} → {self.action or self.section}"
