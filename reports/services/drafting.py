"""Writing a paper: what its authors may change until it is published."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, CouncilOwned, User
from accounts.versions import raise_version
from finance.models import FundingDecision, Tranche
from improvement.models import Meeting, Plan
from reports.access import may_write_paper, may_write_papers, may_write_section
from reports.models import BackgroundPaper, BlockDate, Consultee, Option, Paper, PaperSection, Recommendation
from reports.papers.kinds import ACCESS, CONSULTEES, OPTIONS, RECOMMENDATIONS, kind_of
from reports.papers.layout import key_of
from reports.services.clearance_roles import begin_roles

Listed = TypeVar("Listed", Recommendation, Option, BackgroundPaper, Consultee)
DETAILS = (
    "title",
    "report_of",
    "reference",
    "wards",
    "contact",
    "contact_email",
    "plan_table",
    "printed_sums",
)


NOT_A_WEB_ADDRESS = "Enter a web address that begins with http:// or https://"


def is_web_address(link: str) -> bool:
    return link.lower().startswith(("http://", "https://"))


@dataclass(frozen=True)
class OptionRow:
    """Another option considered, what it would mean and what it would risk."""

    option: str
    impact: str
    risk: str


@dataclass(frozen=True)
class BackgroundRow:
    title: str
    link: str = ""


@dataclass(frozen=True)
class ConsulteeRow:
    name: str
    consulted_on: date
    view: str = ""


@transaction.atomic
def create_paper(
    *,
    council: Council,
    by: User,
    slug: str,
    plan: Plan,
    meeting: Meeting,
    title: str,
    report_of: str,
    kind: str = "progress",
    previous: Paper | None = None,
    decision: FundingDecision | None = None,
    tranche: Tranche | None = None,
    **details: Any,
) -> Paper:
    """Begin a paper for a meeting; one that asks for money names its decision, and its tranche.
    Raises PermissionDenied."""
    if not may_write_papers(by, council):
        raise PermissionDenied
    begin_roles(council=council, by=by)
    paper = Paper.objects.create(
        council=council,
        slug=slug,
        kind=kind,
        plan=plan,
        meeting=meeting,
        title=title,
        report_of=report_of,
        previous=previous,
        decision=decision,
        tranche=tranche,
        **details,
    )
    record("began", paper, council=council, by=by, after={"meeting": str(meeting)})
    return paper


@transaction.atomic
def save_details(
    *,
    paper: Paper,
    by: User,
    shown_version: int,
    details: Mapping[str, str],
    block_dates: Mapping[str, date | None],
) -> bool:
    """Change the title block and the date of each block named; None takes the block's own away, so that it follows
    the leading one's. Gives whether anything differs: as it stands already, nothing is written.
    Raises PermissionDenied or StaleVersion."""
    _may_write(by, paper)
    dates = dict(paper.block_dates.values_list("block", "as_at"))
    before: dict[str, Any] = {name: getattr(paper, name) for name in DETAILS} | dates
    wanted = {name: details.get(name, getattr(paper, name)) for name in DETAILS}
    if before == wanted | {block: day for block, day in {**dates, **block_dates}.items() if day}:
        return False
    raise_version(paper, shown=shown_version)
    for name, value in wanted.items():
        setattr(paper, name, value)
    paper.save(update_fields=DETAILS)
    paper.block_dates.filter(block__in=[block for block, day in block_dates.items() if day is None]).delete()
    for block, as_at in block_dates.items():
        if as_at is None:
            continue
        BlockDate.objects.update_or_create(
            paper=paper, block=block, defaults={"as_at": as_at, "council": paper.council}
        )
    record(
        "changed the details of",
        paper,
        council=paper.council,
        by=by,
        before=before,
        after={**wanted, **block_dates},
    )
    return True


@transaction.atomic
def save_section(
    *, section: PaperSection, by: User, shown_version: int, body: str, heading: str | None = None
) -> bool:
    """Replace the text of one section, and with `heading` the words it stands under, which takes back that it was
    ready. Gives whether they are other words: with the same ones nothing is written. Raises PermissionDenied, or
    StaleVersion when somebody else has saved it since it was shown; other sections do not matter."""
    _may_write_section(by, section.paper, section.key)
    before = {"heading": section.heading, "body": section.body}
    after = {"heading": section.heading if heading is None else heading, "body": body}
    if after == before:
        return False
    raise_version(section, shown=shown_version)
    section.heading, section.body = after["heading"], body
    section.ready_at = section.ready_by = None
    section.save(update_fields=["body", "heading", "ready_at", "ready_by"])
    record("wrote", section, council=section.council, by=by, before=before, after=after)
    return True


@transaction.atomic
def switch_source_list(*, paper: Paper, by: User, shown_version: int, is_on: bool) -> None:
    """Give the paper a source list, or take it out of its pack; as it stands already, nothing happens.
    Raises PermissionDenied or StaleVersion."""
    _may_write(by, paper)
    if paper.has_source_list == is_on:
        return
    raise_version(paper, shown=shown_version)
    paper.has_source_list = is_on
    paper.save(update_fields=["has_source_list"])
    before, after = {"source_list": not is_on}, {"source_list": is_on}
    record("switched the source list of", paper, council=paper.council, by=by, before=before, after=after)


def section_of(paper: Paper, key: str) -> PaperSection:
    """The section of a paper by its key; one nobody has written yet is begun empty."""
    section, _ = PaperSection.objects.select_related("paper__council", "paper__meeting__group").get_or_create(
        paper=paper, key=key, defaults={"council": paper.council}
    )
    return section


def save_recommendations(*, paper: Paper, by: User, shown_version: int, texts: Sequence[str]) -> bool:
    """Replace the recommendations, in order. Raises PermissionDenied or StaleVersion."""
    return _replace(Recommendation, paper, by, shown_version, [{"text": text} for text in texts])


def save_options(*, paper: Paper, by: User, shown_version: int, rows: Sequence[OptionRow]) -> bool:
    """Replace the other options considered. Raises PermissionDenied or StaleVersion."""
    return _replace(Option, paper, by, shown_version, [asdict(row) for row in rows])


def save_background_papers(
    *, paper: Paper, by: User, shown_version: int, rows: Sequence[BackgroundRow]
) -> bool:
    """Replace the list of background papers. Raises PermissionDenied, StaleVersion, or ValidationError where a link
    is none that a reader's browser opens: it is printed in what is published."""
    _may_write_section(by, paper, key_of(kind_of(paper.kind), ACCESS))
    if not all(is_web_address(row.link) for row in rows if row.link):
        raise ValidationError(NOT_A_WEB_ADDRESS)
    return _replace(BackgroundPaper, paper, by, shown_version, [asdict(row) for row in rows])


