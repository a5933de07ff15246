from datetime import date
from typing import Self

from django.conf import settings
from django.db import models

from accounts.models import Council, Versioned


class GroupQuerySet(models.QuerySet["Group"]):
    def workstreams(self) -> Self:
        return self.filter(kind=Group.Kind.WORKSTREAM)

    def of(self, council: Council) -> Self:
        return self.filter(council=council)


class Group(Versioned):
    """A body that meets: workstream group, oversight group, board, committee or full council."""

    class Kind(models.TextChoices):
        WORKSTREAM = "workstream", "Workstream group"
        OVERSIGHT = "oversight", "Partnership oversight group"
        BOARD = "board", "Improvement board"
        COMMITTEE = "committee", "Committee"
        CABINET = "cabinet", "Cabinet"
        FULL_COUNCIL = "full_council", "Full Council"

    kind = models.CharField(max_length=20, choices=Kind)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    chair = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="chaired_groups",
    )
    order = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["council", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("group")

    def from_day(self, day: date) -> Self:
        """Meetings on or after `day`, soonest first."""
        return self.filter(held_on__gte=day).order_by("held_on", "pk")

    def with_cutoff_from(self, day: date) -> Self:
        """Meetings whose updates are still to come in on `day`, the nearest cut-off first."""
        return self.filter(update_cutoff__gte=day).order_by("update_cutoff", "pk")


class Meeting(Versioned):
    """One sitting of a group. `update_cutoff` is the last day for updates that its paper reports."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    update_cutoff = models.DateField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "group"]
        constraints = [models.UniqueConstraint(fields=["group", "held_on"], name="group_meets_once_a_day")]

    def __str__(self) -> str:
        from core.dates import full_date

        return f"{self.group}, {full_date(self.held_on)}"
