"""A paper's tables: each takes the data and gives rows in words, with the date they hold for in the caption."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from core.dates import full_date, last_of_month, month_name
from core.financial_year import label as year_label
from core.money import pounds
from core.words import listed
from reports.papers import counts
from reports.papers.changes import ChangeGroup, changes
from reports.papers.choices import codes, is_shown
from reports.papers.counts import impact_of, progress_columns, progress_of
from reports.papers.data import ActionRow, PaperData, PostRow, RiskRow
from reports.papers.parts import Cell, Column, Group, Key, Row, Table
from reports.papers.words import counted, times, unbroken


def progress_key(data: PaperData) -> Key:
    return Key("Key to progress ratings (of an action)", progress_columns(data.plan))


def impact_key(data: PaperData) -> Key:
    return Key("Key to impact ratings (of a plan area)", data.plan.impact_key)


# Progress


def ratings_by_chapter(data: PaperData, number: int) -> Table:
    """The key to progress ratings with the number of actions that have each, by chapter."""
    by_chapter = [[a for s in chapter.sections for a in s.actions] for chapter in data.plan.chapters]
    every = [*by_chapter, list(data.plan.actions)]
    rows = [
        Row(
            (
                Cell(tag=rating),
                Cell(rating.description),
                *(Cell(str(len(counts.rated(actions, rating.code)))) for actions in every),
            )
        )
        for rating in progress_columns(data.plan)
    ]
    total = Row((Cell("All actions"), Cell(), *(Cell(str(len(actions))) for actions in every)), is_total=True)
    chapters = (
        Column(f"Chapter {chapter.number}", "chapter", is_number=True) for chapter in data.plan.chapters
    )
    return Table(
        caption=f"Table {number}: Key to progress ratings, and the number of actions with each, as at "
        f"{full_date(data.dates['ratings'])}",
        columns=(
            Column("Progress rating", "state"),
            Column("What it means", "words"),
            *chapters,
            Column("All", "count", is_number=True),
        ),
        groups=(Group((*rows, total)),),
    )


def changes_table(data: PaperData, number: int) -> Table:
    """Every action that changed since the last paper, by sort of change, with before and now."""
    assert data.previous is not None
    since, day = data.previous.dates["ratings"], data.dates["ratings"]
    return Table(
        caption=f"Table {number}: Changes in progress ratings and due dates between {full_date(since)} and "
        f"{full_date(day)}",
        columns=(
            Column("Action", "words"),
            Column(f"On {full_date(since)}", "state"),
            Column(f"On {full_date(day)}", "state"),
        ),
        groups=tuple(_change_group(data, group) for group in _shown_changes(data)),
    )


def _shown_changes(data: PaperData) -> Iterator[ChangeGroup]:
    """The groups with something in them. An action that was completed is not told twice for its evidence."""
    done: set[int] = set()
    listed_here = codes(data, "progress.changes")
    for group in changes(data):
        if group.key not in listed_here:
            continue
        shown = [
            action for action in group.actions if group.key != "evidence_accepted" or action.pk not in done
        ]
        if group.key == "done":
            done = {action.pk for action in group.actions}
        if shown:
            yield replace(group, actions=tuple(shown))


def _change_group(data: PaperData, group: ChangeGroup) -> Group:
    heading = f"{group.heading}: {counted(len(group.actions), 'action')}"
    return Group(tuple(_change_row(data, group.key, action) for action in group.actions), heading)


def _change_row(data: PaperData, key: str, action: ActionRow) -> Row:
    name = Cell(f"{action.reference}: {action.title}")
    if key == "slipped" and action.before:
        moved = f"moved {times(action.times_moved)} from {full_date(action.original_due)}"
        return Row(
            (
                name,
                Cell(unbroken(full_date(action.before.due))),
                Cell(unbroken(full_date(action.due)), more=(moved,)),
            )
        )
    before = (
        Cell(tag=progress_of(data.plan, action.before.rating)) if action.before else Cell("Not in the plan")
    )
    accepted = action.evidence_accepted_on
    told = accepted and key in ("done", "evidence_accepted")
    more = (f"accepted {full_date(accepted)}",) if accepted and told else ()
    return Row((name, before, Cell(tag=progress_of(data.plan, action.rating), more=more)))


# Impact


def impact_by_rating(data: PaperData, number: int) -> Table:
    """The key to impact ratings with how many plan areas have each, and which."""
    rows = []
    for rating in data.plan.impact_key:
        areas = [s for s in data.plan.sections if impact_of(data.plan, s.impact).code == rating.code]
        named = "\n".join(f"{area.reference} {area.title}" for area in areas) or "None"
        rows.append(Row((Cell(tag=rating, more=(rating.description,)), Cell(str(len(areas))), Cell(named))))
    rows.append(Row((Cell("All plan areas"), Cell(str(len(data.plan.sections))), Cell()), is_total=True))
    columns = [
        Column("Impact rating and what it means", "third"),
        Column("Areas", "count", is_number=True),
        Column("Which", "words"),
    ]
    if not is_shown(data, "impact.areas"):
        columns = [Column("Impact rating and what it means", "words"), columns[1]]
        rows = [replace(row, cells=row.cells[:2]) for row in rows]
    return Table(
        caption=f"Table {number}: Key to impact ratings, and the plan areas with each, as at "
        f"{full_date(data.dates['impact'])}",
        columns=tuple(columns),
        groups=(Group(tuple(rows)),),
    )


# Risks


def risks_table(data: PaperData, risks: Iterable[RiskRow], number: int) -> Table:
    return Table(
        caption=f"Table {number}: Risks to the plan as at {full_date(data.dates['risks'])}",
        columns=(
            Column("Risk", "words"),
            Column("Score", "score", is_number=True),
            Column("What is done about it", "words"),
        ),
        groups=(Group(tuple(_risk_row(risk) for risk in risks)),),
        note="Score is likelihood times impact, each from 1 (low) to 5 (high).",
    )


def _risk_row(risk: RiskRow) -> Row:
    why = " ".join(filter(None, [_sentence("Cause", risk.cause), _sentence("Effect", risk.effect)]))
    register = "On the corporate risk register." if risk.on_corporate_register else ""
    held = f"Assessed {full_date(risk.assessed_on)}." if risk.assessed_on else "Not yet assessed."
    score = f"{risk.score}" if risk.score else "–"
    product = (f"{risk.likelihood} × {risk.impact}",) if risk.score else ()
    return Row(
        (
            Cell(risk.title, more=tuple(filter(None, [why, register]))),
            Cell(score, more=product),
            Cell(risk.mitigation or "Nothing recorded.", more=(held,)),
        )
    )


def _sentence(name: str, text: str) -> str:
    return f"{name}: {text.strip().rstrip('.')}." if text.strip() else ""


# Posts and money


def recruitment_table(data: PaperData, posts: Iterable[PostRow], number: int) -> Table:
    """The approved rows, those not yet due with their start (document 001 left four out)."""
    return Table(
        caption=f"Table {number}: Approved posts and their recruitment as at {full_date(data.dates['recruitment'])}",
        columns=(
            Column("Role", "role"),
            Column("Grade", "count"),
            Column("Plan reference", "reference"),
            Column("Update", "words"),
        ),
        groups=(
            Group(
                tuple(
                    Row(
                        (
                            Cell(_whole(p.label)),
                            Cell(p.grade or "–"),
                            Cell(p.plan_reference or "None"),
                            Cell(p.sentence),
                        )
                    )
                    for p in posts
                )
            ),
        ),
    )


def spend_table(data: PaperData, number: int) -> Table:
    """Budget of the year and to date, and spend to date, by line; spend of this year apart once there is other."""
    spend = data.spend
    year, through = year_label(spend.financial_year), month_name(spend.through)
    heads = [f"Budget {year}", "Budget to date"]
    heads += ["Spend to date"] if spend.is_all_this_year else [f"Spend in {year}", "Spend to date, all years"]
    total = (spend.year_budget, spend.budget_to_date, spend.year_to_date, spend.to_date)
    rows = [
        _money_row(
            f"{line.code} {line.name}", line.year_budget, line.budget_to_date, line.year_to_date, line.to_date
        )
        for line in spend.lines
    ]
    rows.append(_money_row("Total", *total, is_total=True))
    shown = tuple(Row(row.cells[: len(heads) + 1], row.is_total) for row in rows)
    return Table(
        caption=f"Table {number}: Budget and spend to the end of {through}",
        columns=(Column("Budget line", "words"), *(Column(head, "money", is_number=True) for head in heads)),
        groups=(Group(shown),),
        note="Budget to date follows each line's profile. A dash stands where nothing has been entered.",
    )


def spend_by_month(data: PaperData, number: int) -> Table:
    """What the chart draws: budget and spend of the year, each month with those before it."""
    spend = data.spend
    budget, spent, rows = Decimal(0), None, []
    for month in spend.months:
        budget += month.budget
        if month.actual is not None:
            spent = (spent or Decimal(0)) + month.actual
        is_counted = month.month <= spend.through
        rows.append(_money_row(month_name(month.month), budget, spent if is_counted else None))
    heads = ("Budget by profile, so far", "Spend, so far")
    return Table(
        caption=f"Table {number}: Budget and spend of {year_label(spend.financial_year)}, adding up month by month, "
        f"with spend to the end of {month_name(spend.through)}",
        columns=(
            Column("To the end of", "words"),
            *(Column(head, "state", is_number=True) for head in heads),
        ),
        groups=(Group(tuple(rows)),),
    )


def _money_row(name: str, *amounts: Decimal | None, is_total: bool = False) -> Row:
    """With pence, so that the rows add up to the total as shown; what was not entered is a dash, not nil."""
    cells = ("–" if amount is None else pounds(amount, pence=True) for amount in amounts)
    return Row((Cell(_whole(name)), *(Cell(text) for text in cells)), is_total)


def _whole(label: str) -> str:
    """`Social Worker x 6` with its number on the line of its x."""
    return label.replace(" x ", " x\u00a0")


def spend_sentence(data: PaperData) -> str:
    """Document 001, paragraph 33: the spend to date, to when, and what it covers; then the outturns of years over."""
    spend = data.spend
    paid = listed(line.covers or line.name for line in spend.lines if line.to_date)
    told = f"The spend to the end of {month_name(spend.through)} is {pounds(spend.to_date, pence=False)}"
    outturns = [
        f" The {each.stage} of {year_label(each.financial_year)} is {pounds(each.total, pence=False)}."
        for each in spend.outturns
    ]
    return (f"{told} ({paid})." if paid else f"{told}.") + "".join(outturns)


def spend_day(data: PaperData) -> str:
    return full_date(last_of_month(data.spend.through))
