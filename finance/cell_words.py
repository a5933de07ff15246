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
    mine = f"You typed {typed.strip()}" if typed.strip() else "You left it blank"
    return f"{changed_by(conflict, 'this')}. {mine}: save again to put yours on top"


def changed_by(conflict: CellConflict, cell: str) -> str:
    """Who changed or emptied a cell, to what, and when; `cell` is what the sentence calls it."""
    did = f"emptied {cell}" if conflict.amount is None else f"changed {cell} to {plain(conflict.amount)}"
    when = f" on {full_moment(conflict.at)}" if conflict.at else ""
    return f"{conflict.by or 'Somebody else'} {did}{when}"
