"""Where what a check finds is put right: findings on the pages that every kind of paper has."""

from reports.papers.data import ActionRow, Narrative, PaperData
from reports.papers.finding import WARNING, Finding, Level
from reports.papers.layout import sections_of


def in_section(
    data: PaperData, level: Level, code: str, words: Narrative, message: str, about: str = ""
) -> Finding:
    arguments = (data.identity.pk, words.key)
    return Finding(level, code, words.heading, message, "reports:paper-section", arguments, about)


def in_heading(data: PaperData, code: str, key: str, message: str) -> Finding:
    """Under a heading of the paper, be it written or not."""
    heading = next(section.heading for section in sections_of(data) if section.key == key)
    return Finding(WARNING, code, heading, message, "reports:paper-section", (data.identity.pk, key))


def in_details(data: PaperData, code: str, place: str, message: str) -> Finding:
    return Finding(WARNING, code, place, message, "reports:paper-details", (data.identity.pk,))


def in_document(data: PaperData, code: str, label: str, stem: str, message: str) -> Finding:
    """In a document of the pack as it is composed: it is looked at where it is previewed."""
    return Finding(WARNING, code, label, message, "reports:paper-preview", (data.identity.pk, stem))


def in_spend(data: PaperData, code: str, message: str) -> Finding:
    return Finding(WARNING, code, "Spend", message, "finance:spend-grid", (data.spend.financial_year,))


def of_action(code: str, action: ActionRow, message: str, about: str = "") -> Finding:
    view, arguments = "improvement:action-detail", (action.pk,)
    return Finding(WARNING, code, action.reference, message, view, arguments, about)
