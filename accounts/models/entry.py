from django.db import models

from accounts.models.change import Change
from accounts.models.council import CouncilOwned
from core.ledger import LedgerEntry


class Entry(CouncilOwned, LedgerEntry):
    """A ledger entry of a council, tied to the service call that appended it."""

    change = models.ForeignKey(Change, null=True, on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta(LedgerEntry.Meta):
        abstract = True


class Versioned(CouncilOwned):
    """A subject that two people may write about at once; see `accounts.versions`."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
