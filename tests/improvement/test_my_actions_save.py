"""My actions, saved: one by one or together, and a bad row spoils no other."""

from datetime import date
from typing import Any

import pytest
from django.utils.html import escape

from accounts.models import User
from improvement import services
from improvement.models import Action, DateRevision, ProgressUpdate, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

URL = "/eastshire/actions/mine/"
LONG_AGO = date(2024, 10, 2)


@pytest.fixture
def three(section: Section, officer: User) -> list[Action]:
    """Three actions of the officer's, each rated on 2 October 2024."""
    made = [factories.action(section, lead=officer, title=f"Thing {number}") for number in range(3)]
    for action in made:
        factories.update(
            action, "on-track", LONG_AGO, narrative=f"Said of {action.title}.", blockers="No room"
        )
    return made


def shown(action: Action) -> dict[str, Any]:
    """What a browser posts of a row that nobody has touched, on 2 January 2025."""
    held = Action.objects.as_at(date(2025, 1, 2)).with_last_update().get(pk=action.pk)
    facts: dict[str, Any] = {
        "shown_update": held.last_update,
        "rating": held.rating_id or "",
        "narrative": "",
        "blockers": held.blockers or "",
        "as_at_day": "2",
        "as_at_month": "1",
        "as_at_year": "2025",
    }
    initial = {name: facts[name] for name in ("rating", "blockers")}
    return {f"a{action.pk}-{name}": value for name, value in facts.items()} | {
        f"initial-a{action.pk}-{name}": value for name, value in initial.items()
    }


def page_of(*actions: Action, **given: Any) -> dict[str, Any]:
    posted: dict[str, Any] = {}
    for action in actions:
        posted |= shown(action)
    return posted | given


def said(action: Action, **given: Any) -> dict[str, Any]:
    return {f"a{action.pk}-{name}": value for name, value in given.items()}


def narratives(action: Action) -> list[str]:
    return list(
        ProgressUpdate.objects.filter(action=action).order_by("pk").values_list("narrative", flat=True)
    )


def test_only_what_was_touched_is_saved(three: list[Action], officer: User, client_for: SignedIn) -> None:
    first, second, third = three
    words = said(first, narrative="New words.") | said(
        second, rating=factories.rating(first.plan, "at-risk").pk
    )

    response = client_for(officer).post(URL, page_of(*three, save="all") | words, follow=True)

    assert response.redirect_chain == [(URL, 302)]
    assert "2 updates saved" in response.text
    assert narratives(first)[-1] == "New words."
    assert ProgressUpdate.objects.filter(action=second).count() == 2
    assert ProgressUpdate.objects.filter(action=third).count() == 1


def test_a_bad_row_spoils_no_other(three: list[Action], officer: User, client_for: SignedIn) -> None:
    good, bad, untouched = three
    words = said(good, narrative="Good words.") | said(
        bad, narrative="Kept words.", new_due_day="1", new_due_month="2", new_due_year="2024", reason="Why"
    )

    response = client_for(officer).post(URL, page_of(*three, save="all") | words)

    assert response.status_code == 422
    assert narratives(good)[-1] == "Good words."
    assert len(narratives(bad)) == len(narratives(untouched)) == 1
    assert not DateRevision.objects.exists()
    assert "Kept words." in response.text
    assert "The new date must be in the future." in response.text
    assert f'href="#id_a{bad.pk}-new_due_0"' in response.text
    assert "Error: My actions" in response.text


def test_the_last_words_stay_while_the_rating_does(
    three: list[Action], officer: User, client_for: SignedIn
) -> None:
    first, second, _ = three
    posted = page_of(*three, save="all") | said(first, blockers="The printer is shut.")
    posted |= said(second, rating=factories.rating(second.plan, "at-risk").pk)
    client_for(officer).post(URL, posted)
    assert narratives(first)[-1] == "Said of Thing 0."
    assert narratives(second)[-1] == ""


