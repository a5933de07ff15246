"""The pages of inspections, and of notices, visits and advisers."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from accounts.models import Council, User
from core.dates import clock
from improvement.models import Inspection, Intervention, Judgement
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LISTS = ("inspection-list", "intervention-list")


def url(name: str, *args: int) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", *args])


def day(name: str, when: date) -> dict[str, Any]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


@pytest.fixture
def inspection(eastshire: Council) -> Inspection:
    return factories.inspection(eastshire)


@pytest.fixture
def visit(eastshire: Council, inspection: Inspection) -> Intervention:
    return factories.visit(eastshire, date(2024, 9, 16), date(2024, 12, 1))


def test_who_sees_and_who_writes(
    inspection: Inspection,
    visit: Intervention,
    programme: User,
    chair: User,
    reader: User,
    outsider: User,
    client_for: SignedIn,
) -> None:
    reads = [*map(url, LISTS), url("inspection-detail", inspection.pk), url("intervention-detail", visit.pk)]
    writes = [
        url("inspection-add"),
        url("inspection-edit", inspection.pk),
        url("inspection-judge", inspection.pk),
        url("intervention-add"),
        url("intervention-record", visit.pk),
    ]
    for address in reads:
        assert client_for(reader).get(address).status_code == 200
        assert client_for(reader).post(address).status_code == 405
    for address in writes:
        assert client_for(programme).get(address).status_code == 200
        assert client_for(programme).put(address).status_code == 405
        assert client_for(programme).post(address, {"version": "x"}).status_code == 422
        for person in (chair, reader):
            assert client_for(person).get(address).status_code == 403
            assert client_for(person).post(address, {}).status_code == 403
    assert {client_for(outsider).get(address).status_code for address in reads + writes} == {404}


def test_an_inspection_with_its_judgements(
    eastshire: Council, programme: User, reader: User, client_for: SignedIn
) -> None:
    client = client_for(programme)
    facts = {"kind": "ilacs", "title": "Inspection of 2024", "body": "Ofsted"}
    facts |= day("started_on", date(2024, 2, 19)) | day("published_on", date(2024, 5, 16))
    page = client.post(url("inspection-add"), facts, follow=True)
    inspection = Inspection.objects.get()
    for area, grade in (("overall", "requires_improvement"), ("care_leavers", "inadequate")):
        inspection.refresh_from_db()
        judged = {"version": inspection.version, "area": area, "grade": grade}
        page = client.post(
            url("inspection-judge", inspection.pk), judged | day("as_at", date(2024, 5, 16)), follow=True
        )
    assert page.status_code == 200
    assert "The overall judgement does not follow" in page.text
    listed = client_for(reader).get(url("inspection-list")).text
    assert "Requires improvement to be good" in listed
    assert "Add an inspection" not in listed
    before = client_for(reader).get(url("inspection-list") + "?as_at=2024-05-15").text
    assert "Requires improvement" not in before


def test_what_is_wrong_stands_where_it_was_typed(programme: User, client_for: SignedIn) -> None:
    wrong = {"kind": "ilacs", "title": "Kept", "body": ""} | day("started_on", date(2031, 2, 1))
    response = client_for(programme).post(url("inspection-add"), wrong)
    assert set(response.context["form"].errors) == {"body"}
    response = client_for(programme).post(url("inspection-add"), wrong | {"body": "Ofsted"})
    assert set(response.context["form"].errors) == {"started_on"}
    assert 'value="Kept"' in response.text
    assert not Inspection.objects.exists()


def test_a_visit_moved_on_its_page(
    visit: Intervention, programme: User, reader: User, client_for: SignedIn
) -> None:
    moved = {"version": visit.version, "step": "moved", "note": "Put off", "month_only": "on"}
    moved |= day("as_at", date(2024, 12, 2)) | day("day", date(2025, 2, 1))
    page = client_for(programme).post(url("intervention-record", visit.pk), moved, follow=True)
    assert "Moved to February 2025" in page.text
    assert "Planned for December 2024" in page.text
    past = client_for(reader).get(url("intervention-detail", visit.pk) + "?as_at=2024-11-13").text
    assert "February 2025" not in past
    before = client_for(reader).get(url("intervention-detail", visit.pk) + "?as_at=2024-01-01").text
    assert "was not in the record on 1 January 2024." in before
    assert "February 2025" in client_for(reader).get(url("inspection-list")).text
    stale = client_for(programme).post(url("intervention-record", visit.pk), moved | {"note": "What I typed"})
    assert stale.status_code == 409
    assert "What I typed" in stale.text
    assert visit.events.count() == 2


def test_a_visit_said_to_be_cancelled_took_place_after_all(
    visit: Intervention, programme: User, client_for: SignedIn
) -> None:
    client, form = client_for(programme), url("intervention-record", visit.pk)
    cancelled = {"version": visit.version, "step": "cancelled"} | day("as_at", date(2024, 12, 2))
    assert client.post(form, cancelled).status_code == 302
    assert "Correct the last entry" in client.get(url("intervention-detail", visit.pk)).text
    assert "Nothing follows it." in client.get(form).text
    visit.refresh_from_db()
    held = cancelled | {"version": visit.version, "step": "held"}
    refused = client.post(form, held)
    assert refused.status_code == 422
    assert "Nothing follows “Cancelled”. If that was wrong, say what was wrong with it." in refused.text
    done = client.post(form, held | {"because": "It did take place"}, follow=True)
    assert "Held 2 December 2024" in done.text


def test_two_people_edit_one_inspection(
    inspection: Inspection, programme: User, client_for: SignedIn
) -> None:
    facts = {"version": inspection.version, "kind": "ilacs", "body": "Ofsted"}
    facts |= day("started_on", date(2024, 2, 19))
    client, address = client_for(programme), url("inspection-edit", inspection.pk)
    assert client.post(address, facts | {"title": "What they saved"}).status_code == 302
    stale = client.post(address, facts | {"title": "What I typed"})
    assert stale.status_code == 409
    assert "What they saved" in stale.text
    assert "What I typed" in stale.text
    judged = {"version": facts["version"], "area": "care", "grade": "good"} | day("as_at", date(2024, 5, 16))
    assert client.post(url("inspection-judge", inspection.pk), judged).status_code == 409
    assert not Judgement.objects.exists()


def test_adding_a_notice(inspection: Inspection, programme: User, client_for: SignedIn) -> None:
    notice = {"kind": "notice", "title": "Improvement notice", "body": "The department", "note": "Act."}
    notice |= {"inspection": inspection.pk} | day("as_at", date(2024, 7, 24))
    page = client_for(programme).post(url("intervention-add"), notice, follow=True)
    assert "Served 24 July 2024" in page.text
    assert "Improvement notice" in client_for(programme).get(url("inspection-detail", inspection.pk)).text
    visit = notice | {"kind": "visit"}
    response = client_for(programme).post(url("intervention-add"), visit)
    assert set(response.context["form"].errors) == {"day"}
    assert Intervention.objects.count() == 1


# session, user; council, roles; count; the rows; and for inspections: their judgements, the next visit
@pytest.mark.parametrize("rows", [1, 10, 200])
@pytest.mark.parametrize(("name", "queries"), [("inspection-list", 8), ("intervention-list", 6)])
def test_the_number_of_queries_does_not_grow(
    name: str,
    queries: int,
    rows: int,
    eastshire: Council,
    reader: User,
    client_for: SignedIn,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        inspection = factories.inspection(eastshire, title=f"Inspection {number}")
        factories.visit(eastshire, date(2024, 9, 16), date(2024, 12, 1), f"Visit {number}")
    with clock(date(2024, 10, 1)):
        Judgement.objects.create(
            council=eastshire,
            inspection=inspection,
            area="overall",
            grade="good",
            as_at=date(2024, 10, 1),
            recorded_by=reader,
        )
    client = client_for(reader)
    client.get(url(name))
    with django_assert_num_queries(queries):
        assert client.get(url(name)).status_code == 200
