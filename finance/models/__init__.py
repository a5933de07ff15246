from finance.models.close import MonthClose, Outturn
from finance.models.decisions import (
    Approval,
    AuthorisedAmount,
    FundingDecision,
    FundingSource,
    Source,
    Tranche,
)
from finance.models.extract import ExtractLayout, LedgerExtract, LedgerMapping, PostedRow, RowMove
from finance.models.forecast import (
    ForecastEntry,
    ForecastMethod,
    ForecastOffer,
    ForecastVersion,
    OfferDecision,
)
from finance.models.lines import BudgetLine, BudgetMovement, Profile
from finance.models.rules import MoneyRules
from finance.models.spend import SpendBatch, SpendEntry
from finance.models.stated import StatedCause, StatedRow, StatedTable
from finance.models.terms import DecisionTerms
from finance.models.variance import VarianceExplanation, VarianceLimits

__all__ = [
    "Approval",
    "AuthorisedAmount",
    "BudgetLine",
    "BudgetMovement",
    "DecisionTerms",
    "ExtractLayout",
    "ForecastEntry",
    "ForecastMethod",
    "ForecastOffer",
    "ForecastVersion",
    "FundingDecision",
    "FundingSource",
    "LedgerExtract",
    "LedgerMapping",
    "MoneyRules",
    "MonthClose",
    "OfferDecision",
    "Outturn",
    "PostedRow",
    "Profile",
    "RowMove",
    "Source",
    "SpendBatch",
    "SpendEntry",
    "StatedCause",
    "StatedRow",
    "StatedTable",
    "Tranche",
    "VarianceExplanation",
    "VarianceLimits",
]
