from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Council, Versioned
from core.dates import full_date, publication_deadline
from improvement.models.retirement import without_retired


class GroupQuerySet(models.QuerySet["Group"]):
    def workstreams(self) -> Self:
        return self.filter(kind=Group.Kind.WORKSTREAM)

    def of(self, council: Council) -> Self:
        return self.filter(council=council)

    def existing_on(self, day: date, known_at: datetime | None = None) -> Self:
        """Those that had not been retired by `day`, or met again, as known at `known_at`."""
        return without_retired(self, "group", day, known_at)


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
    retired_because = models.CharField(max_length=250, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        constraints = [models.UniqueConstraint(fields=["council", "name"], name="group_name_once")]

    def __str__(self) -> str:
        return self.name


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("group", "user")

    def on(self, day: date) -> Self:
        """Who belonged on `day`; the day somebody left is no longer theirs."""
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))


class GroupMember(Versioned):
    """Somebody of a group from one day until another: a person with a sign-in, or a partner's named role."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner_role = models.CharField(
        max_length=120, blank=True, help_text="A partner's role without an account."
    )
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        ordering = ["group", "started_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(partner_role=""), name="group_member_is_person_or_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.group}"

    @property
    def name(self) -> str:
        return self.user.name if self.user else self.partner_role


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("group")

    def not_cancelled(self) -> Self:
        return self.exclude(state=Meeting.State.CANCELLED)

    def from_day(self, day: date) -> Self:
        """Meetings on or after `day`, soonest first."""
        return self.not_cancelled().filter(held_on__gte=day).order_by("held_on", "pk")

    def by_day(self, day: date) -> Self:
        """Meetings on or before `day`, the latest first."""
        return self.not_cancelled().filter(held_on__lte=day).order_by("-held_on", "-pk")

    def with_cutoff_from(self, day: date) -> Self:
        """Meetings whose updates are still to come in on `day`, the nearest cut-off first."""
        return self.not_cancelled().filter(update_cutoff__gte=day).order_by("update_cutoff", "pk")

    def with_cutoff_before(self, day: date) -> Self:
        """Meetings whose updates should be in on `day`, the latest cut-off first."""
        return self.not_cancelled().filter(update_cutoff__lt=day).order_by("-update_cutoff", "-pk")


class Meeting(Versioned):
    """One sitting of a group. `update_cutoff` is the last day for updates that its paper reports."""

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField()
    update_cutoff = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    cancelled_because = models.CharField(max_length=250, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "group"]
        constraints = [models.UniqueConstraint(fields=["group", "held_on"], name="group_meets_once_a_day")]

    def __str__(self) -> str:
        return f"{self.group}, {full_date(self.held_on)}"

    @property
    def is_cancelled(self) -> bool:
        return self.state == Meeting.State.CANCELLED

    @property
    def paper_deadline(self) -> date:
        """The last day on which its papers may be published: five clear days before it."""
        return publication_deadline(self.held_on)

    def has_begun(self, day: date) -> bool:
        """Whether it can have decided anything by `day`: its day has come and it was not called off."""
        return self.held_on <= day and not self.is_cancelled
