"""The columns of the app's workbooks, as data; `core.spreadsheets` writes them."""

from collections.abc import Sequence
from datetime import date

from core.dates import month_name
from core.financial_year import label
from core.spreadsheets import POUNDS, Column, Sheet, write, write_as, write_csv
from workforce.forecast import CAUSES, NIL
from workforce.line_months import LinesByMonth, MonthRow, lines_by_month
from workforce.post_costs import Costings, CostRow, PostCost
from workforce.reads import PostInList
from workforce.staffing import Staffing
from workforce.staffing_rows import OTHER_BUDGET, SPENT_OTHERWISE, LineForecast, PostStaffing
from workforce.states import State

Priced = tuple[PostInList, PostCost]

POST_COLUMNS: tuple[Column[Priced], ...] = (
    Column("Plan reference", lambda row: row[0].post.plan_reference, width=20),
    Column("Role", lambda row: row[0].post.role, width=40),
    Column("Kind of role", lambda row: row[0].post.role_type, width=24),
    Column("Team", lambda row: row[0].post.team, width=30),
    Column("Posts", lambda row: row[0].post.number),
    Column("FTE", lambda row: row[0].post.fte, "0.00"),
    Column("Grade", lambda row: row[0].post.grade),
    Column("Contract", lambda row: row[0].post.get_contract_display(), width=16),
    Column("Core social care", lambda row: "Yes" if row[0].post.core_social_care else "No"),
    Column("Status", lambda row: row[0].post.status_words),
    Column("Planned start", lambda row: row[0].post.planned_start),
    Column("Funded until", lambda row: row[0].post.funded_until),
    Column("Budget line", lambda row: str(row[0].post.line or ""), width=30),
    Column("Recruitment", lambda row: row[0].sentence, width=60),
)


def export_posts(listed: Sequence[PostInList], costs: Sequence[PostCost], kind: str, day: date) -> bytes:
    """Posts as the list shows them, with their positions by state and their costs by year (pounds), as an Excel
    workbook ("xlsx") or CSV ("csv")."""
    years = sorted({year.year for cost in costs for year in cost.years})
    columns = [
        Column[Priced]("Facts as at", lambda row: day),
        *POST_COLUMNS,
        *(_state_column(state) for state in State),
        *(_year_column(year) for year in years),
    ]
    sheet = Sheet("Posts", columns, list(zip(listed, costs, strict=True)))
    return write_as(kind, sheet)


def _state_column(state: State) -> Column[Priced]:
    return Column(state.label, lambda row: row[0].counts.get(state, 0))


def _year_column(year: int) -> Column[Priced]:
    def cost(row: Priced) -> object:
        found = row[1].of_year(year)
        return found.cost if found else None

    return Column(f"Cost {label(year)}", cost)


def export_costings(costed: Costings, kind: str, day: date) -> bytes:
    """Every row of the costings, posts and budget lines, by year in pounds."""
    columns = [
        Column[CostRow]("Facts as at", lambda row: day),
        Column[CostRow]("Row", lambda row: row.name, width=40),
        Column[CostRow]("Plan reference", lambda row: row.plan_reference, width=20),
        Column[CostRow]("How", lambda row: row.how, width=20),
        *(_cost_column(year) for year in costed.years),
        Column[CostRow]("All years", lambda row: row.total),
        Column[CostRow]("Full year after the money ends", lambda row: row.after[1] if row.after else None),
    ]
    sheet = Sheet("What posts cost", columns, costed.rows)
    return write_as(kind, sheet)


def _cost_column(year: int) -> Column[CostRow]:
    return Column(label(year), lambda row: row.by_year.get(year))


