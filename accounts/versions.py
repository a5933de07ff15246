"""Two people at once: a write names the version it was made from, and a stale one changes nothing."""

from collections.abc import Mapping

from django.db.models import F

from accounts.models import Versioned

LONGEST_VERSION = 9


class StaleVersion(Exception):
    """Somebody else has written since `shown`; the caller shows both texts and keeps what was typed."""

    def __init__(self, subject: Versioned, shown: int) -> None:
        super().__init__(f"{subject} has changed since it was shown.")
        self.subject = subject
        self.shown = shown


def raise_version(subject: Versioned, *, shown: int) -> None:
    """Move `subject` from the version that was shown to the next, or raise StaleVersion.

    One conditional UPDATE, so that of two simultaneous writers exactly one gets through.
    Call it first inside the service's transaction.
    """
    rows = (
        type(subject)._default_manager.filter(pk=subject.pk, version=shown).update(version=F("version") + 1)
    )
    if not rows:
        raise StaleVersion(subject, shown)
    subject.version = shown + 1


def shown_version(post: Mapping[str, str]) -> int:
    """The version a form says it was shown; 0, which no subject ever has, where it says nothing readable."""
    shown = post.get("shown_version", "")
    # Python refuses to read numbers of thousands of digits.
    return int(shown) if shown.isdecimal() and len(shown) <= LONGEST_VERSION else 0
