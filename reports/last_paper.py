"""What the last paper said under the same heading."""

from reports.models import PaperSection
from reports.papers.layout import is_own


def last_section(section: PaperSection) -> PaperSection | None:
    """The section of the paper before this one; one of a paper's own goes by its heading. None where that paper
    had none, or nothing in it."""
    last = section.paper.previous
    if last is None:
        return None
    same = {"heading": section.heading} if is_own(section.key) else {"key": section.key}
    return last.sections.standing().filter(**same).exclude(body="").order_by("pk").first()