def export_staffing(found: Staffing, kind: str) -> bytes:
    """Each post's planned and forecast cost, why they differ, and the time lost; in a workbook, what lines come to by
    month and in all in sheets of their own."""
    columns = [
        Column[PostStaffing]("Facts as at", lambda row: found.day),
        Column[PostStaffing]("Plan reference", lambda row: row.post.plan_reference, width=20),
        Column[PostStaffing]("Post", lambda row: str(row.post), width=40),
        Column[PostStaffing]("Kind of role", lambda row: row.post.role_type, width=24),
        Column[PostStaffing]("FTE", lambda row: row.post.fte, "0.00"),
        Column[PostStaffing]("Budget line", lambda row: str(row.post.line or ""), width=30),
        *(_count_column(state) for state in State),
        Column[PostStaffing]("Planned", lambda row: round(row.planned, 2)),
        Column[PostStaffing]("Worked out from posts", lambda row: round(row.total, 2), width=20),
        *(_cause_column(cause) for cause in CAUSES),
        Column[PostStaffing](
            "Months lost", lambda row: round(float(row.forecast.lost), 2) if row.forecast else None
        ),
        Column[PostStaffing]("Missing", lambda row: row.missing, width=40),
    ]
    sheet = Sheet("Staffing", columns, found.rows)
    return write_csv(sheet) if kind == "csv" else write(sheet, _lines_sheet(found), _months_sheet(found))


def export_lines_by_month(found: Staffing) -> bytes:
    """What each line comes to by month (pounds and pence) as CSV, and beneath it what was entered as spent; the total
    comes last."""
    return write_csv(_months_sheet(found))


def _months_sheet(found: Staffing) -> Sheet[MonthRow]:
    table = lines_by_month(found)
    columns = [
        Column[MonthRow]("Facts as at", lambda row: found.day),
        Column[MonthRow]("Line", lambda row: row.name, width=40),
        Column[MonthRow]("Figures", lambda row: row.figures, width=34),
        *(_month_column(month, table.says(month)) for month in table.months),
        *(_year_of_line_column(year) for year in table.years),
        Column[MonthRow]("All months", lambda row: row.total, POUNDS),
    ]
    return Sheet("By line and month", columns, _with_total(table))


def _with_total(table: LinesByMonth) -> Sequence[MonthRow]:
    rows = (*table.rows, table.total) if table.rows else ()
    return [each for row in rows for each in ([row, row.as_spent] if row.spent else [row])]


def _month_column(month: date, says: str) -> Column[MonthRow]:
    head = f"{month_name(month)} ({says})" if says else month_name(month)
    return Column(head, lambda row: row.by_month.get(month), POUNDS)


def _lines_sheet(found: Staffing) -> Sheet[LineForecast]:
    columns = [
        Column[LineForecast]("Facts as at", lambda row: found.day),
        Column[LineForecast]("Line", lambda row: str(row.line), width=40),
        Column[LineForecast]("From", lambda row: row.words, width=50),
        Column[LineForecast]("Budget", lambda row: row.budget, POUNDS),
        Column[LineForecast]("Spent, as entered", lambda row: row.spent, POUNDS),
        Column[LineForecast]("Still to come", lambda row: row.to_come, POUNDS),
        Column[LineForecast]("Outturn", lambda row: row.outturn, POUNDS),
        Column[LineForecast]("Variance", lambda row: row.variance, POUNDS),
        *(_line_cause_column(cause) for cause in (*CAUSES, SPENT_OTHERWISE, OTHER_BUDGET)),
    ]
    return Sheet("By budget line", columns, found.lines)


def _line_cause_column(cause: str) -> Column[LineForecast]:
    return Column(cause, lambda row: round(dict(row.causes).get(cause, NIL), 2))


def _year_of_line_column(year: int) -> Column[MonthRow]:
    return Column(label(year), lambda row: row.of_year(year), POUNDS)


def _count_column(state: State) -> Column[PostStaffing]:
    return Column(state.label, lambda row: row.counts.get(state, 0))


def _cause_column(cause: str) -> Column[PostStaffing]:
    return Column(cause, lambda row: round(dict(row.causes).get(cause, NIL), 2))
