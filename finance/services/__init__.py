from finance.services.decisions import (
    ApprovalGiven,
    SourceGiven,
    create_decision,
    decide_key,
    edit_decision,
    given_approvals,
    given_sources,
)
from finance.services.explaining import explain_table
from finance.services.forecasts import ForecastOutcome, MethodChoice, choose_method, save_forecast
from finance.services.lines import add_line, edit_line, set_profile
from finance.services.movements import carry_forward, correct_movement, move_budget, unspent_budget
from finance.services.offers import decide_offer, offer_forecast
from finance.services.rules import set_money_rules
from finance.services.spend import record_spend, record_spend_of_line
from finance.services.spend_grid import CellConflict, GridCell, GridOutcome, save_grid
from finance.services.stated import StatedCauseGiven, StatedRowGiven, record_stated_table
from finance.services.tranches import add_tranche, draw_tranche, edit_tranche

__all__ = [
    "ApprovalGiven",
    "CellConflict",
    "ForecastOutcome",
    "GridCell",
    "GridOutcome",
    "MethodChoice",
    "SourceGiven",
    "StatedCauseGiven",
    "StatedRowGiven",
    "add_line",
    "add_tranche",
    "carry_forward",
    "choose_method",
    "correct_movement",
    "create_decision",
    "decide_key",
    "decide_offer",
    "draw_tranche",
    "edit_decision",
    "edit_line",
    "edit_tranche",
    "explain_table",
    "given_approvals",
    "given_sources",
    "move_budget",
    "offer_forecast",
    "record_spend",
    "record_spend_of_line",
    "record_stated_table",
    "save_forecast",
    "save_grid",
    "set_money_rules",
    "set_profile",
    "unspent_budget",
]
