"""Nothing is recorded on an action that was never endorsed, was declined, or has left the plan."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import User
from core.dates import clock
from improvement import services
from improvement.models import Action, DateRevision, Evidence, ProgressUpdate, Section
from improvement.services.bulk import Wanted, change_many
from improvement.services.retiring import bring_back, retire
from tests import factories
from tests.conftest import SignedIn
from tests.improvement.test_bulk_services import shown

pytestmark = pytest.mark.django_db

DAY, LATER = date(2024, 10, 2), date(2024, 12, 2)


def add(action: Action, by: User) -> Any:
    return services.add_evidence(
        action=action, by=by, title="Standards", evidence_of=DAY, where_held="File 12"
    )


def ask(action: Action, by: User) -> Any:
    return services.ask_for_date(action=action, by=by, new_due=date(2025, 9, 30), reason="No trainer")


def report(action: Action, by: User) -> Any:
    rating = factories.rating(action.plan, "on-track")
    return services.record_update(action=action, by=by, rating=rating, as_at=DAY, narrative="Under way")


def many(action: Action, by: User) -> Any:
    wanted = Wanted(rating=factories.rating(action.plan, "on-track"), narrative="Under way")
    return change_many(council=action.council, by=by, rows=shown(action), wanted=wanted)


WRITES = [add, ask, report, many]


def nothing_written() -> bool:
    return not any(model.objects.exists() for model in (Evidence, DateRevision, ProgressUpdate))


@pytest.mark.parametrize("write", WRITES)
def test_a_proposed_or_declined_action_takes_nothing(
    section: Section, programme: User, administrator: User, write: Callable[[Action, User], Any]
) -> None:
    action = factories.proposal(section, DAY, by=administrator)
    with clock(LATER), pytest.raises(ValidationError, match=r"has not been endorsed|None of these"):
        write(action, programme)
    with clock(LATER):
        services.decline_action(action=action, by=programme, note="Not now")
        with pytest.raises(ValidationError, match=r"was declined|None of these"):
            write(action, programme)
    assert nothing_written()


@pytest.mark.parametrize("write", WRITES)
def test_a_retired_action_takes_nothing_until_it_is_back(
    action: Action, programme: User, write: Callable[[Action, User], Any]
) -> None:
    seen_before = Action.objects.get(pk=action.pk)
    with clock(LATER):
        retire(thing=action, by=programme, on=LATER, because="Merged", shown_version=None)
        with pytest.raises(ValidationError, match=r"was retired on 2 December 2024|None of these"):
            write(seen_before, programme)
        assert nothing_written()
        bring_back(thing=action, by=programme, on=LATER, because="Needed", shown_version=None)
        assert write(Action.objects.get(pk=action.pk), programme)


def test_what_waited_when_an_action_left_is_decided_no_more(
    action: Action, officer: User, chair: User, programme: User
) -> None:
    update = factories.update(action, "on-track", DAY, by=officer)
    request = factories.date_request(action, date(2025, 3, 31), on=DAY, by=officer)
    piece = factories.evidence(action, DAY, by=officer)
    off_track = factories.rating(action.plan, "off-track")
    with clock(LATER):
        retire(thing=action, by=programme, on=LATER, because="Merged", shown_version=None)
        refused: list[Callable[[], object]] = [
            lambda: services.decide_date(request=request, by=chair, agree=True),
            lambda: services.review_evidence(evidence=piece, by=chair, verdict="sufficient"),
            lambda: services.return_update(update=update, by=chair, question="How far?"),
            lambda: services.moderate_update(update=update, by=chair, rating=off_track, because="No"),
        ]
        for write in refused:
            with pytest.raises(ValidationError, match="was retired on 2 December 2024"):
                write()


def test_what_was_reported_before_an_action_left_can_still_be_put_right(
    action: Action, officer: User, programme: User
) -> None:
    update = factories.update(action, "on-track", DAY, by=officer)
    fix: dict[str, Any] = {"update": update, "by": officer, "because": "Mistyped", "narrative": "Late"}
    fix["rating"] = factories.rating(action.plan, "at-risk")
    with clock(LATER):
        retire(thing=action, by=programme, on=LATER, because="Merged", shown_version=None)
        with pytest.raises(ValidationError, match="not in the plan on that date"):
            services.correct_update(as_at=LATER, **fix)
        assert services.correct_update(as_at=DAY, **fix).corrects == update


def test_the_page_of_a_retired_action_offers_nothing_and_refuses(
    action: Action, programme: User, client_for: SignedIn
) -> None:
    with clock(LATER):
        retire(thing=action, by=programme, on=LATER, because="Merged", shown_version=None)
    page = f"/eastshire/actions/{action.pk}/"
    client = client_for(programme)
    assert f"{page}update/" not in client.get(page).content.decode()
    answer = client.post(
        f"{page}add-evidence/",
        {"title": "Kept", "where_held": "File 12"}
        | {"evidence_of_day": 2, "evidence_of_month": 10, "evidence_of_year": 2024},
    )
    assert answer.status_code == 422
    assert "was retired on 2 December 2024" in answer.content.decode()


def test_acceptance_makes_no_open_form_of_the_action_stale(
    action: Action, officer: User, chair: User
) -> None:
    factories.update(action, "awaiting", DAY, by=officer)
    piece = factories.evidence(action, DAY, by=officer)
    before = Action.objects.get(pk=action.pk).version
    with clock(LATER):
        services.review_evidence(evidence=piece, by=chair, verdict="sufficient")
    assert Action.objects.get(pk=action.pk).version == before
    assert Action.objects.as_at(LATER).get().rating_code == "complete"
