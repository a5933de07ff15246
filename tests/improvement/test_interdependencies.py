"""Actions that wait for one another: never in a circle, and a late one warns those that wait."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from core.dates import clock, end_of_day
from improvement.ledger_checks import problems
from improvement.models import Action, Interdependency, Section
from improvement.services import add_wait, remove_wait
from improvement.services.interdependencies import _chain
from tests import factories
from tests.conftest import SignedIn
from tests.improvement.test_endorsements import tamper

FIRST, LATER = date(2024, 9, 2), date(2024, 10, 1)


def wait(action: Action, awaited: Action, by: User, on: date = FIRST, **given: Any) -> Interdependency:
    with clock(on):
        return add_wait(action=action, by=by, waits_for=awaited, **given)


@pytest.fixture
def three(section: Section) -> list[Action]:
    return [factories.action(section) for _ in range(3)]


def test_a_circle_is_refused_with_its_chain(three: list[Action], programme: User) -> None:
    one, two, last = three
    wait(one, two, programme)
    wait(two, last, programme)
    sentence = (
        "That would go round in a circle: IP Ch.1, S.1, action 1 waits for IP Ch.1, S.1, action 2, "
        "which waits for IP Ch.1, S.1, action 3."
    )
    with pytest.raises(ValidationError) as refused:
        wait(last, one, programme)
    assert refused.value.message_dict == {"waits_for": [sentence]}
    for action, awaited in ((one, one), (one, two)):
        with pytest.raises(ValidationError):
            wait(action, awaited, programme)
    assert Interdependency.objects.count() == 2
    assert not list(problems(one.council))


@given(tried=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=40))
def test_whatever_is_tried_there_is_no_circle(tried: list[tuple[int, int]]) -> None:
    edges: dict[int, list[int]] = {}
    for waiting, awaited in tried:
        if waiting != awaited and not _chain(edges, awaited, waiting):
            edges.setdefault(waiting, []).append(awaited)
    for start in edges:
        assert not any(_chain(edges, following, start) for following in edges[start])


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tried=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.booleans()), max_size=8))
@pytest.mark.django_db
def test_nor_whatever_is_taken_out_in_between(
    tried: list[tuple[int, int, bool]], three: list[Action], programme: User
) -> None:
    from django.db import transaction

    with transaction.atomic():
        for waiting, awaited, removes in tried:
            try:
                held = wait(three[waiting], three[awaited], programme)
                if removes:
                    with clock(FIRST):
                        remove_wait(wait=held, by=programme, because="Not needed.")
            except ValidationError:
                continue
        assert not [problem for problem in problems(three[0].council) if "circle" in problem]
        transaction.set_rollback(True)


def test_taken_out_it_still_shows_on_earlier_days(three: list[Action], programme: User) -> None:
    one, two, _ = three
    council = one.council
    held = wait(one, two, programme)
    with clock(LATER):
        with pytest.raises(ValidationError):
            remove_wait(wait=held, by=programme, because=" ")
        remove_wait(wait=held, by=programme, because="Not needed.")
        with pytest.raises(ValidationError):
            remove_wait(wait=held, by=programme, because="Again.")
    shown = [Interdependency.objects.of(council, day).count() for day in (date(2024, 9, 1), FIRST, LATER)]
    assert shown == [0, 1, 0]
    assert Interdependency.objects.of(council, LATER, end_of_day(FIRST)).count() == 1
    # Once it is out, the other way round is allowed.
    wait(two, one, programme, on=date(2024, 10, 2))


def test_risks(three: list[Action], programme: User, section: Section) -> None:
    one, two, last = three
    later = factories.action(section, original_due=date(2025, 3, 31))
    done = factories.action(section, original_due=date(2024, 9, 30))
    for awaited in (two, last, later, done):
        wait(one, awaited, programme)
    factories.update(last, "off-track", LATER)
    factories.update(done, "awaiting", LATER)
    council, day = one.council, LATER
    found = {entry.waits_for_id: entry.risks for entry in Interdependency.objects.at_risk(council, day)}
    assert found == {
        last.pk: ("off track",),
        later.pk: ("due only on 31 March 2025, after 31 December 2024",),
    }
    in_january = Interdependency.objects.at_risk(council, date(2025, 1, 2))
    assert {entry.waits_for_id: entry.risks for entry in in_january}[two.pk] == (
        "past its date of 31 December 2024",
    )
    factories.update(one, "awaiting", date(2024, 12, 1))
    assert not Interdependency.objects.at_risk(council, date(2025, 1, 2))


def test_who_may(three: list[Action], officer: User, chair: User) -> None:
    for person in (officer, chair):
        with pytest.raises(PermissionDenied):
            wait(three[0], three[1], person)


def test_tampering_shows(three: list[Action], programme: User) -> None:
    one, two, _ = three
    wait(one, two, programme)
    wait(two, three[2], programme)
    tamper("UPDATE improvement_interdependency SET waits_for_id = %s WHERE action_id = %s", one.pk, two.pk)
    assert any("in a circle" in problem for problem in problems(one.council))


def at(name: str, *args: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", *args])


def test_in_the_browser(
    three: list[Action], programme: User, officer: User, reader: User, outsider: User, client_for: SignedIn
) -> None:
    one, two, last = three
    add = at("wait-add", one.pk)
    with clock(FIRST):
        for person, status in ((officer, 403), (reader, 403), (outsider, 404)):
            assert client_for(person).get(add).status_code == status
            assert client_for(person).post(add, {"waits_for": two.pk}).status_code == status
        client = client_for(programme)
        assert client.put(add).status_code == 405
        assert client.post(add, {"waits_for": ""}).status_code == 422
        posted = {"waits_for": two.pk, "because": "Staff first"}
        assert "It waits for" in client.post(add, posted, follow=True).text
        again = client.post(add, posted)
        assert (again.status_code, "waits for this action already" in again.text) == (422, True)
        assert "It is waited for by" in client_for(reader).get(at("action-detail", two.pk)).text
        round_it = client.post(at("wait-add", two.pk), {"waits_for": one.pk})
        assert "round in a circle" in round_it.text
        held = Interdependency.objects.get()
    factories.update(two, "off-track", FIRST)
    with clock(LATER):
        page = client_for(reader).get(at("action-detail", one.pk)).text
        assert "What it waits for may hold it up" in page
        assert "Held up, as this one is off track" in client_for(reader).get(at("action-detail", two.pk)).text
        listed = client_for(reader).get(at("wait-list")).text
        assert "It is off track" in listed
        assert client_for(reader).post(at("wait-list")).status_code == 405
        assert client_for(outsider).get(at("wait-list")).status_code == 404
        remove = at("wait-remove", held.pk)
        assert client_for(officer).post(remove, {"because": "x"}).status_code == 403
        assert client.post(remove, {"because": ""}).status_code == 422
        assert "No longer waits for" in client.post(remove, {"because": "Not needed."}, follow=True).text
        assert client.post(remove, {"because": "Not needed."}).status_code == 422
        assert "No action waits for another" in client_for(reader).get(at("wait-list")).text
    assert "It is off track" not in client_for(reader).get(at("wait-list") + "?as_at=2024-09-01").text
    assert last.title not in listed


def test_the_number_of_queries_does_not_grow(
    section: Section,
    programme: User,
    reader: User,
    client_for: SignedIn,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client, before = client_for(reader), factories.action(section)
    for rows in (1, 10, 189):
        for _ in range(rows):
            following = factories.action(section)
            wait(following, before, programme)
            before = following
        client.get(at("wait-list"))
        # session, user; council, roles; waits; both actions of each; keys
        with django_assert_num_queries(9):
            client.get(at("wait-list"))
