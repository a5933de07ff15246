from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import Entry
from core.dates import today
from core.ledger import LedgerQuerySet
from finance.models.decisions import FundingDecision


class DecisionTermsQuerySet(LedgerQuerySet["DecisionTerms"]):
    def by_decision(
        self,
        decisions: Iterable[FundingDecision],
        day: date | None = None,
        known_at: datetime | None = None,
    ) -> dict[int, dict[str, Any]]:
        """What was told of each decision, by its id, as it held on `day` (None: today). One query."""
        rows = self.filter(decision__in=[decision.pk for decision in decisions])
        return dict(rows.current(day or today(), known_at).values_list("decision_id", "terms"))

    def history(self, decision: FundingDecision, known_at: datetime | None = None) -> Self:
        """Every version of a decision's terms written by then, newest first, with who wrote it."""
        written = self.filter(decision=decision).known_at(known_at)
        return written.select_related("recorded_by", "change").order_by("-pk")


class DecisionTerms(Entry):
    """The words, approvals, sources and tranches of a decision, whole, as somebody wrote them down.

    A version that puts something right corrects the one before; one that was changed on purpose stands beside it,
    from its own day. `terms` is a `finance.terms.Terms` as JSON.
    """

    SUBJECT = "decision"

    decision = models.ForeignKey(FundingDecision, on_delete=models.PROTECT, related_name="terms_told")
    terms = models.JSONField(encoder=DjangoJSONEncoder)

    objects = DecisionTermsQuerySet.as_manager()

    class Meta(Entry.Meta):
        verbose_name_plural = "decision terms"
        ordering = ["as_at", "id"]
        indexes = [models.Index(fields=["decision", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"Terms of {self.decision}"
