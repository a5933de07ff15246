"""How a council's papers look and read, as its administrator has chosen."""

from django.conf import settings
from django.db import models

from accounts.models import Council, CouncilOwned, Versioned
from core.dates import now
from reports.models.publications import AppendOnly


class HouseStyleQuerySet(models.QuerySet["HouseStyle"]):
    def of(self, council: Council) -> "HouseStyle":
        """The council's own style, or an empty one where it has chosen nothing."""
        return self.filter(council=council).first() or HouseStyle(council=council)


class HouseStyle(Versioned):
    """The look and the words of a council's papers. What is empty is the kind's own."""

    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="house_style")
    second_colour = models.CharField(max_length=7, blank=True)
    face = models.CharField(
        max_length=20, blank=True, help_text="A key of reports.papers.faces; empty is the usual family."
    )
    logo_digest = models.CharField(max_length=64, blank=True)
    logo_media = models.CharField(max_length=30, blank=True)
    logo_alternative = models.CharField(max_length=160, blank=True)
    headings = models.JSONField(
        default=dict, blank=True, help_text="By kind of paper, by section, its heading."
    )
    groups = models.JSONField(
        default=dict, blank=True, help_text="By kind of paper, the heading of implications."
    )
    orders = models.JSONField(default=dict, blank=True, help_text="By kind, the implications in order.")
    terms = models.JSONField(default=dict, blank=True, help_text="By our words, the council’s.")
    texts = models.JSONField(default=dict, blank=True, help_text="By section, its standard text.")
    exclusion = models.TextField(blank=True, help_text="What a report says of excluding the public.")
    word_templates = models.JSONField(
        default=dict, blank=True, help_text="By kind of paper, or `all`, the digest of the template in use."
    )

    objects = HouseStyleQuerySet.as_manager()

    def __str__(self) -> str:
        return f"House style of {self.council}"


class WordTemplate(AppendOnly, CouncilOwned):
    """A Word template that was brought, found sound, and kept under its digest; which one is used, the style says."""

    digest = models.CharField(max_length=64)
    name = models.CharField(max_length=120, help_text="The name of the file.")
    size = models.PositiveIntegerField()
    brought_at = models.DateTimeField(default=now)
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["council", "-pk"]
        constraints = [models.UniqueConstraint(fields=["council", "digest"], name="word_template_once")]

    def __str__(self) -> str:
        return self.name
