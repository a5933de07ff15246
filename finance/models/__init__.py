from finance.models.decisions import Approval, FundingDecision, Tranche
from finance.models.lines import BudgetLine, BudgetMovement, Profile
from finance.models.spend import SpendEntry
from finance.models.stated import StatedCause, StatedRow, StatedTable

__all__ = [
    "Approval",
    "BudgetLine",
    "BudgetMovement",
    "FundingDecision",
    "Profile",
    "SpendEntry",
    "StatedCause",
    "StatedRow",
    "StatedTable",
    "Tranche",
]
