"""Pages as their people ask for them, through the whole of Django, without the network."""

from collections.abc import Iterator

from django.test import Client

from accounts.models import Council, User
from benchmarks.measure import Measured, measure
from finance.models import BudgetLine, FundingDecision
from improvement.models import Action, Meeting, Plan, Section
from reports.models import Paper
from workforce.models import FundedPost

# Role, what the page is called, and its address under the council's.
_PAGES = (
    ("officer", "Home of an officer", ""),
    ("chair", "Home of a chair", ""),
    ("officer", "My actions", "actions/mine/"),
    ("officer", "List of actions", "actions/"),
    ("officer", "List of actions, a past day", "actions/?as_at=2024-11-13&known_at=2024-11-14"),
    ("officer", "Actions, a page far behind", "actions/?page=14"),
    ("officer", "Actions as a workbook", "actions/export.xlsx"),
    ("officer", "An action with its timeline", "actions/{action}/"),
    ("officer", "A section", "sections/{section}/"),
    ("officer", "The plan", "plans/{plan}/"),
    ("programme", "Oversight of a meeting", "meetings/{meeting}/decide/"),
    ("officer", "Scorecard", "measures/"),
    ("finance", "Grid of the year's spend", "spend/2024/"),
    ("finance", "Forecast", "forecast/2024/"),
    ("finance", "Variance report", "variance/2024/"),
    ("finance", "A funding decision", "decisions/{decision}/"),
    ("finance", "A budget line", "lines/{line}/"),
    ("workforce", "List of posts", "posts/"),
    ("workforce", "Board of posts", "posts/board/"),
    ("workforce", "A post with its positions", "posts/{post}/"),
    ("workforce", "Staffing figures", "staffing/"),
    ("clerk", "List of papers", "papers/"),
    ("clerk", "A paper being written", "papers/{paper}/"),
    ("clerk", "Checks of a paper", "papers/{paper}/checks/"),
    ("admin", "Change log", "changes/"),
)


def measured(council: Council, where: str) -> Iterator[Measured]:
    """Every page as its role. Raises ValueError for a page that does not answer with 200."""
    things = _things(council)
    for role, what, address in _PAGES:
        client = Client()
        client.force_login(User.objects.get(email=f"{role}@{council.slug}.example"))
        path = f"/{council.slug}/{address.format(**things)}"
        yield measure(what, where, lambda client=client, path=path: _get(client, path))  # type: ignore[misc]


def _get(client: Client, path: str) -> None:
    answer = client.get(path)
    if answer.status_code != 200:
        raise ValueError(f"{path} answered {answer.status_code}")
    b"".join(answer)


def _things(council: Council) -> dict[str, int]:
    """One of each kind, by the name it has in the addresses above: the first, which has the longest history."""
    kinds = {
        "action": Action,
        "section": Section,
        "plan": Plan,
        "meeting": Meeting,
        "decision": FundingDecision,
        "line": BudgetLine,
        "post": FundedPost,
    }
    things = {
        name: model._default_manager.filter(council=council).order_by("pk").values_list("pk", flat=True)[0]
        for name, model in kinds.items()
    }
    things["meeting"] = Meeting.objects.filter(council=council).latest("held_on").pk
    things["paper"] = Paper.objects.drafts().filter(council=council).latest("pk").pk
    return things
