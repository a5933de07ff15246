from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Council, CouncilOwned, User
from core.dates import now

LONGEST_QUERY = 1000


class NamedViewQuerySet(models.QuerySet["NamedView"]):
    def shown_to(self, user: User, council: Council) -> Self:
        """A person's own views, and those others share within the council, by name."""
        mine_or_shared = Q(owner=user) | Q(is_shared=True)
        return self.filter(mine_or_shared, council=council).select_related("owner").order_by("name", "pk")

    def owned_by(self, user: User, council: Council) -> Self:
        return self.filter(owner=user, council=council).order_by("name", "pk")


class NamedView(CouncilOwned):
    """Filters of the action list under a name: private to whoever saved them, or shared within the council.

    `query` is what stands in the list's address; a day asked for is not part of it.
    """

    name = models.CharField(max_length=80)
    query = models.CharField(max_length=LONGEST_QUERY)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="named_views")
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = NamedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["council", "owner", "name"], name="view_name_once_a_person")
        ]

    def __str__(self) -> str:
        return self.name
