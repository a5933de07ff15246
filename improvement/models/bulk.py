from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from accounts.models import Change, Council, CouncilOwned
from core.dates import now

UNDO_FOR = timedelta(days=1)


class BulkUpdateQuerySet(models.QuerySet["BulkUpdate"]):
    def of(self, council: Council) -> Self:
        """The council's bulk updates, newest first, with who made them; `is_undone` where one was taken back."""
        undone = BulkUpdate.objects.filter(undoes=OuterRef("pk"))
        found = self.filter(council=council).select_related("recorded_by", "undoes")
        return found.annotate(is_undone=Exists(undone)).order_by("-pk")


class BulkUpdate(CouncilOwned):
    """One change made to many actions at once, or the undoing of one: what was asked, and which rows it left out.

    Its changes are those of the change log that carry the same `batch`.
    """

    batch = models.UUIDField(unique=True)
    asked = models.JSONField(default=list, help_text="Pairs of a label and what was chosen.")
    changed = models.JSONField(default=list, help_text="The actions that were changed, as number and label.")
    kept_out = models.JSONField(default=list, help_text="The actions that were not, each with the reasons.")
    edits = models.JSONField(
        default=list, help_text="What the words of each action were before, for undoing."
    )
    recorded_at = models.DateTimeField(default=now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    # Set by `BulkUpdateQuerySet.of`.
    is_undone: bool

    objects = BulkUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        many = len(self.changed)
        what = "Undoing of a bulk update" if self.undoes_id else "Bulk update"
        return f"{what} of {many} {'action' if many == 1 else 'actions'}"

    @property
    def can_still_be_undone(self) -> bool:
        """Whether its day is not over; whether anything relies on it is asked when it is undone."""
        return self.undoes_id is None and now() - self.recorded_at <= UNDO_FOR

    @property
    def changes(self) -> models.QuerySet[Change]:
        return Change.objects.in_batch(self.batch)
