"""A form that would be refused, whatever was typed, is not opened: its page says why, and leads back."""

from collections.abc import Callable
from datetime import date
from http import HTTPStatus
from typing import Any

import pytest

from accounts.models import Council, User
from core.dates import clock
from improvement import services
from improvement.models import Action, Plan, Section
from improvement.services.groups import retire_group
from improvement.services.retiring import retire
from improvement.services.risk_moves import close_risk
from improvement.services.risks import add_risk
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

DAY, LATER = date(2024, 10, 2), date(2024, 12, 2)


@pytest.fixture
def refuses(client_for: SignedIn, programme: User) -> Callable[[str, str, str], None]:
    """That the page says the sentence, leads back, and holds nothing to be filled in."""

    def check(address: str, sentence: str, back: str) -> None:
        answer = client_for(programme).get(f"/eastshire/{address}")
        text = answer.content.decode()
        assert answer.status_code == HTTPStatus.OK, address
        assert sentence in text, address
        assert f'href="/eastshire/{back}' in text, address
        assert "<textarea" not in text, address
        assert 'method="post" novalidate' not in text, address

    return check


def taken_out(thing: Any, by: User) -> None:
    with clock(LATER):
        retire(thing=thing, by=by, on=LATER, because="Merged", shown_version=None)


@pytest.mark.parametrize("form", ["update", "add-evidence", "add-wait"])
def test_of_a_retired_action(action: Action, programme: User, refuses: Any, form: str) -> None:
    taken_out(action, programme)
    sentence = "This action was retired on 2 December 2024, so nothing more is recorded on it."
    refuses(f"actions/{action.pk}/{form}/", sentence, f"actions/{action.pk}/")


def test_of_an_action_that_is_only_proposed(
    section: Section, administrator: User, client_for: SignedIn, refuses: Any
) -> None:
    action = factories.proposal(section, DAY, by=administrator)
    refuses(f"actions/{action.pk}/update/", "has not been endorsed", f"actions/{action.pk}/")
    refuses(
        f"actions/{action.pk}/propose-again/", "Only an action that was declined", f"actions/{action.pk}/"
    )


def test_of_retired_parts_of_a_plan(plan: Plan, section: Section, programme: User, refuses: Any) -> None:
    taken_out(section, programme)
    taken_out(section.chapter, programme)
    said, back = "was retired on 2 December 2024: nothing is added to it.", f"plans/{plan.pk}/structure/"
    refuses(f"chapters/{section.chapter_id}/add-section/", said, back)
    refuses(f"sections/{section.pk}/add-priority/", said, back)
    refuses(f"sections/{section.pk}/add-action/", said, back)
    refuses(f"sections/{section.pk}/bring-back/", "Bring back what it is in first", back)


def test_of_what_a_retired_part_says(
    plan: Plan, section: Section, action: Action, programme: User, refuses: Any
) -> None:
    with clock(DAY):
        priority = services.add_priority(section=section, by=programme, label="P.7", title="Matching")
    for part in (action, priority, section, section.chapter, plan):
        taken_out(part, programme)
    said, back = (
        "was retired on 2 December 2024: it stays as it was. Bring it back",
        f"plans/{plan.pk}/structure/",
    )
    refuses(f"plans/{plan.pk}/edit/", said, back)
    refuses(f"chapters/{section.chapter_id}/edit/", said, back)
    refuses(f"sections/{section.pk}/edit/", said, back)
    refuses(f"priorities/{priority.pk}/edit/", said, back)
    refuses(f"actions/{action.pk}/edit/", said, "actions/")
    refuses(f"actions/{action.pk}/correct-date/", said, "actions/")


def test_what_was_typed_before_it_was_retired_stays_in_the_form(
    section: Section, programme: User, client_for: SignedIn
) -> None:
    taken_out(section, programme)
    section.refresh_from_db()
    typed = {
        "version": str(section.version),
        "label": section.label,
        "title": "In other words",
        "outcome": "",
    }
    answer = client_for(programme).post(f"/eastshire/sections/{section.pk}/edit/", typed)
    text = answer.content.decode()
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "it stays as it was. Bring it back to change it." in text
    assert "In other words" in text
    section.refresh_from_db()
    assert section.title != "In other words"


@pytest.mark.parametrize("form", ["edit", "assess", "escalate", "hand-back", "close"])
def test_of_a_closed_risk(eastshire: Council, programme: User, refuses: Any, form: str) -> None:
    with clock(DAY):
        risk = add_risk(council=eastshire, by=programme, title="Too few homes")
    refuses(f"risks/{risk.pk}/reopen/", "This risk is open already.", f"risks/{risk.pk}/")
    refuses(f"risks/{risk.pk}/hand-back/", "not with any other group", f"risks/{risk.pk}/")
    with clock(LATER):
        close_risk(risk=risk, by=programme, because="Homes found", shown_version=None)
    refuses(f"risks/{risk.pk}/{form}/", "This risk has been closed.", f"risks/{risk.pk}/")


def test_of_evidence_that_was_accepted(
    action: Action, officer: User, chair: User, programme: User, refuses: Any
) -> None:
    piece = factories.evidence(action, DAY, by=officer)
    with clock(LATER):
        services.review_evidence(evidence=piece, by=chair, verdict="sufficient")
    back = f"evidence/{piece.pk}/"
    refuses(f"{back}replace/", "has been accepted, so it stays as it is", back)
    refuses(f"{back}take-out/", "has been accepted, so it stays as it is", back)
    refuses(f"{back}review/", "This evidence has already been reviewed.", back)


def test_of_an_update_that_was_corrected(
    action: Action, officer: User, programme: User, refuses: Any
) -> None:
    first = factories.update(action, "on-track", DAY, by=officer)
    rating = factories.rating(action.plan, "at-risk")
    with clock(LATER):
        again: dict[str, Any] = {"rating": rating, "as_at": DAY, "narrative": "Late", "because": "Mistyped"}
        services.correct_update(update=first, by=officer, **again)
    back = f"actions/{action.pk}/"
    refuses(f"updates/{first.pk}/correct/", "has already been corrected. Correct the newer one.", back)
    refuses(f"updates/{first.pk}/return/", "There is a newer update. Read that one first.", back)
    refuses(f"updates/{first.pk}/moderate/", "There is a newer update. Read that one first.", back)


def test_of_a_retired_group_and_a_rating_in_use(
    eastshire: Council, action: Action, officer: User, programme: User, refuses: Any
) -> None:
    group = factories.group(eastshire, name="Quality")
    with clock(LATER):
        retire_group(group=group, by=programme, on=LATER, because="Merged", shown_version=None)
    refuses(f"groups/{group.pk}/add-meeting/", "was retired on 2 December 2024", "meetings/")
    used = factories.update(action, "on-track", DAY, by=officer).rating
    refuses(f"ratings/{used.pk}/remove/", "cannot be removed. Reword it instead.", "scales/")


def test_what_was_typed_before_it_closed_stays_in_the_form(
    eastshire: Council, programme: User, client_for: SignedIn
) -> None:
    with clock(DAY):
        risk = add_risk(council=eastshire, by=programme, title="Too few homes")
    with clock(LATER):
        close_risk(risk=risk, by=programme, because="Homes found", shown_version=None)
        typed = {"likelihood": 3, "impact": 4, "mitigation": "More carers", "version": risk.version}
        typed |= {"as_at_day": 2, "as_at_month": 12, "as_at_year": 2024}
        answer = client_for(programme).post(f"/eastshire/risks/{risk.pk}/assess/", typed)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This risk has been closed." in answer.content.decode()
    assert "More carers" in answer.content.decode()
