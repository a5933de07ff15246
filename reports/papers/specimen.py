"""A page of sample text to see a house style on: words of every sort, and no figure of anybody's."""

from datetime import date
from decimal import Decimal

from accounts.models import Council
from reports.papers.data import BackgroundRow, Identity, LaidOut, Narrative, OptionRow, PaperData, PlanData
from reports.papers.kinds import Kind
from reports.papers.spend import SpendData
from reports.papers.style import HouseStyle, restyled

_WORDS = (
    "A paragraph as authors write it, with **bold** and *italic* words and a [link](https://www.gov.uk).\n\n"
    "A paragraph with sub-paragraphs:\n\n(a) the first, lettered;\n(b) the second.\n\n- a bullet within\n\n"
    "> Somebody’s own words, which carry no number."
)


def specimen(council: Council, kind: Kind, style: HouseStyle | None, *, colour: str, day: date) -> PaperData:
    """A paper of the kind with sample words under each of its headings, as the style has them. Nothing is read."""
    own = restyled(kind, style)
    shown = [
        section for section in own.sections if section.element in ("words", "recommendations", "options")
    ]
    return PaperData(
        kind=kind.key,
        template=kind.template,
        identity=_identity(council, kind, colour, day),
        previous=None,
        dates={block.key: day for block in kind.every_block},
        narratives=tuple(
            Narrative(0, section.key, section.heading, _WORDS if at == 0 else "A paragraph of sample text.")
            for at, section in enumerate(shown)
            if section.element == "words"
        ),
        recommendations=("note the sample page; and", "say whether it reads well."),
        options=(OptionRow("Another style", "Papers would look different", "None"),),
        background=(BackgroundRow("A background paper", "https://www.gov.uk"),),
        plan=PlanData("Improvement plan", "IP", True, "Progress rating", (), "Impact rating", (), ()),
        highlights=(),
        risks=(),
        posts=(),
        spend=SpendData(day.replace(day=1), day.year, Decimal(0), "", (), ()),
        stated=(),
        layout=tuple(
            LaidOut(section.key) for section in own.sections if section in shown or _is_last(section.key)
        ),
        style=style,
    )


def _is_last(key: str) -> bool:
    return key == "access"


def _identity(council: Council, kind: Kind, colour: str, day: date) -> Identity:
    return Identity(
        pk=0,
        slug="sample",
        title=f"Sample page: {kind.label.lower()}",
        council=council.name,
        council_short=council.short_name,
        council_slug=council.slug,
        colour=colour,
        committee="Children and Families Committee",
        meeting_date=day,
        report_of="Director of Children’s Services",
        reference="SAMPLE/1",
        wards="All wards",
        classification="Open",
        contact="Name of the contact officer",
        contact_email="",
    )
