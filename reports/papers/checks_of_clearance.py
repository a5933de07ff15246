"""Whether everybody who has to clear a paper has cleared it as it now stands, and of locked figures."""

from collections.abc import Iterator

from reports.papers.data import PaperData
from reports.papers.finding import BLOCKER, Finding


def clearance(data: PaperData) -> Iterator[Finding]:
    """A blocker for each role that is missing, which leads to its page; one more while the figures are live."""
    missing = [row for row in data.clearances if row.is_required and row.cleared_on is None]
    if missing and not data.lock:
        message = "The figures are not locked yet. Lock them, then ask for clearance."
        view = "reports:paper-clearance"
        yield Finding(BLOCKER, "not-locked", "Clearance", message, view, (data.identity.pk,))
    for row in missing:
        message = f"Clearance is missing: {row.why}."
        place = (data.identity.pk, row.role_key)
        yield Finding(BLOCKER, "clearance-missing", row.role, message, "reports:paper-review", place)
