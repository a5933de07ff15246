"""The sheets of what a decision said: its approvals in sequence, its sources, and its words."""

from core.spreadsheets import Column, Sheet
from finance.authority import Authority
from finance.terms import ApprovalTerms, SourceTerms

Said = tuple[str, object]


def approval_sheet(authority: Authority) -> Sheet[ApprovalTerms]:
    """In sequence; without a day a body has still to approve."""
    return Sheet(
        "Approvals",
        [
            Column("Body", lambda row: row.body, width=40),
            Column("Approved on", lambda row: row.approved_on),
            Column("Minute", lambda row: row.minute, width=24),
        ],
        authority.terms.approvals,
    )


def source_terms_sheet(authority: Authority) -> Sheet[SourceTerms]:
    """Where the sum comes from; a reserve with what it held, money for a time with its end."""
    return Sheet(
        "Sources",
        [
            Column("Source", str, width=60),
            Column("Comes", lambda row: "Every year" if row.is_recurring else "Once", width=12),
            Column("Amount", lambda row: row.amount),
            Column("What the reserve held", lambda row: row.balance),
            Column("It held that on", lambda row: row.balance_on),
            Column("There until", lambda row: row.ends_on),
        ],
        authority.terms.sources,
    )


def words_sheet(authority: Authority) -> Sheet[Said]:
    """Gross and net, delegation, conditions and the key decision, a row each."""
    terms = authority.terms
    key = {True: "Yes", False: "No", None: "Not decided"}[terms.is_key]
    said: list[Said] = [
        ("Gross investment", authority.gross),
        ("Growth already in the budget", terms.already_in_budget),
        ("Net investment", authority.net),
        ("Delegated to", terms.delegated_to),
        ("In consultation with", terms.delegated_with),
        ("Up to", terms.delegated_up_to),
        ("What may be decided", terms.delegation),
        ("Conditions", terms.conditions),
        ("Key decision", key),
        ("Reasons", terms.key_reasons),
    ]
    return Sheet(
        "Terms",
        [Column("What", lambda row: row[0], width=30), Column("Said", lambda row: row[1], width=60)],
        said,
    )
