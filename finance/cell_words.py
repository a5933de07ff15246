"""How the grids of spend and of forecast speak of a cell: its label, and what somebody else put there meanwhile."""

from datetime import date

from core.dates import full_moment
from core.money import plain
from finance.models import BudgetLine
from finance.periods import period_name
from finance.services import CellConflict


def cell_label(line: BudgetLine, month: date) -> str:
    return f"{period_name(month)}, {line.name} ({line.code})"


def conflict_sentence(conflict: CellConflict, typed: str) -> str:
    """What somebody else did to a cell, and what was typed into it here."""
    did = "emptied this" if conflict.amount is None else f"changed this to {plain(conflict.amount)}"
    when = f" on {full_moment(conflict.at)}" if conflict.at else ""
    mine = f"You typed {typed.strip()}" if typed.strip() else "You left it blank"
    return f"{conflict.by or 'Somebody else'} {did}{when}. {mine}: save again to put yours on top"