def save_consultees(*, paper: Paper, by: User, shown_version: int, rows: Sequence[ConsulteeRow]) -> bool:
    """Replace the list of who was consulted. Raises PermissionDenied or StaleVersion."""
    return _replace(Consultee, paper, by, shown_version, [asdict(row) for row in rows])


# What the change log calls each list of a paper, the columns of a row in it, and what of a kind's sections it is.
_LISTS: dict[type[CouncilOwned], tuple[str, tuple[str, ...], str]] = {
    Recommendation: ("recommendations", ("text",), RECOMMENDATIONS),
    Option: ("options", ("option", "impact", "risk"), OPTIONS),
    BackgroundPaper: ("background papers", ("title", "link"), ACCESS),
    Consultee: ("consultees", ("name", "consulted_on", "view"), CONSULTEES),
}


@transaction.atomic
def _replace(
    model: type[Listed], paper: Paper, by: User, shown_version: int, rows: Sequence[Mapping[str, Any]]
) -> bool:
    """Put the rows in the place of those that stand, and give whether they differ: the same ones are not written
    again. The change log keeps both, word for word."""
    name, columns, element = _LISTS[model]
    key = key_of(kind_of(paper.kind), element)
    _may_write_section(by, paper, key)
    listed = model._default_manager.filter(paper=paper)
    standing = list(listed.values_list(*columns))
    given = [tuple(row[each] for each in columns) for row in rows]
    if standing == given:
        return False
    raise_version(paper, shown=shown_version)
    listed.delete()
    model._default_manager.bulk_create(
        model(council=paper.council, paper=paper, order=order, **row) for order, row in enumerate(rows, 1)
    )
    paper.sections.filter(key=key).update(ready_at=None, ready_by=None)
    record(
        f"changed the {name} of",
        paper,
        council=paper.council,
        by=by,
        before={name.replace(" ", "_"): [_told(row) for row in standing]},
        after={name.replace(" ", "_"): [_told(row) for row in given]},
    )
    return True


def _told(cells: Iterable[Any]) -> str:
    """A row as the change log keeps it, all of its cells in one line."""
    return " – ".join(str(cell) for cell in cells if cell)


def _may_write(by: User, paper: Paper) -> None:
    if not may_write_paper(by, paper):
        raise PermissionDenied


def _may_write_section(by: User, paper: Paper, key: str) -> None:
    if not may_write_section(by, paper, key):
        raise PermissionDenied
