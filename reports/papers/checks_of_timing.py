"""Checks of a paper's own dates: the notice of a key decision."""

from collections.abc import Iterator

from reports.papers.data import PaperData
from reports.papers.finding import WARNING, Finding


def notice(data: PaperData) -> Iterator[Finding]:
    """A key decision whose notice is not on record in time, with what the law leaves to do."""
    if data.notified and data.notified.warning:
        view, arguments = "reports:paper-notice", (data.identity.pk,)
        yield Finding(WARNING, "key-decision-notice", "Key decision", data.notified.warning, view, arguments)
