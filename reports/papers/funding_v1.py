"""The funding request, version 1 (document 000): what is asked for by year, where it comes from, and what goes on
when it ends. Once a paper has been published with it, what it says is never changed."""

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from core.dates import full_date, month_name
from core.financial_year import label, start
from core.money import pounds
from core.words import listed
from reports.papers import elements
from reports.papers.choices import is_shown
from reports.papers.composer import Composer
from reports.papers.costings import HIDDEN, CostingRow, Costings, SourceRow
from reports.papers.data import PaperData
from reports.papers.elements import Element
from reports.papers.kinds import ACCESS, OPTIONS, RECOMMENDATIONS, DocumentKind
from reports.papers.parts import Cell, Column, Group, Part, Row, Section, Sheet, Table
from reports.papers.words import counted

ROUNDED = "Each sum is rounded to the pound by itself, so that the rows may differ from the total by a pound or two."
DASH = "–"


def report(data: PaperData, document: DocumentKind) -> Sheet:
    """The report itself, in the order of its kind's sections."""
    return elements.report(data, document, _ELEMENTS)


def _costings(composer: Composer) -> Iterator[Part]:
    yield from _costed(composer, "what is asked for")


def costings_in_short(composer: Composer) -> Iterator[Part]:
    """For a paper that asks for nothing: what the plan's decisions pay for, as first budgeted."""
    yield from _costed(composer, "what the money of the plan was given for, as first budgeted")


def _costed(composer: Composer, what: str) -> Iterator[Part]:
    asked = asked_for(composer.data)
    if not asked.rows:
        return
    number = composer.numbering.table()
    by_year = listed(
        f"{pounds(total, pence=False)} in {label(year)}"
        for year, total in zip(asked.years, asked.totals, strict=True)
    )
    yield composer.say(
        f"Table {number} lists {what}: {counted(len(asked.rows), 'row')}, "
        f"{pounds(asked.total, pence=False)} in all, {by_year}."
    )
    yield costings_table(composer.data, number)


def costings_table(data: PaperData, number: int) -> Table:
    """Every row with its grade, its cost by year and the part of the plan it serves; totals add up as computed."""
    asked, with_why = asked_for(data), is_shown(data, "costings.rationale")
    years = [Column(label(year), "money", is_number=True) for year in asked.years]
    rows = [
        Row(
            (
                Cell(
                    row.label,
                    more=tuple(filter(None, [_terms(row, asked), row.rationale if with_why else ""])),
                ),
                Cell(row.grade or DASH),
                *(Cell(DASH if row.paid_in else pounds(amount, pence=False)) for amount in row.computed),
                Cell(row.plan_reference or "None given"),
            )
        )
        for row in asked.rows
    ]
    total = [Cell(pounds(amount, pence=False)) for amount in asked.totals]
    rows.append(Row((Cell("Total"), Cell(), *total, Cell()), is_total=True))
    return Table(
        f"Table {number}: Revenue costings by financial year, as at {full_date(data.dates['costings'])}",
        (
            Column("Role or sum", "words"),
            Column("Grade", "count"),
            *years,
            Column("Plan reference", "reference"),
        ),
        (Group(tuple(rows)),),
        note=rounding_note(asked),
    )


def _terms(row: CostingRow, asked: Costings) -> str:
    """`Permanent, from April 2025`: only a start that is not the usual one is worth a word."""
    starts = [each.starts for each in asked.rows if each.starts]
    first = min(starts, default=None)
    later = f"from {month_name(row.starts)}" if row.starts and first and row.starts > first else ""
    within = f"paid for within “{row.paid_in}”" if row.paid_in else ""
    return ", ".join(filter(None, [row.contract, later, within]))


def rounding_note(asked: Costings) -> str:
    """Said only where the shown rows do not add up to the shown total."""
    shown = [
        sum((whole(row.computed[at]) for row in asked.rows), Decimal(0)) != whole(asked.totals[at])
        for at in range(len(asked.years))
    ]
    return ROUNDED if any(shown) else ""


def whole(amount: Decimal) -> Decimal:
    """Pounds as a paper shows them, halves up."""
    return amount.quantize(Decimal(1), ROUND_HALF_UP)


def _sources(composer: Composer) -> Iterator[Part]:
    asked = asked_for(composer.data)
    if not asked.sources:
        return
    number = composer.numbering.table()
    yield composer.say(f"Table {number} says where the money comes from.{_growth_in_it(asked)}")
    rows = [
        Row(
            (
                Cell(source.label, more=_balance(source)),
                Cell("Every year" if source.is_recurring else "Once"),
                Cell(pounds(source.amount, pence=False)),
            )
        )
        for source in asked.sources
    ]
    total = sum((source.amount for source in asked.sources), Decimal(0))
    rows.append(Row((Cell("Total"), Cell(), Cell(pounds(total, pence=False))), is_total=True))
    yield Table(
        f"Table {number}: Where the money comes from",
        (Column("Source", "words"), Column("Comes", "state"), Column("Amount", "money", is_number=True)),
        (Group(tuple(rows)),),
    )


def _growth_in_it(asked: Costings) -> str:
    """What the budget already holds comes off what has to be found (document 002: £2.5m less £0.5m)."""
    if not asked.already_in_budget:
        return ""
    total, already = (pounds(sum_, pence=False) for sum_ in (asked.total, asked.already_in_budget))
    net = pounds(asked.total - asked.already_in_budget, pence=False)
    return f" Of {total}, {already} is growth that the budget already holds; {net} has to be found."


def _balance(source: SourceRow) -> tuple[str, ...]:
    if source.balance is None:
        return ()
    on = f" on {full_date(source.balance_on)}" if source.balance_on else ""
    return (f"It held {pounds(source.balance, pence=False)}{on}.",)


