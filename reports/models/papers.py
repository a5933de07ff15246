from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Subquery

from accounts.models import Council, CouncilOwned, User, Versioned
from core.dates import local_day
from finance.models import FundingDecision, Tranche
from improvement.models import Meeting, Plan

if TYPE_CHECKING:
    from reports.models.events import PublicationEvent


class PaperQuerySet(models.QuerySet["Paper"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related(
            "meeting__group", "plan", "previous", "council__house_style"
        )

    def with_state(self) -> Self:
        """Adds `is_published`."""
        from reports.models.publications import Publication

        return self.annotate(is_published=Exists(Publication.objects.filter(paper=OuterRef("pk"))))

    def published(self) -> Self:
        return self.with_state().filter(is_published=True)

    def without_closed_drafts(self) -> Self:
        """Without drafts whose report is not for publication."""
        closed = (Paper.Classification.EXEMPT, Paper.Classification.CONFIDENTIAL)
        return self.with_state().exclude(is_published=False, classification__in=closed)

    def drafts(self) -> Self:
        return self.with_state().filter(is_published=False)

    def for_meetings_to_come(self, day: date) -> Self:
        """Drafts awaited whose meeting is on `day` or later, the next one first."""
        return self.awaited().filter(meeting__held_on__gte=day).order_by("meeting__held_on", "pk")

    def awaited(self) -> Self:
        """Drafts whose meeting was not cancelled."""
        return self.drafts().exclude(meeting__state=Meeting.State.CANCELLED)

    def for_collecting(self) -> Self:
        """With everything of its own that composing it reads, in a fixed number of queries; adds `last_version`,
        `last_published_at`, and `taken_up`, the entries that took versions up for correction, the earliest first."""
        from reports.models.events import PublicationEvent
        from reports.models.publications import Publication

        versions = Publication.objects.filter(paper=OuterRef("pk")).order_by("-number")
        whole = self.select_related(
            "council__house_style",
            "meeting__group",
            "decision__council",
            "tranche",
            "plan__progress_scale",
            "plan__impact_scale",
            "previous__meeting__group",
        ).annotate(
            last_version=Subquery(versions.values("number")[:1]),
            last_published_at=Subquery(versions.values("published_at")[:1]),
        )
        return whole.prefetch_related(
            Prefetch("events", PublicationEvent.objects.taken_up(), to_attr="taken_up"),
            "block_dates",
            Prefetch("sections", PaperSection.objects.standing()),
            "recommendations",
            "options",
            "background_papers",
            "consultees",
            "document_classes",
            "appendices",
            "previous__block_dates",
            "previous__publications",
        )

    def for_list(self) -> Self:
        """The latest meeting first, with `first_published_at`."""
        first = models.Min("publications__published_at")
        return self.with_state().annotate(first_published_at=first).order_by("-meeting__held_on", "-pk")


class Paper(Versioned):
    """A committee paper while it is written. What was published of it is in its publications, for ever."""

    class Classification(models.TextChoices):
        OPEN = "open", "Open"
        EXEMPT = "exempt", "Exempt"
        CONFIDENTIAL = "confidential", "Confidential"

    class PlanTable(models.TextChoices):
        ALL = "all", "Every action, plan area by plan area"
        BY_CHAPTER = "by_chapter", "Every action, one table a chapter"
        EXCEPTIONS = "exceptions", "Only actions off track, overdue or given a later date"

    class PrintedSums(models.TextChoices):
        SHOWN = "shown", "Computed sums beside those printed before, and why they differ"
        HIDDEN = "hidden", "The computed sums alone"

    slug = models.SlugField()
    kind = models.CharField(
        max_length=20, default="progress", help_text="A key of reports.papers.kinds.KINDS."
    )
    title = models.CharField(max_length=200)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="papers")
    decision = models.ForeignKey(
        FundingDecision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="papers",
        help_text="What a funding request or a drawdown asks for.",
    )
    tranche = models.ForeignKey(
        Tranche, null=True, blank=True, on_delete=models.PROTECT, related_name="papers"
    )
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="next_papers"
    )
    report_of = models.CharField(max_length=160)
    reference = models.CharField(max_length=60, blank=True)
    wards = models.CharField(max_length=250, default="All wards")
    classification = models.CharField(max_length=12, choices=Classification, default=Classification.OPEN)
    contact = models.CharField(max_length=160, blank=True)
    contact_email = models.EmailField(blank=True)
    has_source_list = models.BooleanField(
        default=False,
        help_text="Whether the pack has a document that says where each live figure comes from.",
    )
    plan_table = models.CharField(max_length=12, choices=PlanTable, default=PlanTable.ALL)
    printed_sums = models.CharField(max_length=12, choices=PrintedSums, default=PrintedSums.SHOWN)

    block_options = models.JSONField(
        default=dict, blank=True, help_text="By option of reports.papers.choices, the codes chosen."
    )
    block_since = models.JSONField(
        default=dict,
        blank=True,
        help_text="By block, the day since when it tells, where its author chose one.",
    )

    last_version: int | None
    last_published_at: datetime | None
    taken_up: list["PublicationEvent"]

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["-meeting__held_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["council", "slug"], name="paper_slug_once")]

    def __str__(self) -> str:
        return f"{self.title} ({self.slug})"

    @property
    def lateness(self) -> str:
        """`late` where it was published after its last day, `kept` where after its meeting; else nothing. After
        `for_list`."""
        at: datetime | None = getattr(self, "first_published_at", None)
        if at is None or local_day(at) <= self.meeting.paper_deadline:
            return ""
        return "late" if local_day(at) <= self.meeting.held_on else "kept"

    @property
    def is_open(self) -> bool:
        """A paper is what its report is; its appendices are classified each by itself."""
        return self.classification == self.Classification.OPEN

    @property
    def is_guarded(self) -> bool:
        return not self.is_open

    @property
    def holds_closed(self) -> bool:
        """Whether a document or an appendix of it is not for publication: its words may have stood in a section."""
        classed = (self.document_classes, self.appendices)
        return any(rows.exclude(classification=self.Classification.OPEN).exists() for rows in classed)


class BlockDate(CouncilOwned):
    """The date one block of a paper holds for; blocks differ (document 001), and each prints its own."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="block_dates")
    block = models.CharField(max_length=30, help_text="A block key of the paper's kind: ratings, spend, …")
    as_at = models.DateField()

    class Meta:
        ordering = ["paper", "block"]
        constraints = [models.UniqueConstraint(fields=["paper", "block"], name="one_date_a_block")]

    def __str__(self) -> str:
        return f"{self.block} as at {self.as_at}"


class PaperSectionQuerySet(models.QuerySet["PaperSection"]):
    def standing(self) -> Self:
        """Those of a paper; one of its own that was taken out is kept and counts nowhere."""
        return self.filter(removed_at=None)

    def waiting_for(self, user: User, council: Council) -> Self:
        """What somebody is to write and has not called ready, of papers not published yet; the next meeting first."""
        from reports.models.publications import Publication

        mine = self.standing().filter(council=council, author=user, ready_at=None)
        drafts = mine.exclude(Exists(Publication.objects.filter(paper=OuterRef("paper"))))
        held_on = "paper__meeting__held_on"
        return drafts.select_related("paper__meeting__group").order_by(held_on, "paper", "order", "pk")


class PaperSection(Versioned):
    """A heading of the paper with its narrative (Markdown with live figures), versioned on its own so that
    several authors can write at once."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="sections")
    key = models.CharField(
        max_length=40, help_text="A section key of the paper's kind, or own-N for one of the paper's own."
    )
    heading = models.CharField(
        max_length=120, blank=True, help_text="The council's own words for the kind's."
    )
    body = models.TextField(blank=True)
    within = models.CharField(
        max_length=120, blank=True, help_text="The heading above that of a section of the paper's own."
    )
    order = models.PositiveSmallIntegerField(null=True, help_text="Its place; none leaves it to the kind.")
    is_shown = models.BooleanField(null=True, help_text="None leaves it to the kind.")
    removed_at = models.DateTimeField(null=True, help_text="When a section of the paper's own was taken out.")
    author = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="paper_sections"
    )
    ready_at = models.DateTimeField(null=True, help_text="None while it is being written.")
    ready_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = PaperSectionQuerySet.as_manager()

    class Meta:
        ordering = ["paper", "pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "key"], name="section_key_once_a_paper")]

    def __str__(self) -> str:
        return f"{self.paper}: {self.heading or self.key}"

    @property
    def is_guarded(self) -> bool:
        return self.paper.is_guarded or self.paper.holds_closed


class Recommendation(CouncilOwned):
    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="recommendations")
    order = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()

    class Meta:
        ordering = ["paper", "order", "pk"]

    def __str__(self) -> str:
        return self.text


class Option(CouncilOwned):
    """Another option considered: what it would mean and what it would risk (document 001)."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField(default=0)
    option = models.TextField()
    impact = models.TextField()
    risk = models.TextField()

    class Meta:
        ordering = ["paper", "order", "pk"]

    def __str__(self) -> str:
        return self.option


class BackgroundPaper(CouncilOwned):
    """A document the report relied on; listing them is statutory."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="background_papers")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=250)
    link = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["paper", "order", "pk"]

    def __str__(self) -> str:
        return self.title


class Consultee(CouncilOwned):
    """Somebody who was asked about the paper before it was published, on which day, and what they said."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="consultees")
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=250)
    consulted_on = models.DateField()
    view = models.TextField(blank=True)

    class Meta:
        ordering = ["paper", "order", "pk"]

    def __str__(self) -> str:
        return self.name
