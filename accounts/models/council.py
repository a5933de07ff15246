from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from accounts.models.user import User
from accounts.roles import Role
from core.dates import today


class CouncilQuerySet(models.QuerySet["Council"]):
    def of(self, user: "User") -> Self:
        """The councils this person belongs to today."""
        return self.filter(memberships__in=Membership.objects.current().filter(user=user)).distinct()


class Council(models.Model):
    """The authority whose plan this is, and the way it governs itself."""

    class System(models.TextChoices):
        COMMITTEE = "committee", "Committee system"
        EXECUTIVE = "executive", "Executive (leader and cabinet)"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=60)
    system = models.CharField(max_length=20, choices=System, default=System.COMMITTEE)
    colour = models.CharField(
        max_length=7,
        default="#1d4f76",
        validators=[RegexValidator(r"^#[0-9a-f]{6}$", "Enter a colour like #1d4f76.")],
    )
    publishes_papers = models.BooleanField(
        default=False, help_text="Whether published open papers can be read by anybody, without signing in."
    )

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class CouncilOwned(models.Model):
    """A row of one council. The service that creates it sets the council, equal to its parent's."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    @property
    def is_guarded(self) -> bool:
        """Whether the change log keeps its words from who may not see what is not for publication."""
        return False


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, day: date | None = None) -> Self:
        """Memberships in force on `day` (default today)."""
        day = day or today()
        return self.filter(started_on__lte=day).filter(Q(ended_on=None) | Q(ended_on__gt=day))

    def for_people_page(self, council: Council) -> Self:
        """Every membership of a council with its person: first those in force, then those ended."""
        return (
            self.filter(council=council)
            .select_related("user", "council")
            .order_by(F("ended_on").desc(nulls_first=True), "user__name", "role")
        )

    def for_demonstration(self) -> Self:
        """The sign-ins that the demonstration offers: one a role and council, named after both."""
        named_after_it = Concat(
            "role", Value("@"), "council__slug", Value(".example"), output_field=models.CharField()
        )
        offered = self.current().filter(user__is_active=True, user__email=named_after_it)
        return offered.select_related("user", "council").order_by("council__name", "role")


class Membership(CouncilOwned):
    """A person in one role of one council, from a date until a date. Ended, never deleted."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    started_on = models.DateField(default=today)
    ended_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["council", "user", "role"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user", "role"],
                condition=Q(ended_on=None),
                name="one_open_membership_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}, {self.council}"
