from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models

from accounts.models.council import Council, CouncilOwned
from core.dates import now


class ChangeQuerySet(models.QuerySet["Change"]):
    def for_subject(self, subject: models.Model) -> Self:
        return self.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)

    def in_batch(self, batch: UUID) -> Self:
        return self.filter(batch=batch)

    def for_audit(self, council: Council) -> Self:
        """The change log of a council, newest first, with who did it."""
        return self.filter(council=council).select_related("by").order_by("-id")


class Change(CouncilOwned):
    """One service call that wrote something: who, when, what, and the values before and after.

    The subject is kept as plain values, so that the log reads the same whatever becomes of it.
    """

    at = models.DateTimeField(default=now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=250)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    batch = models.UUIDField(null=True)
    is_guarded = models.BooleanField(
        default=False, help_text="Whether its values belong to what is not for publication."
    )

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["council", "-id"]),
            models.Index(fields=["subject_type", "subject_id", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.by} {self.verb} {self.subject_label}"

    def differences(self) -> list[tuple[str, Any, Any]]:
        """What changed, as (name, before, after), in plain values; names as a person would say them."""
        return [
            (name.replace("_", " ").capitalize(), self.before.get(name), self.after.get(name))
            for name in {**self.before, **self.after}
            if _said(self.before.get(name)) != _said(self.after.get(name))
        ]


def _said(value: Any) -> Any:
    # Nothing, an empty text and an empty list say the same; 0 and "no" do not.
    return None if value in (None, "", []) else value
