"""What the navigation offers, by capability. Addresses are named here and live in the apps to the left."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Council
from accounts.roles import TABLE, Capability, Role


@dataclass(frozen=True)
class Place:
    """A link of the navigation, and the beginnings of the URL names for which it counts as current."""

    label: str
    name: str
    covers: tuple[str, ...]
    needs: Capability = Capability.SEE_RECORD
    within: tuple["Place", ...] = ()


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    current: bool
    within: list["Link"] = field(default_factory=list)


PLACES = (
    Place("Home", "reports:home", ("reports:home",)),
    Place("My actions", "improvement:action-mine", ("improvement:action-mine",), Capability.UPDATE_ACTION),
    Place(
        "Plan",
        "reports:plan-list",
        (
            "reports:plan",
            "reports:section",
            "improvement:plan",
            "improvement:chapter",
            "improvement:section",
            "improvement:priority",
            "improvement:scale",
            "improvement:rating",
        ),
    ),
    Place(
        "Actions",
        "improvement:action-list",
        (
            "improvement:action",
            "improvement:evidence",
            "improvement:date",
            "improvement:update",
            "improvement:endorsement",
            "improvement:wait",
            "improvement:highlight",
            "improvement:risk",
            "improvement:meeting",
            "improvement:group",
            "improvement:request",
            "improvement:undertaking",
        ),
        within=(
            Place(
                "All actions",
                "improvement:action-list",
                (
                    "improvement:action-list",
                    "improvement:action-detail",
                    "improvement:action-endorse",
                    "improvement:action-update",
                    "improvement:evidence",
                    "improvement:date",
                    "improvement:update",
                ),
            ),
            Place(
                "Proposed actions",
                "improvement:action-proposed",
                ("improvement:action-propose", "improvement:endorsement"),
            ),
            Place("Interdependencies", "improvement:wait-list", ("improvement:wait",)),
            Place("Highlights", "improvement:highlight-list", ("improvement:highlight",)),
            Place("Risks", "improvement:risk-list", ("improvement:risk",)),
            Place("Meetings", "improvement:meeting-list", ("improvement:meeting", "improvement:group")),
            Place("Requests", "improvement:request-list", ("improvement:request",)),
            Place("Undertakings", "improvement:undertaking-list", ("improvement:undertaking",)),
        ),
    ),
    Place(
        "Inspections",
        "improvement:inspection-list",
        (
            "improvement:inspection",
            "improvement:intervention",
            "improvement:finding",
            "improvement:external-help",
        ),
        within=(
            Place("Inspections and reviews", "improvement:inspection-list", ("improvement:inspection",)),
            Place("External help", "improvement:external-help-list", ("improvement:external-help",)),
            Place(
                "Notices, visits and advisers",
                "improvement:intervention-list",
                ("improvement:intervention",),
            ),
            Place("Findings", "improvement:finding-list", ("improvement:finding",)),
        ),
    ),
    Place(
        "Scorecard",
        "improvement:measure-list",
        ("improvement:measure", "improvement:reading", "improvement:audit"),
        within=(
            Place("Measures", "improvement:measure-list", ("improvement:measure", "improvement:reading")),
            Place("Practice audits", "improvement:audit-list", ("improvement:audit",)),
        ),
    ),
    Place(
        "Money",
        "finance:spend-grid-current",
        ("finance:",),
        within=(
            Place(
                "Spend by month",
                "finance:spend-grid-current",
                ("finance:spend", "finance:line", "finance:extract", "finance:mapping", "finance:batch"),
            ),
            Place("Forecast", "finance:forecast-current", ("finance:forecast", "finance:offer")),
            Place(
                "Variance",
                "finance:variance-current",
                ("finance:variance", "finance:burn", "finance:bought"),
            ),
            Place(
                "Funding decisions",
                "finance:decision-list",
                ("finance:decision", "finance:stated", "finance:tranche", "finance:money"),
            ),
        ),
    ),
    Place(
        "Posts",
        "workforce:post-list",
        ("workforce:",),
        within=(
            Place(
                "Funded posts",
                "workforce:post-list",
                ("workforce:post", "workforce:position", "workforce:event"),
            ),
            Place("Positions by state", "workforce:board-list", ("workforce:board-list",)),
            Place("Staffing and agency", "workforce:staffing-list", ("workforce:staffing",)),
            Place("What posts cost", "workforce:costing-list", ("workforce:costing-list",)),
            Place(
                "Grade costs",
                "workforce:grade-cost-list",
                ("workforce:grade-cost", "workforce:pay-award"),
            ),
            Place("Starts to confirm", "workforce:start-list", ("workforce:start",)),
            Place(
                "Caseloads and capacity",
                "workforce:capacity-list",
                ("workforce:capacity", "workforce:reading", "workforce:standard", "workforce:team"),
            ),
        ),
    ),
    Place(
        "Papers",
        "reports:paper-list",
        ("reports:paper", "reports:resolution", "reports:reason", "reports:clearance-correct"),
    ),
    Place(
        "People",
        "accounts:people",
        (
            "accounts:people",
            "accounts:person",
            "accounts:membership",
            "accounts:reminder",
            "accounts:council-settings",
            "reports:style",
            "reports:word-template",
            "reports:clearance-role",
        ),
        Capability.MANAGE_PEOPLE,
        within=(
            Place(
                "People and roles",
                "accounts:people",
                ("accounts:people", "accounts:person", "accounts:membership"),
            ),
            Place("Reminders sent", "accounts:reminder-list", ("accounts:reminder",)),
            Place(
                "Settings",
                "accounts:council-settings",
                ("accounts:council-settings", "reports:style", "reports:word-template"),
            ),
            Place("Who clears papers", "reports:clearance-role-list", ("reports:clearance-role",)),
        ),
    ),
)


def navigation(request: HttpRequest, council: Council, roles: Iterable[Role]) -> list[Link]:
    """The links this person is offered at this council, the current one marked; at most one is current."""
    held = {capability for role in roles for capability in TABLE[role]}
    here = request.resolver_match.view_name if request.resolver_match else ""
    return _links([place for place in PLACES if place.needs in held], council, here)


def _links(places: Iterable[Place], council: Council, here: str) -> list[Link]:
    links: list[Link] = []
    for place in places:
        current = here.startswith(place.covers) and not any(link.current for link in links)
        within = _links(place.within, council, here) if current else []
        links.append(Link(place.label, reverse(place.name, args=[council.slug]), current, within))
    return links
