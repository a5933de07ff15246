"""What a paper says of a part that its author switched on and of which the record holds nothing by its date. Once a
paper has been published with it, what it says is never changed."""

from core.dates import full_date
from reports.papers.data import PaperData

# By element, what is not there; the day follows.
_NOTHING = {
    "inspections": "No inspection, notice, direction or visit is recorded",
    "governance_structure": "No group that governs the plan is recorded",
    "sources": "No source of money for the plan is recorded",
    "costings": "No costed post or line of the plan is recorded",
    "printed": "No table that was printed before is kept, to be held against the record",
    "capacity": "No caseload of any team is recorded",
    "scorecard": "No measure of the scorecard is recorded",
    "audits": "No practice audit is recorded",
    "owed": "No request of members and no undertaking of an earlier paper is open",
}


def nothing_of(element: str, data: PaperData) -> str:
    """`No group that governs the plan is recorded as at 13 November 2024.`; of audits also since when."""
    told, day = _NOTHING.get(element, "Nothing is recorded"), data.dates.get(element)
    since = data.since("audits") if element == "audits" else None
    after = f" since {full_date(since)}," if since and day else ""
    return f"{told}{after} as at {full_date(day)}." if day else f"{told}."
