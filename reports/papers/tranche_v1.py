"""The tranche drawdown, version 1 (document 003): what was authorised, drawn and brought forward, and what the
tranche asked for pays for. Once a paper has been published with it, what it says is never changed."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from core.dates import full_date, last_of_month
from core.financial_year import label
from core.money import pounds, round_thousands, thousands
from reports.papers import chosen, elements, printed_v1
from reports.papers.choices import code
from reports.papers.composer import Composer, escaped
from reports.papers.data import PaperData
from reports.papers.drawdown import AllocationRow, Drawdown, TrancheRow
from reports.papers.elements import Element
from reports.papers.kinds import ACCESS, CONSULTEES, OPTIONS, RECOMMENDATIONS, DocumentKind
from reports.papers.parts import Cell, Column, Group, Item, Part, Points, Row, Section, Sheet, Table
from reports.papers.text import inline
from reports.papers.words import counted

ROUNDED = "Each sum is rounded to £1,000 by itself, so that the rows may differ from the total by 1 or 2."
NO_STREAM = "Not named"


def report(data: PaperData, document: DocumentKind) -> Sheet:
    """The report itself, in the order of its kind's sections."""
    return elements.report(data, document, _ELEMENTS, _decision_type(data))


def _decision_type(data: PaperData) -> tuple[tuple[str, str], ...]:
    """Whether it is a key decision, why, and by when notice of it has to be given; the clerk decides it."""
    asked = data.drawdown
    if asked is None:
        return ()
    words = {True: "Key decision", False: "Not a key decision", None: "Not yet decided"}[asked.is_key]
    notice = f"By {full_date(asked.notice_by)}, 28 clear days before the meeting" if asked.notice_by else ""
    if data.notified and data.notified.told:
        notice = data.notified.told
    reasons = asked.key_reasons if asked.is_key else ""
    return ("Decision type", words), ("Reasons", reasons), ("Notice of the decision", notice)


def _recommendations(composer: Composer) -> Iterator[Part]:
    """What the committee is asked to do, lettered."""
    rows = composer.data.recommendations
    if rows:
        committee = composer.data.identity.committee
        yield composer.say(f"The {committee} is recommended to:", [committee])
        yield Points(tuple(Item(composer.line(text), f"({letter(at)})") for at, text in enumerate(rows)))


def letter(at: int) -> str:
    """`a` for 0, `z` for 25, `aa` for 26."""
    before, last = divmod(at, 26)
    return (letter(before - 1) if before else "") + chr(ord("a") + last)


def _alternatives(composer: Composer) -> Iterator[Part]:
    """The alternatives, which number from 1 by themselves, so that a member may speak of alternative 2."""
    rows = composer.data.options
    if rows:
        words = (" ".join(map(_sentence, (row.option, row.impact, row.risk))) for row in rows)
        these = "This is the alternative" if len(rows) == 1 else "These are the alternatives"
        yield composer.say(f"{these} to the recommendations:")
        yield Points(tuple(Item(inline(escaped(text)), f"{at}.") for at, text in enumerate(words, 1)))


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "?", "!")) else f"{text}."


# Money


def _resources(composer: Composer) -> Iterator[Part]:
    asked = composer.data.drawdown
    if asked is None:
        return
    if asked.tranches:
        number = composer.numbering.table()
        yield composer.say(f"{_authority_words(asked)} Table {number} shows it.", [asked.approved_by])
        yield _tranches(composer.data, asked, number)
    if asked.rows:
        number = composer.numbering.table()
        yield composer.say(_allocation_words(asked, number))
        yield allocation_table(composer.data, asked, number)
        number = composer.numbering.table()
        yield composer.say(f"Table {number} says which funding pays for it.")
        yield _streams(asked, number)


def _authority_words(asked: Drawdown) -> str:
    by = asked.approved_by or "The council"
    when = f" on {full_date(asked.effective_on)}" if asked.effective_on else ""
    others = [row for row in asked.tranches if not row.is_asked and row.drawn]
    told = [
        f"{by} authorised {_whole(asked.authorised)}{when}, in {counted(len(asked.tranches), 'tranche')}.",
        *(f"Tranche {row.number}, {_whole(row.drawn)}, has been drawn down." for row in others),
        *([_asked_words(asked.asked)] if asked.asked else []),
    ]
    return " ".join(told)


