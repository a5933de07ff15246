"""Committee requests and undertakings: recorded, settled, listed as at any day, and checked."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse

from accounts.models import Change, Council, User
from core.dates import clock, end_of_day
from improvement import services
from improvement.ledger_checks import problems
from improvement.models import CommitteeRequest, Group, Meeting, Undertaking
from improvement.services.requests import add_request, add_undertaking, record_step
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

NOVEMBER, JANUARY = date(2024, 11, 11), date(2025, 1, 13)
LISTS = ("/eastshire/requests/", "/eastshire/undertakings/")
WRONG_DATE = {"as_at_day": "31", "as_at_month": "2", "as_at_year": "2025"}


def day(name: str, of: date) -> dict[str, str]:
    return {f"{name}_day": str(of.day), f"{name}_month": str(of.month), f"{name}_year": str(of.year)}


def at(name: str, *args: object) -> str:
    return reverse(f"improvement:{name}", args=["eastshire", *args])


@pytest.fixture
def meeting(eastshire: Council, clerk: User) -> Meeting:
    committee = factories.group(eastshire, Group.Kind.COMMITTEE)
    return services.add_meeting(group=committee, by=factories.office(eastshire), held_on=NOVEMBER)


@pytest.fixture
def asked(eastshire: Council, meeting: Meeting, clerk: User, officer: User) -> CommitteeRequest:
    with clock(NOVEMBER):
        return add_request(
            council=eastshire,
            by=clerk,
            meeting=meeting,
            text="New target dates where actions are delayed",
            asked_by="Members of the committee",
            owner=officer,
            due=JANUARY,
        )


@pytest.fixture
def promised(eastshire: Council, clerk: User) -> Undertaking:
    with clock(NOVEMBER):
        return add_undertaking(
            council=eastshire,
            by=clerk,
            text="News of the first visit",
            paper="Progress update",
            paragraph="3",
            given_on=NOVEMBER,
            owner_role="Director for Improvement",
            due=date(2024, 12, 20),
        )


def test_the_clerk_records_a_request(
    meeting: Meeting, clerk: User, officer: User, client_for: SignedIn
) -> None:
    posted = {"meeting": meeting.pk, "asked_by": "Members", "text": "The dates", "owner": officer.pk}
    client = client_for(clerk)
    assert client.post(at("request-add"), posted | day("due", JANUARY)).status_code == 302
    request = CommitteeRequest.objects.of(meeting.council).open(date(2025, 1, 2)).get()
    assert (request.due, request.step_on, request.owner) == (JANUARY, NOVEMBER, officer)
    page = client.get(LISTS[0]).text
    assert "The dates" in page
    assert "13 January 2025" in page


def test_the_clerk_records_an_undertaking(clerk: User, client_for: SignedIn) -> None:
    posted = {"text": "News of the visit", "paper": "Update", "paragraph": "3", "owner_role": "Director"}
    client_for(clerk).post(at("undertaking-add"), posted | day("given_on", NOVEMBER))
    assert "paragraph 3, 11 November 2024" in client_for(clerk).get(LISTS[1]).text


def test_what_is_wrong_is_said_where_it_was_typed(
    meeting: Meeting, clerk: User, officer: User, client_for: SignedIn
) -> None:
    client = client_for(clerk)
    posted = {"meeting": meeting.pk, "asked_by": "Members", "text": "The dates"}
    assert set(client.post(at("request-add"), posted).context["form"].errors) == {"owner"}
    early = posted | {"owner": officer.pk} | day("due", date(2024, 11, 1))
    assert set(client.post(at("request-add"), early).context["form"].errors) == {"due"}
    ahead = {"text": "x", "paper": "y", "owner_role": "z"} | day("given_on", JANUARY)
    assert set(client.post(at("undertaking-add"), ahead).context["form"].errors) == {"given_on"}
    assert not Undertaking.objects.exists()
    assert not CommitteeRequest.objects.exists()


def test_whoever_owes_it_answers(asked: CommitteeRequest, officer: User, client_for: SignedIn) -> None:
    client, record = client_for(officer), at("request-record", asked.pk)
    posted = {"version": asked.version, "step": "answered", "words": "They are in appendix 2."}
    assert set(client.post(record, posted | WRONG_DATE).context["form"].errors) == {"as_at"}
    posted |= day("as_at", date(2025, 1, 2))
    assert set(client.post(record, posted | {"words": ""}).context["form"].errors) == {"words"}
    assert client.post(record, posted).status_code == 302
    page = client.get(at("request-detail", asked.pk)).text
    assert "Answered" in page
    assert "They are in appendix 2." in page
    assert not CommitteeRequest.objects.open(date(2025, 1, 2)).exists()


def test_two_people_at_once(
    asked: CommitteeRequest, officer: User, clerk: User, client_for: SignedIn
) -> None:
    posted = {"version": asked.version, "step": "answered", "words": "In appendix 2."}
    posted |= day("as_at", date(2025, 1, 2))
    client_for(officer).post(at("request-record", asked.pk), posted)
    before = Change.objects.count()
    second = client_for(clerk).post(
        at("request-record", asked.pk), posted | {"step": "withdrawn", "words": "Asked again elsewhere."}
    )
    assert second.status_code == 409
    assert "Asked again elsewhere." in second.text
    assert "In appendix 2." in second.text
    assert Change.objects.count() == before


def test_a_step_is_corrected_and_both_stay(promised: Undertaking, clerk: User, client_for: SignedIn) -> None:
    with clock(date(2024, 12, 2)):
        record_step(thing=promised, by=clerk, step="kept", as_at=date(2024, 12, 2), words="Said in a note.")
    with clock(date(2024, 12, 9)):
        record_step(
            thing=promised,
            by=clerk,
            step="withdrawn",
            as_at=date(2024, 12, 2),
            words="The visit moved.",
            because="There was no note.",
        )
    known = Undertaking.objects.as_at(date(2024, 12, 10), end_of_day(date(2024, 12, 5))).get()
    assert known.step == "kept"
    assert Undertaking.objects.as_at(date(2024, 12, 10)).get().step == "withdrawn"
    page = client_for(clerk).get(at("undertaking-detail", promised.pk)).text
    assert "corrected since" in page
    assert "There was no note." in page


def test_nothing_is_open_before_it_was_asked_for(asked: CommitteeRequest, clerk: User) -> None:
    early = NOVEMBER - timedelta(days=1)
    with clock(JANUARY), pytest.raises(ValidationError) as refused:
        record_step(
            thing=asked, by=clerk, step="open", as_at=early, due=JANUARY, because="The date was wrong"
        )
    assert set(refused.value.message_dict) == {"as_at"}
    with clock(JANUARY):
        record_step(thing=asked, by=clerk, step="open", as_at=NOVEMBER, due=None, because="No date was given")


def test_a_new_date_is_for_what_stays_open(asked: CommitteeRequest, clerk: User) -> None:
    told = {"thing": asked, "by": clerk, "as_at": date(2024, 12, 2), "words": "In the paper"}
    with pytest.raises(ValidationError) as refused:
        record_step(step="answered", due=date(2025, 3, 3), **told)  # type: ignore[arg-type]
    assert refused.value.message_dict["due"] == [
        "A new date is for what stays open. Put the date back, or choose that it is still open."
    ]
    assert record_step(step="answered", due=JANUARY, **told).due == JANUARY  # type: ignore[arg-type]


def test_the_list_of_a_past_day(promised: Undertaking, clerk: User, client_for: SignedIn) -> None:
    client = client_for(clerk)
    assert "Overdue" in client.get(LISTS[1]).text
    assert len(client.get(LISTS[1], {"overdue": "on"}).context["table"].rows) == 1
    past = client.get(LISTS[1], {"as_at": "2024-12-01", "overdue": "on"})
    assert len(past.context["table"].rows) == 0
    assert not client.get(LISTS[1], {"as_at": "2024-11-01"}).context["found"]
    for form in ("csv", "xlsx"):
        assert client.get(at("undertaking-export", form), {"overdue": "on"}).status_code == 200
    assert "News of the first visit" in client.get(at("undertaking-export", "csv")).content.decode()
    offered = client.get(LISTS[1]).text
    assert [offered.count(f"export.{form}") for form in ("xlsx", "csv", "docx")] == [1, 1, 0]


def test_rewording(asked: CommitteeRequest, clerk: User, client_for: SignedIn) -> None:
    posted = {"version": asked.version, "asked_by": "Members", "text": "All dates", "owner_role": "Director"}
    client_for(clerk).post(at("request-edit", asked.pk), posted)
    asked.refresh_from_db()
    assert (asked.text, asked.owner, asked.owner_role) == ("All dates", None, "Director")
    assert client_for(clerk).post(at("request-edit", asked.pk), posted).status_code == 409


def test_who_may_not(
    asked: CommitteeRequest,
    promised: Undertaking,
    officer: User,
    reader: User,
    outsider: User,
    client_for: SignedIn,
) -> None:
    pages = [at("request-add"), at("undertaking-edit", promised.pk), at("undertaking-record", promised.pk)]
    for person, status in ((officer, 403), (reader, 403), (outsider, 404)):
        for page in pages:
            assert client_for(person).post(page, {"text": "x"}).status_code == status
    assert client_for(outsider).get(at("request-detail", asked.pk)).status_code == 404
    assert client_for(reader).get(at("request-detail", asked.pk)).status_code == 200
    assert client_for(reader).post(LISTS[0]).status_code == 405


def test_a_tampered_step_is_found(asked: CommitteeRequest, eastshire: Council) -> None:
    assert list(problems(eastshire)) == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE improvement_requeststep SET due = '2025-06-30'")
    step = asked.steps.get()
    assert list(problems(eastshire)) == [f"Request step {step.pk} differs from the change log in its due."]


def test_it_stands_on_the_desk_of_the_clerk(
    asked: CommitteeRequest, promised: Undertaking, clerk: User, client_for: SignedIn
) -> None:
    page = client_for(clerk).get("/eastshire/").text
    assert "Open requests and undertakings (2)" in page
    assert "News of the first visit" in page


@pytest.mark.parametrize("how_many", [1, 10, 200])
def test_queries(
    meeting: Meeting, clerk: User, client_for: SignedIn, how_many: int, django_assert_num_queries: Any
) -> None:
    """Session, user, council, roles; owners of the filter; count and page of requests."""
    for number in range(how_many):
        add_request(
            council=meeting.council,
            by=clerk,
            meeting=meeting,
            text=f"Request {number}",
            asked_by="Members",
            owner_role="Director",
        )
    client = client_for(clerk)
    with django_assert_num_queries(7):
        client.get(LISTS[0])
