"""What may be recorded about posts, by whom, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Change, Council, User
from accounts.roles import Role
from accounts.versions import StaleVersion
from core.dates import clock
from tests.conftest import Person
from tests.factories import budget_line, cover, funded_post, funding_decision, recruitment
from workforce import services
from workforce.models import Cover, FundedPost, Position, RecruitmentEvent


@pytest.fixture
def post(eastshire: Council) -> FundedPost:
    return funded_post(eastshire, number=2)


@pytest.fixture
def position(post: FundedPost) -> Position:
    return post.positions.get(number=1)


def test_positions_begin_with_their_approval(post: FundedPost) -> None:
    assert list(post.positions.values_list("number", "fte")) == [(1, Decimal(1)), (2, Decimal(1))]
    states = post.positions.as_at(date(2024, 7, 17)).values_list("state", "state_on")  # type: ignore[misc]
    assert set(states) == {("approved", date(2024, 7, 17))}


def test_adding_positions_again_adds_nothing(post: FundedPost, workforce_lead: User) -> None:
    before = Change.objects.count()
    assert services.add_positions(post=post, by=workforce_lead, approved_on=date(2024, 7, 17)) == []
    assert Change.objects.count() == before


def test_positions_never_exceed_the_post(eastshire: Council, workforce_lead: User) -> None:
    post = funded_post(eastshire, approved_on=None, fte_each=Decimal("2.5"))
    with pytest.raises(ValidationError, match=r"more than the 2\.5"):
        services.add_positions(post=post, by=workforce_lead, ftes=[Decimal(1)] * 3)
    added = services.add_positions(
        post=post, by=workforce_lead, ftes=[Decimal(1), Decimal(1), Decimal("0.5")]
    )
    assert len(added) == 3


def test_recording_an_event_is_in_the_change_log(position: Position, workforce_lead: User) -> None:
    with clock(date(2024, 11, 8)):
        event = services.record_event(
            position=position,
            by=workforce_lead,
            kind="advertised",
            as_at=date(2024, 11, 8),
            closing_date=date(2024, 11, 29),
            shown_version=1,
        )
    position.refresh_from_db()
    assert position.version == 2
    assert event.change is not None
    assert event.change.after["closing_date"] == "2024-11-29"
    assert event.change.verb == "recorded recruitment to"


def test_recording_it_twice_does_nothing_more(position: Position, workforce_lead: User) -> None:
    for _ in range(2):
        with clock(date(2024, 11, 8)):
            services.record_event(
                position=position,
                by=workforce_lead,
                kind="advertised",
                as_at=date(2024, 11, 8),
                shown_version=1,
            )
    assert position.events.filter(kind="advertised").count() == 1


def test_a_stale_version_changes_nothing(position: Position, post: FundedPost, workforce_lead: User) -> None:
    recruitment(post, 1, "advertised", date(2024, 11, 8))
    with pytest.raises(StaleVersion):
        services.record_event(
            position=position, by=workforce_lead, kind="offered", as_at=date(2024, 12, 1), shown_version=1
        )
    assert not position.events.filter(kind="offered").exists()


def test_an_impossible_order_is_refused_with_the_reason(position: Position, workforce_lead: User) -> None:
    with pytest.raises(ValidationError) as refused:
        services.record_event(position=position, by=workforce_lead, kind="in_post", as_at=date(2024, 9, 2))
    assert "nobody has been appointed to it" in refused.value.message_dict["kind"][0]
    position.refresh_from_db()
    assert position.version == 1


def test_a_backdated_event_must_fit_what_follows(
    post: FundedPost, position: Position, workforce_lead: User
) -> None:
    recruitment(post, 1, "advertised", date(2024, 11, 8))
    with pytest.raises(ValidationError, match="Record another advert as readvertised"):
        services.record_event(
            position=position, by=workforce_lead, kind="advertised", as_at=date(2024, 10, 1)
        )


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "no_longer_additional"}, "note"),
        ({"kind": "terms_changed", "note": "Nobody applied"}, "contract"),
        ({"kind": "advertised", "start_date": date(2024, 12, 3)}, "start_date"),
        ({"kind": "offered", "closing_date": date(2024, 12, 3)}, "closing_date"),
        ({"kind": "advertised", "as_at": date(2025, 2, 1)}, "as_at"),
        ({"kind": "nonsense"}, "kind"),
        ({"kind": "advertised", "note": "x" * 300}, "note"),
    ],
)
def test_facts_of_another_kind_are_refused(
    position: Position, workforce_lead: User, facts: dict[str, object], field: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        services.record_event(position=position, by=workforce_lead, **({"as_at": date(2024, 12, 1)} | facts))  # type: ignore[arg-type]
    assert field in refused.value.message_dict


def test_a_correction_stands_in_place_of_the_mistake(post: FundedPost, workforce_lead: User) -> None:
    wrong = recruitment(post, 1, "advertised", date(2024, 11, 8), closing_date=date(2024, 11, 30))
    with clock(date(2024, 11, 12)):
        services.record_event(
            position=wrong.position,
            by=workforce_lead,
            kind="advertised",
            as_at=date(2024, 11, 8),
            closing_date=date(2024, 11, 29),
            corrects=wrong,
            reason="The day of another advert",
        )
    standing = RecruitmentEvent.objects.filter(position=wrong.position, kind="advertised").standing(None)
    assert [event.closing_date for event in standing] == [date(2024, 11, 29)]


def test_an_event_that_others_rest_on_is_not_taken_out(post: FundedPost, workforce_lead: User) -> None:
    advert = recruitment(post, 1, "advertised", date(2024, 11, 8))
    recruitment(post, 1, "shortlisted", date(2024, 12, 1))
    with pytest.raises(ValidationError, match="it has not been advertised"):
        services.void_event(event=advert, by=workforce_lead, note="Not ours")


def test_cover_serves_several_positions(post: FundedPost) -> None:
    served = cover(post, date(2024, 9, 2), headcount=1, weekly_cost=Decimal("880.37"))
    assert served.positions.count() == 2
    assert served.change is not None


def test_cover_of_another_post_is_refused(eastshire: Council, post: FundedPost, workforce_lead: User) -> None:
    other = funded_post(eastshire)
    with pytest.raises(ValidationError, match="positions of another post"):
        services.record_cover(
            post=post,
            by=workforce_lead,
            kind=Cover.Kind.AGENCY,
            started_on=date(2024, 9, 2),
            positions=other.positions.all(),
        )


def test_ending_cover_twice_does_nothing_more(post: FundedPost, workforce_lead: User) -> None:
    served = cover(post, date(2024, 9, 2))
    services.end_cover(cover=served, by=workforce_lead, ended_on=date(2024, 10, 1))
    before = Change.objects.count()
    services.end_cover(cover=served, by=workforce_lead, ended_on=date(2024, 10, 1))
    assert Change.objects.count() == before
    with pytest.raises(ValidationError, match="ended already"):
        services.end_cover(cover=served, by=workforce_lead, ended_on=date(2024, 10, 2))


def test_a_reader_records_nothing(
    post: FundedPost, position: Position, reader: User, eastshire: Council
) -> None:
    with pytest.raises(PermissionDenied):
        services.record_event(position=position, by=reader, kind="advertised", as_at=date(2024, 9, 2))
    with pytest.raises(PermissionDenied):
        services.add_post(council=eastshire, by=reader, role="Social Worker")
    with pytest.raises(PermissionDenied):
        services.add_grade_cost(
            council=eastshire, by=reader, grade="7", from_date=date(2024, 4, 1), annual_cost=Decimal(1)
        )
    with pytest.raises(PermissionDenied):
        services.record_cover(post=post, by=reader, kind="agency", started_on=date(2024, 9, 2))


def test_a_line_of_another_council_is_refused(
    eastshire: Council, marchshire: Council, workforce_lead: User, person: Person
) -> None:
    finance = person(marchshire, Role.FINANCE)
    line = budget_line(funding_decision(marchshire, finance), finance)
    with pytest.raises(ValidationError, match="another council"):
        services.add_post(council=eastshire, by=workforce_lead, role="Social Worker", line=line)


def test_costs_are_recorded_once_a_day(eastshire: Council, workforce_lead: User) -> None:
    facts = {"council": eastshire, "by": workforce_lead, "grade": "7", "from_date": date(2024, 4, 1)}
    services.add_grade_cost(annual_cost=Decimal(44296), **facts)  # type: ignore[arg-type]
    with pytest.raises(ValidationError):
        services.add_grade_cost(annual_cost=Decimal(45000), **facts)  # type: ignore[arg-type]
    services.add_pay_award(council=eastshire, by=workforce_lead, financial_year=2025, percent=Decimal("2.5"))
    with pytest.raises(ValidationError):
        services.add_pay_award(council=eastshire, by=workforce_lead, financial_year=2025, percent=Decimal(3))