def _asked_words(row: TrancheRow) -> str:
    words = f"This report asks for tranche {row.number}, {_whole(row.amount)}."
    if not row.brought_forward:
        return words
    when = f" on {full_date(row.brought_forward_on)}" if row.brought_forward_on else ""
    return (
        f"{words} {_whole(row.brought_forward)} of it was brought forward{when} and is part of that sum: "
        f"{_whole(row.to_draw)} is still to be drawn."
    )


def _tranches(data: PaperData, asked: Drawdown, number: int) -> Table:
    rows = [
        Row(
            (
                Cell(f"Tranche {row.number}", more=_tranche_notes(row)),
                *(Cell(_whole(sum_)) for sum_ in (row.amount, row.brought_forward, row.drawn, row.to_draw)),
            )
        )
        for row in asked.tranches
    ]
    amount = sum((row.amount for row in asked.tranches), Decimal(0))
    forward = sum((row.brought_forward for row in asked.tranches), Decimal(0))
    sums = (amount, forward, asked.drawn, asked.to_draw)
    rows.append(Row((Cell("Total"), *(Cell(_whole(sum_)) for sum_ in sums)), is_total=True))
    heads = ("Authorised", "Brought forward", "Drawn, with what was brought forward", "To draw")
    return Table(
        f"Table {number}: Tranches as at {full_date(data.dates['drawdown'])}, before this report is decided",
        (Column("Tranche", "words"), *(Column(head, "money", is_number=True) for head in heads)),
        (Group(tuple(rows)),),
    )


def _tranche_notes(row: TrancheRow) -> tuple[str, ...]:
    asked = "Asked for in this report." if row.is_asked else ""
    return tuple(filter(None, [asked, f"Brought forward: {_sentence(row.note)}" if row.note else ""]))


def _allocation_words(asked: Drawdown, number: int) -> str:
    words = f"Table {number} sets out what it pays for: {counted(len(asked.rows), 'line')}, "
    words += f"{_whole(asked.allocated)} in all."
    left = asked.asked.amount - asked.allocated if asked.asked else Decimal(0)
    if left > 0:
        words += f" {_whole(left)} of the tranche is not allocated yet."
    elif left < 0:
        words += f" That is {_whole(-left)} more than the tranche."
    if asked.indicative and len(asked.indicative) < len(asked.rows):
        agreed = "the others are" if len(asked.rows) - len(asked.indicative) > 1 else "the other is"
        many = (
            f"{len(asked.indicative)} of the lines are"
            if len(asked.indicative) > 1
            else "One of the lines is"
        )
        words += f" {many} indicative and may change; {agreed} agreed."
    elif asked.indicative:
        words += " The lines are indicative and may change."
    return words


def allocation_table(data: PaperData, asked: Drawdown, number: int) -> Table:
    """Every line in £000 by financial year, every cell filled in; totals are rounded from the exact sums."""
    named = [(asked.label(row), row.amounts) for row in asked.rows]
    caption = f"Table {number}: What the tranche pays for by financial year, in £000, as at "
    return _in_thousands(caption + full_date(data.dates["drawdown"]), "Revenue", asked.years, named)


def _streams(asked: Drawdown, number: int) -> Table:
    sums: dict[str, tuple[Decimal, ...]] = {}
    for row in asked.rows:
        stream = row.stream or NO_STREAM
        before = sums.get(stream, (Decimal(0),) * len(row.amounts))
        sums[stream] = tuple(one + other for one, other in zip(before, row.amounts, strict=True))
    caption = f"Table {number}: Funding streams by financial year, in £000"
    return _in_thousands(caption, "Funding stream", asked.years, list(sums.items()))


def _in_thousands(
    caption: str, head: str, years: tuple[int, ...], named: list[tuple[str, tuple[Decimal, ...]]]
) -> Table:
    columns = [*(label(year) for year in years), "Future Years", "Total"]
    whole = [(name, (*amounts, sum(amounts, Decimal(0)))) for name, amounts in named]
    totals = tuple(sum(column, Decimal(0)) for column in zip(*(sums for _, sums in whole), strict=True))
    rows = [Row((Cell(name), *(Cell(thousands(sum_)) for sum_ in sums))) for name, sums in whole]
    rows.append(Row((Cell("Total"), *(Cell(thousands(sum_)) for sum_ in totals)), is_total=True))
    shown = [tuple(map(round_thousands, sums)) for _, sums in whole]
    return Table(
        caption,
        (Column(head, "words"), *(Column(name, "score", is_number=True) for name in columns)),
        (Group(tuple(rows)),),
        note=rounding_note(shown, tuple(map(round_thousands, totals))),
    )


