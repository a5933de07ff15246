"""Stage 1, for the look: what a council chose for one kind of paper, as it is frozen with it."""

from accounts.models import Council
from reports.models import HouseStyle, Paper
from reports.papers import style
from reports.papers.kinds import Kind, kind_of

FOR_ALL = "all"


def kind_for(paper: Paper) -> Kind:
    """The kind of a paper under its council's own headings."""
    return restyled_for(paper.council, paper.kind)


def restyled_for(council: Council, kind: str) -> Kind:
    """A kind under the council's own headings. Raises `KeyError` for a kind that does not exist."""
    return style.restyled(kind_of(kind), style_of(council, kind))


def style_of(council: Council, kind: str) -> style.HouseStyle | None:
    """What the council chose for the kind; None where it chose nothing."""
    row: HouseStyle | None = getattr(council, "house_style", None)
    return frozen(row, kind) if row else None


def frozen(row: HouseStyle, kind: str) -> style.HouseStyle | None:
    """The row's values for one kind as plain data; None where they are all the kind's own."""
    known = {section.key for section in kind_of(kind).sections}
    logo = style.Logo(row.logo_digest, row.logo_media, row.logo_alternative) if row.logo_digest else None
    found = style.HouseStyle(
        second_colour=row.second_colour,
        logo=logo,
        headings={key: words for key, words in row.headings.get(kind, {}).items() if key in known},
        group=row.groups.get(kind, ""),
        order=tuple(key for key in row.orders.get(kind, ()) if key in known),
        terms=dict(row.terms),
        exclusion=row.exclusion,
        word_template=row.word_templates.get(kind) or row.word_templates.get(FOR_ALL, ""),
        face=row.face,
    )
    return None if found == style.HouseStyle() else found
