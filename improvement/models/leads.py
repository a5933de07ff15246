from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from accounts.models import Entry
from core.ledger import LedgerQuerySet


class LeadQuerySet(LedgerQuerySet["Lead"]):
    def name_on(
        self, *, day: date, known_at: datetime | None = None, subject_outer_ref: str = "pk"
    ) -> Subquery:
        """For an action queryset: who led it on `day`, by name; empty where nobody did."""
        held = self.standing(day, known_at).filter(action=OuterRef(subject_outer_ref))
        name = Coalesce("lead__name", "partner_lead")
        return Subquery(held.order_by("-as_at", "-id").values(who=name)[:1])

    def for_timeline(self) -> "LeadQuerySet":
        return self.select_related("lead", "recorded_by").order_by("-as_at", "-id")


class Lead(Entry):
    """Who leads an action from `as_at` on: a person, a partner's role, or nobody yet.

    `Action.lead` and `Action.partner_lead` say the same of today, for permissions and forms.
    """

    SUBJECT = "action"

    action = models.ForeignKey("improvement.Action", on_delete=models.PROTECT, related_name="leads")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner_lead = models.CharField(max_length=120, blank=True)

    objects = LeadQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["action", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.who or 'Nobody yet'} from {self.as_at}"

    @property
    def who(self) -> str:
        return self.lead.name if self.lead else self.partner_lead
