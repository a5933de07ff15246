"""The page of what a paper's parts show: saved, refused, stale, carried over, and cleared anew."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock
from improvement.services import add_meeting, record_highlight
from reports.papers.clearing import State, standings_of
from reports.papers.collect import collect
from reports.papers.locking import collect_for_paper
from reports.services.beginning import begin_from_last
from reports.services.choosing import choose_blocks
from reports.services.drafting import save_details
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers.scenario import Scenario, publish, scenario

pytestmark = pytest.mark.django_db

EVE = date(2025, 1, 2)


@pytest.fixture
def story(eastshire: Council) -> Scenario:
    return scenario(eastshire)


@pytest.fixture
def page(story: Scenario) -> str:
    return reverse("reports:paper-choices", args=[story.paper.council.slug, story.paper.pk])


def filled(client: Any, page: str, **more: Any) -> dict[str, Any]:
    """The form as it is shown, with some of it filled in anew."""
    form = client.get(page).context["form"]
    given = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    return given | more


def choose(story: Scenario, **options: Any) -> None:
    story.paper.refresh_from_db()
    with clock(EVE):
        choose_blocks(
            paper=story.paper,
            by=story.clerk,
            shown_version=story.paper.version,
            options={name.replace("_", ".", 1): [code] for name, code in options.items()},
            since={},
        )


def test_a_choice_is_kept_and_said_in_the_log(
    story: Scenario, page: str, clerk: User, client_for: SignedIn
) -> None:
    client = client_for(clerk)
    with clock(EVE):
        data = filled(client, page, risks_least="12")
        assert client.post(page, data).status_code == 302
        story.paper.refresh_from_db()
        assert story.paper.block_options == {"risks.least": ["12"]}
        again = filled(client, page)
        client.post(page, again)
    assert [row.codes for row in collect(story.paper).data.chosen] == [("12",)]
    change = Change.objects.get(verb="changed the choices of")
    assert change.after == {"Risks to list": "Those with a score of 12 or more, or not yet assessed"}


def test_only_parts_that_are_shown_are_offered(
    story: Scenario, page: str, clerk: User, client_for: SignedIn
) -> None:
    text = client_for(clerk).get(page).text
    assert "Risks to list" in text
    assert "Groups that govern the plan" not in text


def test_a_day_since_when_a_part_tells(
    story: Scenario, page: str, clerk: User, officer: User, client_for: SignedIn
) -> None:
    day = date(2024, 9, 20)
    with clock(day):
        record_highlight(
            council=story.plan.council, by=officer, kind="activity", text="A clinic began.", as_at=day
        )
    assert "A clinic began." not in [row.text for row in collect(story.paper).data.highlights]
    client = client_for(clerk)
    with clock(EVE):
        late = filled(
            client, page, since_highlights_day="14", since_highlights_month="11", since_highlights_year="2024"
        )
        assert client.post(page, late).status_code == 422
        early = late | {"since_highlights_day": "1", "since_highlights_month": "9"}
        assert client.post(page, early).status_code == 302
    data = collect(story.paper).data
    assert data.since("highlights") == date(2024, 9, 1)
    assert data.since("ratings") == date(2024, 10, 2)
    assert "A clinic began." in [row.text for row in data.highlights]


def test_a_stale_choice_shows_both(story: Scenario, page: str, clerk: User, client_for: SignedIn) -> None:
    client = client_for(clerk)
    with clock(EVE):
        data = filled(client, page, risks_least="12")
        choose(story, risks_least="20")
        answer = client.post(page, data)
    assert answer.status_code == 409
    assert "a score of 12 or more" in answer.text
    assert "a score of 20 or more" in answer.text
    story.paper.refresh_from_db()
    assert story.paper.block_options == {"risks.least": ["20"]}


def test_what_there_is_not_is_refused(story: Scenario) -> None:
    with pytest.raises(ValidationError):
        choose(story, risks_least="13")


def test_who_may(
    story: Scenario, page: str, officer: User, outsider: User, clerk: User, client_for: SignedIn
) -> None:
    assert client_for(officer).get(page).status_code == 403
    assert client_for(outsider).get(page).status_code == 404
    assert client_for(clerk).delete(page).status_code == 405
    with pytest.raises(PermissionDenied):
        choose_blocks(paper=story.paper, by=officer, shown_version=1, options={}, since={})


def test_a_choice_reopens_who_answers_for_the_section_alone(story: Scenario) -> None:
    with clock(EVE):
        factories.cleared(story.paper)
    choose(story, recruitment_months="hidden")
    with clock(EVE):
        states = {each.role.key: each.state for each in standings_of(story.paper)}
        rows = {row.role_key: row.cleared_on for row in collect_for_paper(story.paper).data.clearances}
    assert states["finance"] == State.REOPENED
    assert states["legal"] == State.CLEARED
    # The paper itself says the same of its roles as their page does.
    assert {key for key, on in rows.items() if on} == {
        key for key, state in states.items() if state == State.CLEARED
    }


def test_a_choice_of_the_appendix_is_cleared_as_it_is_shown(story: Scenario) -> None:
    story.paper.refresh_from_db()
    with clock(EVE):
        details = {"plan_table": "exceptions"}
        save_details(
            paper=story.paper,
            by=story.clerk,
            shown_version=story.paper.version,
            details=details,
            block_dates={},
        )
    assert publish(story.paper).data["plan_table"] == "exceptions"


def test_it_is_frozen_and_the_next_paper_begins_with_it(story: Scenario, programme: User) -> None:
    choose(story, risks_least="12")
    assert publish(story.paper).data["chosen"] == [{"name": "risks.least", "codes": ["12"]}]
    with clock(EVE):
        meeting = add_meeting(group=story.paper.meeting.group, by=programme, held_on=date(2025, 3, 10))
        begun = begin_from_last(council=story.paper.council, by=story.clerk, plan=story.plan, meeting=meeting)
    assert begun.block_options == {"risks.least": ["12"]}
    assert begun.block_since == {}
