"""Concrete models for the tests of `core`: money, and ledgers with a subject of one field and of two."""

from django.db import models
from django.db.models import F

from core.ledger import LedgerEntry, LedgerQuerySet
from core.money import PoundsField


class Purse(models.Model):
    """Sums of money to add up."""

    class Kind(models.TextChoices):
        GRANT = "grant", "Grant"
        PETTY = "petty", "Petty cash"

    kind = models.CharField(max_length=10, choices=Kind, default=Kind.GRANT)
    owner = models.CharField(max_length=20, default="")
    amount = PoundsField()
    refund = PoundsField(null=True, blank=True)
    number = models.IntegerField(default=1)


class Write(models.Model):
    """Stands for the record of a write."""


class Thing(models.Model):
    """A subject."""

    name = models.CharField(max_length=20)


class Rating(LedgerEntry):
    """A fact about a thing, with a sum of money."""

    SUBJECT = "thing"

    thing = models.ForeignKey(Thing, models.PROTECT, related_name="ratings")
    code = models.CharField(max_length=10)
    cost = PoundsField(default=0)
    change = models.ForeignKey(Write, models.PROTECT, null=True)

    objects = LedgerQuerySet.as_manager()

    class Meta(LedgerEntry.Meta):
        indexes = [models.Index("thing", F("as_at").desc(), F("id").desc(), name="rating_current")]


class Posting(LedgerEntry):
    """A sum for a thing and a month."""

    SUBJECT = ("thing", "month")

    thing = models.ForeignKey(Thing, models.PROTECT, related_name="postings")
    month = models.DateField()
    amount = PoundsField()
    change = models.ForeignKey(Write, models.PROTECT, null=True, related_name="+")

    objects = LedgerQuerySet["Posting"].as_manager()
