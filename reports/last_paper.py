"""What there is to begin a section from: what the last paper said there, and the council's standard text."""

from accounts.models import User
from reports.access import may_see_draft
from reports.models import HouseStyle, Paper, PaperSection
from reports.papers.layout import is_own


def last_paper(paper: Paper, reader: User) -> Paper | None:
    """The paper before this one; none where it is not for publication and this person may not read it."""
    last = paper.previous
    return last if last and may_see_draft(reader, last) else None


def last_section(section: PaperSection, reader: User) -> PaperSection | None:
    """The section of the paper before this one; one of a paper's own goes by its heading. None where that paper
    had none, or nothing in it."""
    last = last_paper(section.paper, reader)
    if last is None:
        return None
    same = {"heading": section.heading} if is_own(section.key) else {"key": section.key}
    return last.sections.standing().filter(**same).exclude(body="").order_by("pk").first()


def standard_text(section: PaperSection) -> str:
    """What the council's papers say under this heading unless their authors say otherwise."""
    return str(HouseStyle.objects.of(section.council).texts.get(section.key, ""))
