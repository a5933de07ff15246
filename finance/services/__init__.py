from finance.services.decisions import ApprovalGiven, add_tranche, create_decision, draw_tranche
from finance.services.lines import add_line, move_budget, set_profile
from finance.services.spend import record_spend, record_spend_of_line
from finance.services.spend_grid import CellConflict, GridCell, GridOutcome, save_grid
from finance.services.stated import StatedCauseGiven, StatedRowGiven, record_stated_table

__all__ = [
    "ApprovalGiven",
    "CellConflict",
    "GridCell",
    "GridOutcome",
    "StatedCauseGiven",
    "StatedRowGiven",
    "add_line",
    "add_tranche",
    "create_decision",
    "draw_tranche",
    "move_budget",
    "record_spend",
    "record_spend_of_line",
    "record_stated_table",
    "save_grid",
    "set_profile",
]
