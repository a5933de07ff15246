from finance.models.close import MonthClose, Outturn
from finance.models.decisions import Approval, FundingDecision, FundingSource, Source, Tranche
from finance.models.extract import ExtractLayout, LedgerExtract, LedgerMapping, RowMove
from finance.models.lines import BudgetLine, BudgetMovement, Profile
from finance.models.rules import MoneyRules
from finance.models.spend import SpendBatch, SpendEntry
from finance.models.stated import StatedCause, StatedRow, StatedTable

__all__ = [
    "Approval",
    "BudgetLine",
    "BudgetMovement",
    "ExtractLayout",
    "FundingDecision",
    "FundingSource",
    "LedgerExtract",
    "LedgerMapping",
    "MoneyRules",
    "MonthClose",
    "Outturn",
    "Profile",
    "RowMove",
    "Source",
    "SpendBatch",
    "SpendEntry",
    "StatedCause",
    "StatedRow",
    "StatedTable",
    "Tranche",
]