def test_one_by_one(three: list[Action], officer: User, client_for: SignedIn) -> None:
    first, second, _ = three
    words = said(first, narrative="First.") | said(second, narrative="Second.")
    browser = client_for(officer)
    response = browser.post(URL, page_of(*three, save=first.pk) | words)

    assert response.status_code == 200
    assert narratives(first)[-1] == "First."
    assert len(narratives(second)) == 1
    # What was typed into the other row waits there for its own button.
    assert "Second." in response.text
    assert f'name="a{first.pk}-narrative"' not in response.text
    assert browser.post(URL, page_of(*three[1:], save=second.pk) | words).status_code == 302
    assert narratives(second)[-1] == "Second."


def test_a_new_date_is_asked_for_in_the_same_save(
    three: list[Action], officer: User, client_for: SignedIn
) -> None:
    first = three[0]
    asked = {"new_due_day": "28", "new_due_month": "2", "new_due_year": "2025", "reason": "A post is vacant."}
    client_for(officer).post(URL, page_of(first, save="all") | said(first, **asked))
    assert DateRevision.objects.get().new_due == date(2025, 2, 28)


def test_no_change_confirmed_is_an_update_of_its_own(
    three: list[Action], officer: User, client_for: SignedIn
) -> None:
    first = three[0]
    client = client_for(officer)
    assert client.post(URL, page_of(first, confirm=first.pk)).status_code == 302

    held = ProgressUpdate.objects.filter(action=first).latest("pk")
    assert (held.rating.code, held.as_at, held.blockers) == ("on-track", date(2025, 1, 2), "No room")
    assert held.narrative == "Said of Thing 0.\nNo change: confirmed as at 2 January 2025."
    assert held.recorded_by == officer


def test_confirming_twice_does_nothing_more(three: list[Action], officer: User, client_for: SignedIn) -> None:
    first, client = three[0], client_for(officer)
    posted = page_of(first, confirm=first.pk)
    client.post(URL, posted)
    assert client.post(URL, posted).status_code == 409
    assert len(narratives(first)) == 2


def test_what_was_typed_is_never_lost_to_a_confirmation(
    three: list[Action], officer: User, client_for: SignedIn
) -> None:
    first = three[0]
    response = client_for(officer).post(
        URL, page_of(first, confirm=first.pk) | said(first, narrative="Typed words.")
    )
    assert response.status_code == 422
    assert "Typed words." in response.text
    assert len(narratives(first)) == 1


def test_nothing_to_confirm(section: Section, officer: User, client_for: SignedIn) -> None:
    fresh = factories.action(section, lead=officer)
    response = client_for(officer).post(URL, page_of(fresh, confirm=fresh.pk))
    assert response.status_code == 422
    assert "There is nothing to confirm yet" in response.text


def test_two_people_at_once_row_by_row(
    three: list[Action], officer: User, chair: User, client_for: SignedIn
) -> None:
    first, second, _ = three
    posted = (
        page_of(*three, save="all") | said(first, narrative="Mine.") | said(second, narrative="Also mine.")
    )
    factories.update(first, "at-risk", date(2025, 1, 2), narrative="Theirs.")

    response = client_for(officer).post(URL, posted)

    assert response.status_code == 409
    assert "Theirs." in response.text
    assert "Mine." in response.text
    assert narratives(first)[-1] == "Theirs."
    assert narratives(second)[-1] == "Also mine."

    again = page_of(first, save=first.pk) | said(first, narrative="Mine.")
    assert client_for(officer).post(URL, again).status_code == 302
    assert narratives(first)[-1] == "Mine."


def test_what_somebody_else_saved_in_an_untouched_row_is_no_conflict(
    three: list[Action], officer: User, client_for: SignedIn
) -> None:
    first, second, _ = three
    posted = page_of(*three, save="all") | said(second, narrative="Mine.")
    factories.update(first, "at-risk", date(2025, 1, 2), blockers="Other")
    assert client_for(officer).post(URL, posted).status_code == 302


