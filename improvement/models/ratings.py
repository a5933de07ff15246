from dataclasses import dataclass
from typing import Self

from django.db import models

from accounts.models import Versioned


class Palette(models.TextChoices):
    """The colours a rating may take; each is checked for contrast, and none stands without its words."""

    RED = "red", "Red"
    AMBER = "amber", "Amber"
    GREEN = "green", "Green"
    BLUE = "blue", "Blue"
    TEAL = "teal", "Teal"
    PURPLE = "purple", "Purple"
    GREY = "grey", "Grey"


class ProgressMeaning(models.TextChoices):
    """What a progress rating means to the system, whatever the council calls it."""

    NOT_STARTED = "not_started", "Not started"
    ON_TRACK = "on_track", "On track"
    AT_RISK = "at_risk", "At risk"
    OFF_TRACK = "off_track", "Off track"
    DONE_AWAITING_EVIDENCE = "done_awaiting_evidence", "Done, awaiting evidence"
    DONE = "done", "Done"
    PAUSED = "paused", "Paused"


class ImpactMeaning(models.TextChoices):
    """What an impact rating means to the system, whatever the council calls it."""

    NOT_YET_RATED = "not_yet_rated", "Not yet rated"
    NONE_YET = "none_yet", "No impact yet"
    EARLY = "early", "Early impact"
    CLEAR = "clear", "Clear impact"
    SUSTAINED = "sustained", "Sustained impact"


# How far from good a rating is, whatever the council calls it; not rated at all is "".
SEVERITY = {
    "": 3,
    ProgressMeaning.DONE: 0,
    ProgressMeaning.DONE_AWAITING_EVIDENCE: 1,
    ProgressMeaning.ON_TRACK: 2,
    ProgressMeaning.NOT_STARTED: 3,
    ProgressMeaning.PAUSED: 4,
    ProgressMeaning.AT_RISK: 4,
    ProgressMeaning.OFF_TRACK: 5,
}
FINISHED = frozenset({ProgressMeaning.DONE, ProgressMeaning.DONE_AWAITING_EVIDENCE})


@dataclass(frozen=True)
class KeyStep:
    """One line of a printed key, and all that a rating's tag needs. `rating_id` None is nobody's rating yet."""

    rating_id: int | None
    code: str
    label: str
    meaning: str
    tone: str
    symbol: str
    means: str


NOT_YET_RATED = KeyStep(
    None, "", "Not yet rated", "Nobody has recorded a rating by this date.", "grey", "–", ""
)


class RatingScale(Versioned):
    """A council's own key: of progress (of an action) or of impact (of a section), never of both."""

    class Kind(models.TextChoices):
        PROGRESS = "progress", "Progress rating"
        IMPACT = "impact", "Impact rating"

    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [models.UniqueConstraint(fields=["council", "kind", "name"], name="scale_name_once")]

    def __str__(self) -> str:
        return self.name

    def key(self) -> tuple[KeyStep, ...]:
        """The key as it is printed beside the ratings, in its order (one query)."""
        return tuple(rating.step for rating in self.ratings.in_key_order())


class RatingQuerySet(models.QuerySet["Rating"]):
    def in_key_order(self) -> Self:
        return self.order_by("scale_id", "order", "pk")


class Rating(Versioned):
    """One step of a scale. `meaning` is a ProgressMeaning or an ImpactMeaning, as the scale's kind says."""

    scale = models.ForeignKey(RatingScale, on_delete=models.PROTECT, related_name="ratings")
    code = models.CharField(max_length=20)
    label = models.CharField(max_length=60)
    description = models.CharField(max_length=250, help_text="What it means, as the key prints it.")
    colour = models.CharField(max_length=10, choices=Palette)
    symbol = models.CharField(max_length=2)
    order = models.PositiveSmallIntegerField(default=0)
    meaning = models.CharField(max_length=30)
    needs_narrative = models.BooleanField(default=False)
    needs_evidence = models.BooleanField(
        default=False, help_text="It holds only once somebody other than the lead has accepted evidence."
    )

    objects = RatingQuerySet.as_manager()

    class Meta:
        ordering = ["scale", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["scale", "code"], name="rating_code_once_a_scale")]

    def __str__(self) -> str:
        return self.label

    @property
    def step(self) -> KeyStep:
        return KeyStep(
            self.pk, self.code, self.label, self.description, self.colour, self.symbol, self.meaning
        )
