from typing import Self

from django.db import models
from django.db.models import Prefetch

from accounts.models import CouncilOwned, User
from reports.models.papers import PaperSection


class SectionCommentQuerySet(models.QuerySet["SectionComment"]):
    def of(self, section: PaperSection) -> Self:
        """What was said of a section, each with its replies, in the order it was said."""
        replies = SectionComment.objects.select_related("written_by").order_by("pk")
        begun = self.filter(section=section, reply_to=None).select_related("written_by", "resolved_by")
        return begun.prefetch_related(Prefetch("replies", replies)).order_by("pk")


class SectionComment(CouncilOwned):
    """What one author says to the others about a section, or in reply. It is in no document, export or feed."""

    section = models.ForeignKey(PaperSection, on_delete=models.PROTECT, related_name="comments")
    reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replies"
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)
    resolved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = SectionCommentQuerySet.as_manager()

    class Meta:
        ordering = ["section", "pk"]

    def __str__(self) -> str:
        return f"Comment on {self.section}"

    @property
    def is_guarded(self) -> bool:
        return self.section.is_guarded