def _afterwards(composer: Composer) -> Iterator[Part]:
    """Permanent posts on money for a time (document 000, paragraph 10): their cost when it has ended."""
    asked = asked_for(composer.data)
    going_on = [row for row in asked.rows if row.goes_on]
    if not going_on or asked.funded_until is None or asked.goes_on_from is None:
        return
    number = composer.numbering.table()
    yield composer.say(
        f"The funding ends on {full_date(asked.funded_until)}. {listed(row.label for row in going_on)} are permanent: "
        f"from {full_date(start(asked.goes_on_from))} they cost {pounds(asked.goes_on, pence=False)} in a full year, "
        f"which no funding asked for here pays. Table {number} shows it by role.",
        (row.label for row in going_on),
    )
    rows = [
        Row((Cell(row.label), Cell(row.grade), Cell(pounds(row.goes_on or 0, pence=False))))
        for row in going_on
    ]
    rows.append(Row((Cell("Total"), Cell(), Cell(pounds(asked.goes_on, pence=False))), is_total=True))
    yield Table(
        f"Table {number}: What permanent posts cost in {label(asked.goes_on_from)}, at the pay known now",
        (Column("Role", "words"), Column("Grade", "count"), Column("Full year", "money", is_number=True)),
        (Group(tuple(rows)),),
        note=_note_on(going_on, asked.goes_on),
    )


def _note_on(rows: Sequence[CostingRow], total: Decimal) -> str:
    shown = sum((whole(row.goes_on or Decimal(0)) for row in rows), Decimal(0))
    return ROUNDED if shown != whole(total) else ""


def asked_for(data: PaperData) -> Costings:
    """The costings; none at all for a paper without."""
    return data.costings or Costings((), ())


_ELEMENTS: dict[str, Element] = {
    RECOMMENDATIONS: elements.recommendations,
    OPTIONS: elements.options,
    ACCESS: elements.access,
    "costings": _costings,
    "sources": _sources,
    "afterwards": _afterwards,
}


# The appendix


def printed_and_computed(data: PaperData, document: DocumentKind) -> Sheet:
    """Appendix 1: each sum as it was printed beside the one computed, and why they differ; where the author chose
    so, the computed ones alone."""
    asked = asked_for(data)
    is_held_against = data.printed_sums != HIDDEN
    table = _comparison(asked) if is_held_against else _by_row(asked)
    sections = [Section("Each row", 2, (table,), "rows")]
    if asked.causes and is_held_against:
        sections.append(Section("Why they differ", 2, (_causes(asked),), "causes"))
    return Sheet(
        document.stem,
        document.label,
        f"{document.label}: {document.title}",
        document.landscape,
        tuple(sections),
    )


def _comparison(asked: Costings) -> Table:
    heads = [
        Column(f"{label(year)} {kind}", "money", is_number=True)
        for year in asked.years
        for kind in ("printed", "computed")
    ]
    rows = [Row((Cell(row.label), *_pairs(row.printed, row.computed))) for row in asked.priced]
    printed = [
        sum((row.printed[at] or Decimal(0) for row in asked.rows if row.printed), Decimal(0))
        for at in range(len(asked.years))
    ]
    has_printed = any(row.printed for row in asked.rows)
    rows.append(
        Row((Cell("Sum of the rows"), *_pairs(printed if has_printed else [], asked.totals)), is_total=True)
    )
    if asked.stated:
        stated = [Cell(pounds(amount, pence=False)) for amount in asked.stated[:-1]]
        cells = [cell for one in stated for cell in (one, Cell())]
        rows.append(Row((Cell("Total as printed"), *cells), is_total=True))
    source = f" Printed in: {asked.stated_source}." if asked.stated_source else " Nothing was printed before."
    return Table(
        "Costings by row, as printed and as computed",
        (Column("Role or sum", "words"), *heads),
        (Group(tuple(rows)),),
        note=f"Computed from grade cost, number, start, end and pay award.{source} {rounding_note(asked)}".strip(),
    )


def _by_row(asked: Costings) -> Table:
    heads = [Column(label(year), "money", is_number=True) for year in asked.years]
    rows = [
        Row((Cell(row.label), *(Cell(pounds(amount, pence=False)) for amount in row.computed)))
        for row in asked.priced
    ]
    totals = [Cell(pounds(amount, pence=False)) for amount in asked.totals]
    rows.append(Row((Cell("Sum of the rows"), *totals), is_total=True))
    return Table(
        "Costings by row",
        (Column("Role or sum", "words"), *heads),
        (Group(tuple(rows)),),
        note=f"Computed from grade cost, number, start, end and pay award. {rounding_note(asked)}".strip(),
    )


def _pairs(printed: Sequence[Decimal | None], computed: Sequence[Decimal]) -> Iterator[Cell]:
    for at, amount in enumerate(computed):
        was = printed[at] if at < len(printed) else None
        yield Cell(DASH if was is None else pounds(was, pence=False))
        yield Cell(pounds(amount, pence=False))


def _causes(asked: Costings) -> Table:
    rows = [
        Row((Cell(cause.row), Cell(label(cause.year)), Cell(cause.explanation), Cell(pounds(cause.amount))))
        for cause in asked.causes
    ]
    return Table(
        "Printed sums that are not the computed ones",
        (
            Column("Role or sum", "role"),
            Column("Year", "count"),
            Column("Why", "words"),
            Column("Printed less computed", "money", is_number=True),
        ),
        (Group(tuple(rows)),),
    )


SHEETS: dict[str, Callable[[PaperData, DocumentKind], Sheet]] = {
    "report": report,
    "appendix-1": printed_and_computed,
}
