from typing import Any

from django.db import models

from accounts.models import CouncilOwned, Versioned
from reports.models.papers import Paper
from reports.papers.schedule import PARAGRAPHS


class Classified(models.Model):
    """Whether something may be published, and if not why: a paragraph of Part 1 of Schedule 12A with the statement
    on the public interest, or the reason why it is confidential. Each of the three is public."""

    classification = models.CharField(
        max_length=12, choices=Paper.Classification, default=Paper.Classification.OPEN
    )
    paragraph = models.PositiveSmallIntegerField(
        default=0, choices=[(0, "None"), *((number, f"Paragraph {number}") for number in PARAGRAPHS)]
    )
    interest = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.classification == Paper.Classification.OPEN

    @property
    def told(self) -> dict[str, Any]:
        """The four facts as the change log keeps them."""
        return {name: getattr(self, name) for name in ("classification", "paragraph", "interest", "reason")}


class DocumentClass(Classified, CouncilOwned):
    """How one document of the kind is classified in this paper; one without a row is open."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="document_classes")
    stem = models.CharField(max_length=40)

    class Meta:
        ordering = ["paper", "stem"]
        constraints = [models.UniqueConstraint(fields=["paper", "stem"], name="document_classed_once")]

    def __str__(self) -> str:
        return f"{self.paper}: {self.stem}, {self.get_classification_display()}"


class Appendix(Classified, Versioned):
    """An appendix of the author's own words (Markdown with live figures), after those of the paper's kind."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="appendices")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)

    class Meta:
        ordering = ["paper", "order", "pk"]
        verbose_name_plural = "appendices"

    def __str__(self) -> str:
        return f"{self.paper}: appendix “{self.title}”"

    @property
    def is_guarded(self) -> bool:
        return not self.is_open