def test_evidence_dates_and_titles_are_no_conflict(
    three: list[Action], officer: User, programme: User, client_for: SignedIn
) -> None:
    first = three[0]
    posted = page_of(first, save="all") | said(first, narrative="Mine.")
    factories.evidence(first, date(2025, 1, 2))
    asked = factories.date_request(first, date(2025, 3, 31), on=date(2025, 1, 2), by=officer)
    services.decide_date(request=asked, by=programme, agree=True)
    assert client_for(officer).post(URL, posted).status_code == 302


def test_done_is_offered_as_done_awaiting_evidence(
    three: list[Action], officer: User, client_for: SignedIn
) -> None:
    first = three[0]
    done, awaiting = (factories.rating(first.plan, code) for code in ("complete", "awaiting"))
    client = client_for(officer)
    posted = page_of(first, save="all") | said(first, rating=done.pk, narrative="All done.")
    offered = client.post(URL, posted)

    assert offered.status_code == 422
    assert escape(f"Record it as “{awaiting}”") in offered.text
    assert len(narratives(first)) == 1
    client.post(URL, posted | said(first, rating=awaiting.pk))
    assert ProgressUpdate.objects.filter(action=first).latest("pk").rating == awaiting


def test_showing_how_it_reads_saves_nothing(three: list[Action], officer: User, client_for: SignedIn) -> None:
    first = three[0]
    response = client_for(officer).post(URL, page_of(first, show="all") | said(first, narrative="word " * 81))
    assert response.status_code == 200
    assert "81 words: longer than the 80 or so" in response.text
    assert len(narratives(first)) == 1


def test_a_partial_save_gives_the_one_row(three: list[Action], officer: User, client_for: SignedIn) -> None:
    first, second, _ = three
    client, part = client_for(officer), {"HX-Request": "true"}
    posted = page_of(*three, save=first.pk) | said(first, narrative="Mine.")
    saved = client.post(URL, posted, headers=part)

    assert saved.status_code == 200
    assert "<h1" not in saved.text
    assert f'id="action-{first.pk}"' in saved.text
    assert f'id="action-{second.pk}"' not in saved.text
    assert "data-focus" in saved.text
    assert "Saved: progress is" in saved.headers["HX-Trigger"]
    conflict = client.post(URL, posted, headers=part)
    assert (conflict.status_code, "data-focus" in conflict.text) == (409, True)
    assert "was not saved" in conflict.headers["HX-Trigger"]


def test_rows_of_others_are_refused_where_they_stand(
    three: list[Action], section: Section, officer: User, client_for: SignedIn
) -> None:
    other = factories.action(section)
    posted = page_of(three[0], other, save="all") | said(other, narrative="Not mine to say.")
    posted |= said(other, rating=factories.rating(other.plan, "on-track").pk)
    response = client_for(officer).post(URL, posted)
    assert response.status_code == 422
    assert "Only the lead, the deputy, the workstream chair" in response.text
    assert "Not mine to say." in response.text
    assert not narratives(other)


def test_who_may_not(
    three: list[Action], reader: User, clerk: User, outsider: User, client_for: SignedIn
) -> None:
    posted = page_of(three[0], save="all") | said(three[0], narrative="Words.")
    for person, status in ((reader, 403), (clerk, 403), (outsider, 404)):
        assert client_for(person).post(URL, posted).status_code == status
    assert len(narratives(three[0])) == 1


@pytest.mark.parametrize(
    "hostile",
    [
        {"shown_update": "x"},
        {"shown_update": "9" * 30},
        {"rating": "99999999999999999999"},
        {"rating": "x"},
        {"narrative": "x" * 5000},
        {"as_at_year": "99999"},
    ],
)
def test_hostile_input_is_refused(
    three: list[Action], officer: User, client_for: SignedIn, hostile: dict[str, str]
) -> None:
    first = three[0]
    posted = page_of(first, save=first.pk) | said(first, narrative="Words.") | said(first, **hostile)
    assert client_for(officer).post(URL, posted).status_code in {409, 422}
    wild = posted | {"a99999999999-shown_update": "1", "a-shown_update": "", "ax-shown_update": "y"}
    assert client_for(officer).post(URL, wild).status_code in {409, 422}
    assert len(narratives(first)) == 1
