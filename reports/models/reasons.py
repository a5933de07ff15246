from collections.abc import Iterable
from typing import Self

from django.db import models

from accounts.models import Council, Entry, Versioned
from core.dates import today
from core.ledger import LedgerQuerySet
from reports.models.papers import Paper


class ReasonQuerySet(LedgerQuerySet["Reason"]):
    def of(self, council: Council) -> Self:
        return self.filter(council=council).select_related("recorded_by", "paper__meeting__group")

    def answering(self, council: Council, digests: Iterable[str]) -> Self:
        """The reasons that stand today for warnings of these digests, in whatever paper they were given."""
        return self.of(council).filter(digest__in=list(digests)).current(today())

    def for_list(self, council: Council) -> Self:
        """Every reason that stands today, the latest first."""
        return self.of(council).current(today()).order_by("-recorded_at", "-pk")


class Reason(Entry):
    """Why a warning of the checks may stand: given for the sentence or thing it is about, in one paper, and
    remembered in later ones until the sentence or its numbers change. Taking it back is a void."""

    SUBJECT = ("council", "digest")

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="reasons")
    code = models.CharField(max_length=40, help_text="Of the check: typed-number, stated-total, …")
    digest = models.CharField(max_length=64, help_text="Of code and `about`: the same in every paper.")
    about = models.TextField(help_text="What the warning is about, in words.")
    words = models.TextField(help_text="The reason.")

    objects = ReasonQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["council", "digest", "as_at", "id"]
        indexes = [
            models.Index(fields=["council", "digest", "-as_at", "-id"], name="reason_by_subject"),
            models.Index(fields=["council", "-recorded_at"], name="reason_by_council"),
        ]

    def __str__(self) -> str:
        return self.about if len(self.about) <= 80 else f"{self.about[:79]}…"


class WordList(Versioned):
    """What a council's checks know: acronyms its readers know, and hosts that ask for a sign-in; one a line."""

    acronyms = models.TextField(blank=True, help_text="`SEND special educational needs and disabilities`")
    hosts = models.TextField(
        blank=True, help_text="`staff.eastshire.example`; `.example` with all beneath it."
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["council"], name="one_word_list_a_council")]

    def __str__(self) -> str:
        return f"Words the checks of {self.council} know"
