from datetime import date, datetime
from decimal import Decimal
from typing import Self

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.text import slugify

from accounts.models import Council, Versioned
from core.ledger import LedgerQuerySet
from improvement.models.inspections import CorrectableEntry
from improvement.models.retirement import without_retired
from improvement.models.sections import Section


def key_of(title: str) -> str:
    """`Children cared for` as papers call it: children_cared_for."""
    return slugify(title).replace("-", "_")[:40].strip("_")


class MeasureQuerySet(models.QuerySet["Measure"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def existing_on(self, day: date, known_at: datetime | None = None) -> Self:
        """Those kept by `day` that had not been retired then, as known at `known_at`."""
        added = self.filter(added_on__lte=day)
        if known_at is not None:
            added = added.filter(Q(added_at=None) | Q(added_at__lte=known_at))
        return without_retired(added, "measure", day, known_at)

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """The measures kept on `day` with the target that held (`target`, `tolerance`, `national`, `neighbours`)
        and `held`: the standing readings up to that day, the earliest first. Two queries more, whatever the rows."""
        latest = MeasureTarget.objects.latest_value_subquery
        names = ("target", "tolerance", "national", "neighbours")
        readings = (
            Reading.objects.standing(day, known_at).select_related("recorded_by").order_by("as_at", "pk")
        )
        sections = Section.objects.select_related("chapter__plan").in_plan_order()
        return (
            self.existing_on(day, known_at)
            .annotate(**{name: latest(name, day, known_at) for name in names})
            .prefetch_related(Prefetch("readings", readings, to_attr="held"), Prefetch("sections", sections))
        )


class Measure(Versioned):
    """Something counted or timed regularly, by which the plan's effect is judged."""

    class Unit(models.TextChoices):
        PERCENT = "percent", "Percentage"
        NUMBER = "number", "Number"
        DAYS = "days", "Days"
        RATIO = "ratio", "Ratio"

    class Span(models.TextChoices):
        POINT = "point", "On the last day of the period"
        PERIOD = "period", "During the period"
        YEAR = "year", "Since 1 April"

    class Polarity(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        NEITHER = "neither", "Neither is better"

    class Frequency(models.TextChoices):
        MONTHLY = "monthly", "Monthly"
        QUARTERLY = "quarterly", "Quarterly"
        YEARLY = "yearly", "Yearly"

    title = models.CharField(max_length=200)
    key = models.SlugField(
        max_length=40,
        blank=True,
        default="",
        validators=[RegexValidator(r"^[a-z0-9_]+$", "Use small letters, digits and underscores only.")],
        help_text="What papers call it: cared_for in {{ measure.cared_for.latest }}.",
    )
    definition = models.TextField()
    source = models.CharField(max_length=200, blank=True)
    unit = models.CharField(max_length=10, choices=Unit)
    numerator = models.CharField(max_length=200, blank=True)
    denominator = models.CharField(max_length=200, blank=True)
    parts = models.JSONField(default=list, blank=True)
    span = models.CharField(max_length=10, choices=Span)
    polarity = models.CharField(max_length=10, choices=Polarity)
    frequency = models.CharField(max_length=10, choices=Frequency)
    sections = models.ManyToManyField(Section, blank=True, related_name="measures")
    added_on = models.DateField()
    added_at = models.DateTimeField(null=True, editable=False, help_text="When that was written down.")
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)

    # Set by `MeasureQuerySet.as_at`; never columns.
    target: Decimal | None
    tolerance: Decimal | None
    national: Decimal | None
    neighbours: Decimal | None
    held: list["Reading"]

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "title"], name="measure_title_once"),
            models.UniqueConstraint(fields=["council", "key"], condition=~Q(key=""), name="measure_key_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def paper_key(self) -> str:
        """What papers call it; a measure older than keys is called by its name."""
        return self.key or key_of(self.title)

    @property
    def is_share(self) -> bool:
        """Whether its value is worked out from a numerator and a denominator."""
        return bool(self.numerator and self.denominator) and self.unit in {
            Measure.Unit.PERCENT,
            Measure.Unit.RATIO,
        }


class MeasureTargetQuerySet(LedgerQuerySet["MeasureTarget"]):
    pass


class MeasureTarget(CorrectableEntry):
    """What a measure is held against from `as_at` on, in its unit; None where there is none."""

    SUBJECT = "measure"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="targets")
    target = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    tolerance = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    national = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    neighbours = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)

    objects = MeasureTargetQuerySet.as_manager()

    class Meta(CorrectableEntry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["measure", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"Target of {self.measure} as at {self.as_at}"


class ReadingQuerySet(LedgerQuerySet["Reading"]):
    pass


class Reading(CorrectableEntry):
    """A measure's value as at the end of a period, in its unit. `parts` are pairs [name, number] that add up."""

    SUBJECT = "measure"

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="readings")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    numerator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    parts = models.JSONField(default=list, blank=True)
    commentary = models.TextField(blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta(CorrectableEntry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["measure", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.measure}: {self.value.normalize():f} as at {self.as_at}"
