from typing import Any, Never, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Council, CouncilOwned
from core.dates import now
from reports.models.papers import Paper


class AppendOnlyError(Exception):
    """Somebody tried to alter what has been published."""


class AppendOnly(models.Model):
    """Rows that are written once and never changed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError(f"{self} has been published and is never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnlyError(f"{self} has been published and is never deleted.")


class PublicationQuerySet(models.QuerySet["Publication"]):
    def last_versions(self) -> Self:
        """Of each paper only the version published last."""
        later = Publication.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))

    def with_state(self) -> Self:
        """Adds `is_withdrawn` and `is_superseded`."""
        from reports.models.events import PublicationEvent

        withdrawn = PublicationEvent.objects.filter(publication=OuterRef("pk"), kind="withdrawal").standing()
        later = Publication.objects.filter(paper=OuterRef("paper"), number__gt=OuterRef("number"))
        return self.annotate(is_withdrawn=Exists(withdrawn), is_superseded=Exists(later))

    def withdrawn(self) -> Self:
        return self.with_state().filter(is_withdrawn=True)

    def not_withdrawn(self) -> Self:
        return self.with_state().filter(is_withdrawn=False)

    def superseded(self) -> Self:
        return self.with_state().filter(is_superseded=True)

    def public_of(self, council: Council) -> Self:
        """What anybody may read of without signing in: open papers as last published, and nothing at all of a council
        that has not said so. What a paper was published as counts, and what it is classified as now. A withdrawn one
        is among them, and its documents are offered no more."""
        return self.public_versions_of(council).last_versions().order_by("-paper__meeting__held_on", "-pk")

    def public_versions_of(self, council: Council) -> Self:
        """As `public_of`, with the versions that a later one has superseded."""
        shown = self.with_state().filter(council=council, council__publishes_papers=True)
        shown = shown.filter(
            paper__classification=Paper.Classification.OPEN,
            data__identity__classification=Paper.Classification.OPEN.label,
        )
        return shown.select_related("paper__meeting__group")


class Publication(AppendOnly, CouncilOwned):
    """What was published: the figures as data, the template's version, the documents and their digests."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="publications")
    number = models.PositiveSmallIntegerField(default=1)
    template = models.CharField(max_length=40, help_text="Kind and version: progress_v1.")
    data = models.JSONField()
    data_digest = models.CharField(max_length=64)
    known_at = models.DateTimeField()
    published_at = models.DateTimeField(default=now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    renderer = models.JSONField(
        default=dict, help_text="Fingerprint: versions of the renderer and its fonts."
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "-number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="publication_number_once")]

    def __str__(self) -> str:
        return f"{self.paper}, version {self.number}"


class Format(models.TextChoices):
    HTML = "html", "HTML"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class Document(AppendOnly, CouncilOwned):
    """One document of a publication's pack in one format, stored under the digest of its bytes."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="documents")
    stem = models.CharField(max_length=40, help_text="report, appendix-1, appendix-2")
    title = models.CharField(max_length=250)
    format = models.CharField(max_length=5, choices=Format)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    order = models.PositiveSmallIntegerField(default=0)
    classification = models.CharField(
        max_length=12, choices=Paper.Classification, default=Paper.Classification.OPEN
    )

    class Meta:
        ordering = ["publication", "order", "format"]
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "stem", "format"], name="document_once_a_publication"
            )
        ]

    def __str__(self) -> str:
        return f"{self.publication}: {self.stem}.{self.format}"

    @property
    def is_open(self) -> bool:
        return self.classification == Paper.Classification.OPEN


class Rendering(CouncilOwned):
    """A document already rendered from this very content; used again while the content is unchanged."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="renderings")
    stem = models.CharField(max_length=40)
    format = models.CharField(max_length=5, choices=Format)
    content_digest = models.CharField(max_length=64, help_text="Of what it was made from, and by what.")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    renderer = models.JSONField(default=dict, help_text="Fingerprint, as in a publication.")
    made_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "stem", "format", "content_digest"], name="rendered_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stem}.{self.format}"
