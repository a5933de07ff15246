"""Who was consulted about a paper, and a drawdown or a rationale just begun."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, User
from core.dates import clock
from finance.services.tranches import add_tranche
from improvement import services
from improvement.models import Meeting
from reports.models import Paper
from reports.services.beginning import begin_from_last
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def february(draft: Paper) -> Meeting:
    with clock(date(2024, 12, 20)):
        by = factories.office(draft.council)
        return services.add_meeting(group=draft.meeting.group, by=by, held_on=date(2025, 2, 10))


def address(draft: Paper) -> str:
    return reverse("reports:paper-consultees", args=[draft.council.slug, draft.pk])


def posted(draft: Paper, name: str, day: tuple[str, str, str], view: str = "") -> dict[str, str]:
    parts = dict(
        zip(
            ("rows-0-consulted_on_day", "rows-0-consulted_on_month", "rows-0-consulted_on_year"),
            day,
            strict=True,
        )
    )
    told = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "shown_version": str(draft.version)}
    return told | parts | {"rows-0-name": name, "rows-0-view": view}


def test_who_was_consulted_is_kept_and_logged(desk: Client, draft: Paper) -> None:
    assert desk.get(address(draft)).status_code == 200
    desk.post(address(draft), posted(draft, "Leadership team", ("1", "12", "2024"), "Agreed."))
    kept = draft.consultees.get()
    assert (kept.name, kept.consulted_on, kept.view) == ("Leadership team", date(2024, 12, 1), "Agreed.")
    logged = Change.objects.for_subject(draft).first()
    assert logged is not None
    assert logged.after == {"consultees": ["Leadership team – 2024-12-01 – Agreed."]}


@pytest.mark.parametrize(
    ("name", "day", "said"),
    [
        ("", ("1", "12", "2024"), "Enter who was consulted"),
        ("Leadership team", ("", "", ""), "Enter the day on which they were consulted"),
        ("Leadership team", ("1", "12", "2030"), "The day must not be in the future"),
    ],
)
def test_half_a_row_is_refused(
    name: str, day: tuple[str, str, str], said: str, desk: Client, draft: Paper
) -> None:
    response = desk.post(address(draft), posted(draft, name, day))
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not draft.consultees.exists()


def test_a_stale_save_changes_nothing(desk: Client, draft: Paper) -> None:
    stale = posted(draft, "Leadership team", ("1", "12", "2024")) | {"shown_version": "0"}
    assert desk.post(address(draft), stale).status_code == 409
    assert not draft.consultees.exists()


def test_only_authors_write_and_outsiders_find_nothing(
    draft: Paper, legal: User, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(legal).post(address(draft), {}).status_code == 403
    assert client_for(outsider).get(address(draft)).status_code == 404
    assert client_for(legal).delete(address(draft)).status_code == 405


@pytest.mark.parametrize("kind", ["tranche", "capacity"])
def test_a_paper_just_begun_previews_and_is_checked(
    kind: str, desk: Client, clerk: User, draft: Paper, february: Meeting, finance_officer: User
) -> None:
    decision = factories.funding_decision(draft.council, finance_officer)
    begun = begin_from_last(
        council=draft.council, by=clerk, plan=draft.plan, meeting=february, kind=kind, decision=decision
    )
    for name, more in (("detail", []), ("preview", ["report"]), ("checks", []), ("section", [purpose(kind)])):
        page = desk.get(reverse(f"reports:paper-{name}", args=["eastshire", begun.pk, *more]))
        assert page.status_code == 200, name


def purpose(kind: str) -> str:
    return {"tranche": "purpose", "capacity": "introduction"}[kind]


def test_a_drawdown_asks_for_the_next_tranche(
    clerk: User, draft: Paper, february: Meeting, finance_officer: User
) -> None:
    decision = factories.funding_decision(draft.council, finance_officer)
    for number in (1, 2):
        add_tranche(
            decision=decision,
            by=finance_officer,
            number=number,
            amount=Decimal(500_000),
            available_from=date(2025, 4, 1),
        )
    begun = begin_from_last(
        council=draft.council, by=clerk, plan=draft.plan, meeting=february, kind="tranche", decision=decision
    )
    assert begun.tranche is not None
    assert begun.tranche.number == 1
