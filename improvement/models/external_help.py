from datetime import date
from typing import Self

from django.db import models
from django.db.models import Prefetch, Q

from accounts.models import Council, Versioned
from improvement.models.sections import Section


class ExternalHelpQuerySet(models.QuerySet["ExternalHelp"]):
    def of(self, council: Council) -> Self:
        """The help a council gets, each with its sections."""
        sections = Section.objects.select_related("chapter__plan").in_plan_order()
        return self.filter(council=council).prefetch_related(Prefetch("sections", sections))

    def given_on(self, day: date) -> Self:
        """Begun by `day` and not over before it."""
        return self.begun_by(day).filter(Q(ends_on=None) | Q(ends_on__gte=day))

    def begun_by(self, day: date) -> Self:
        return self.filter(starts_on__lte=day)


class ExternalHelp(Versioned):
    """Help from outside the council with some sections of a plan: who gives what, from when until when."""

    class Source(models.TextChoices):
        DFE = "dfe", "Department for Education"
        LGA = "lga", "Local Government Association"
        PARTNER = "partner", "Sector-led improvement partner"
        OTHER = "other", "Somebody else"

    source = models.CharField(max_length=10, choices=Source)
    provider = models.CharField(max_length=120, help_text="The body or team that gives it.")
    what = models.TextField()
    contact_role = models.CharField(max_length=120, blank=True, help_text="A role, never a name.")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    sections = models.ManyToManyField(Section, related_name="external_help")

    objects = ExternalHelpQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-pk"]
        verbose_name_plural = "external help"

    def __str__(self) -> str:
        return self.provider