def rounding_note(rows: list[tuple[int, ...]], totals: tuple[int, ...]) -> str:
    """Said only where shown parts do not add up to a shown total, down a column or along a row; each ends in
    its total."""
    down = any(sum(column) != total for column, total in zip(zip(*rows, strict=True), totals, strict=True))
    along = any(sum(row[:-1]) != row[-1] for row in (*rows, totals))
    return ROUNDED if down or along else ""


def _whole(amount: Decimal) -> str:
    return pounds(amount, pence=False)


# Risks and consultees


def _risks(composer: Composer) -> Iterator[Part]:
    every, risks = composer.data.risks, chosen.risks(composer.data)
    if not every:
        return
    least = code(composer.data, "risks.least")
    if not risks:
        yield composer.say(
            f"None of {counted(len(every), 'risk')} to the plan has a score of {least} or more."
        )
        return
    number = composer.numbering.table()
    yield composer.say(
        f"Table {number} lists {counted(len(risks), 'risk')} to the plan and what is done about each."
        f"{_beside(len(every) - len(risks), least)}"
    )
    rows = [
        Row(
            (
                Cell(risk.title, more=tuple(filter(None, [_because(risk.cause, risk.effect)]))),
                Cell(risk.mitigation or "Nothing recorded."),
            )
        )
        for risk in risks
    ]
    yield Table(
        f"Table {number}: Risks and what is done about them, as at {full_date(composer.data.dates['risks'])}",
        (Column("Risk", "words"), Column("Mitigation", "words")),
        (Group(tuple(rows)),),
    )


def _beside(number: int, least: str) -> str:
    if not number:
        return ""
    return f" {number} with a score below {least} {'is' if number == 1 else 'are'} not listed."


def _because(cause: str, effect: str) -> str:
    parts = (f"Cause: {_sentence(cause)}" if cause.strip() else "", f"Effect: {_sentence(effect)}")
    return " ".join(filter(None, (parts[0], parts[1] if effect.strip() else "")))


def _consultees(composer: Composer) -> Iterator[Part]:
    rows = composer.data.consultees
    if not rows:
        return
    number = composer.numbering.table()
    yield composer.say(f"Table {number} says who was consulted, when, and what they said.")
    yield Table(
        f"Table {number}: Who was consulted, and when",
        (Column("Consulted", "named"), Column("On", "state"), Column("What they said", "words")),
        (Group(tuple(Row((Cell(row.name), Cell(full_date(row.on)), Cell(row.view))) for row in rows)),),
    )


_ELEMENTS: dict[str, Element] = {
    RECOMMENDATIONS: _recommendations,
    OPTIONS: _alternatives,
    ACCESS: elements.access,
    CONSULTEES: _consultees,
    "resources": _resources,
    "printed": printed_v1.printed,
    "risks": _risks,
}


# The appendix


def lines_and_spend(data: PaperData, document: DocumentKind) -> Sheet:
    """Appendix 1: every line in pounds with its funding, who agreed it, and what it has spent."""
    asked = data.drawdown
    parts = (_lines(asked),) if asked else ()
    heading = f"{document.label}: {document.title}"
    section = Section("Each line", 2, parts, "lines")
    return Sheet(document.stem, document.label, heading, document.landscape, (section,))


def _lines(asked: Drawdown) -> Table:
    rows = [
        Row(
            (
                Cell(f"{row.code} {row.name}"),
                Cell(row.stream or NO_STREAM),
                Cell(_agreed(row)),
                Cell(_whole(row.total)),
                Cell("Nothing entered" if row.spent is None else _whole(row.spent)),
            )
        )
        for row in asked.rows
    ]
    sums = (Cell(_whole(asked.allocated)), Cell(_whole(asked.spent)))
    rows.append(Row((Cell("Total"), Cell(), Cell(), *sums), is_total=True))
    through = full_date(last_of_month(asked.spent_through))
    return Table(
        f"Lines of the tranche, with spend to {through}",
        (
            Column("Line", "words"),
            Column("Funding stream", "keyed"),
            Column("Allocation", "keyed"),
            Column("Budget", "money", is_number=True),
            Column("Spent", "money", is_number=True),
        ),
        (Group(tuple(rows)),),
    )


def _agreed(row: AllocationRow) -> str:
    if row.is_indicative:
        return "Indicative"
    return f"Agreed: {row.allocated_by}" if row.allocated_by else "Agreed"


SHEETS: dict[str, Callable[[PaperData, DocumentKind], Sheet]] = {
    "report": report,
    "appendix-1": lines_and_spend,
}
