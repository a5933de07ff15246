"""The sentences of document 001, paragraph 32, and every other combination of events and cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pytest

from workforce.models import Cover
from workforce.states import Kind, Standing, fold
from workforce.wording import CoverInPlace, CoverOver, RowFacts, row_sentence

DAY = date(2024, 12, 31)
CLOSED = date(2024, 11, 29)


@dataclass(frozen=True)
class Happened:
    kind: str
    as_at: date = date(2024, 10, 1)
    start_date: date | None = None
    closing_date: date | None = None
    contract: str = ""
    note: str = ""


APPROVED = Happened(Kind.APPROVED, date(2024, 7, 17))
ADVERT = Happened(Kind.ADVERTISED, closing_date=CLOSED)
AGAIN = Happened(Kind.READVERTISED, date(2024, 12, 2))
PERMANENT = Happened(
    Kind.TERMS_CHANGED, contract="permanent", note="18-month contracts did not attract candidates"
)
OFFER = Happened(Kind.OFFERED, date(2024, 12, 16))


def told(
    *positions: Sequence[Happened],
    cover: Sequence[CoverInPlace] = (),
    cover_over: Sequence[CoverOver] = (),
    noun: str = "worker",
    planned_start: date | None = date(2024, 9, 2),
    quiet: int = 0,
    day: date = DAY,
) -> str:
    standings = [fold(events) for events in positions]
    return row_sentence(
        RowFacts(
            len(standings),
            noun,
            planned_start,
            day,
            standings=standings,
            cover=cover,
            cover_over=cover_over,
            quiet=quiet,
        )
    )


def agency(headcount: int, positions: int, note: str = "") -> CoverInPlace:
    return CoverInPlace(Cover.Kind.AGENCY, headcount, positions, date(2024, 9, 2), note)


def test_connected_carer_assessors() -> None:
    one = [APPROVED, ADVERT, Happened(Kind.APPOINTED, date(2024, 12, 12))]
    assert told(one, [APPROVED, ADVERT, AGAIN]) == (
        "1 of 2 appointed; 1 being readvertised (advert closed 29 November 2024)."
    )


def test_independent_reviewing_officers() -> None:
    waiting = [APPROVED, ADVERT, PERMANENT, AGAIN]
    assert told([*waiting, OFFER], waiting, cover=[agency(2, 2, "Until permanent")]) == (
        "2 covered by agency; 1 offer awaiting reply; readvertised as permanent because 18-month contracts "
        "did not attract candidates."
    )


def test_four_agency_workers_for_six_posts() -> None:
    cover = [agency(4, 6, "This is the same cost as 6 non-agency social workers")]
    assert told(*[[APPROVED]] * 6, cover=cover, noun="social worker") == (
        "6 covered by 4 agency social workers. This is the same cost as 6 non-agency social workers."
    )


def test_posts_that_are_no_longer_additional() -> None:
    gone = [APPROVED, Happened(Kind.NO_LONGER_ADDITIONAL, note="They cover advisers who have left.")]
    assert told(gone, gone, gone) == "No longer additional. They cover advisers who have left."
    assert told(gone, [APPROVED], [APPROVED], quiet=2) == (
        "1 of 3 no longer additional; 2 with no recruitment news. They cover advisers who have left."
    )


def test_a_start_before_and_after_its_day() -> None:
    officer = [APPROVED, ADVERT, Happened(Kind.APPOINTED, date(2024, 10, 15), date(2024, 12, 3))]
    assert told(officer, day=date(2024, 11, 13)) == "Appointed, starting 3 December 2024."
    assert told(officer, day=date(2024, 12, 3)) == "Appointed, starting 3 December 2024."
    assert told(officer) == "Appointed; was due to start 3 December 2024, not yet confirmed."
    assert told(officer, [APPROVED, ADVERT]) == (
        "1 of 2 appointed (was due to start 3 December 2024, not yet confirmed); "
        "1 advertised (advert closed 29 November 2024)."
    )


def test_a_secondment_that_the_service_pays_for() -> None:
    seconded = CoverInPlace(
        Cover.Kind.SECONDMENT, 1, 1, date(2024, 7, 1), "Paid for by the service until 1 September"
    )
    assert told([APPROVED], cover=[seconded]) == (
        "Filled by secondment since 1 July 2024. Paid for by the service until 1 September."
    )


def test_not_yet_due() -> None:
    april = date(2025, 4, 1)
    assert told([APPROVED], [APPROVED], planned_start=april, quiet=2) == "Starts April 2025."
    assert told([APPROVED, ADVERT], [APPROVED], planned_start=april, quiet=1) == (
        "1 advertised (advert closed 29 November 2024); starts April 2025."
    )


def test_no_news() -> None:
    assert told([APPROVED], [APPROVED], quiet=2) == "Approved; no recruitment news recorded."
    assert told() == "Approved; no recruitment news recorded."


IN_POST = Happened(Kind.IN_POST, date(2024, 12, 3))


@pytest.mark.parametrize(
    ("events", "alone", "one_of_two"),
    [
        (
            [ADVERT],
            "Advertised (advert closed 29 November 2024)",
            "1 advertised (advert closed 29 November 2024)",
        ),
        ([Happened(Kind.ADVERTISED)], "Being advertised", "1 being advertised"),
        (
            [Happened(Kind.ADVERTISED, closing_date=date(2025, 1, 17))],
            "Being advertised (advert closes 17 January 2025)",
            "1 being advertised (advert closes 17 January 2025)",
        ),
        ([ADVERT, Happened(Kind.SHORTLISTED)], "Shortlisted", "1 shortlisted"),
        ([ADVERT, Happened(Kind.INTERVIEWED)], "Interviewed", "1 interviewed"),
        ([OFFER], "Offer awaiting reply", "1 offer awaiting reply"),
        ([IN_POST], "In post since 3 December 2024", "1 of 2 in post"),
        (
            [Happened(Kind.APPOINTED, date(2024, 12, 9), date(2024, 12, 2))],
            "Appointed; was due to start 2 December 2024, not yet confirmed",
            "1 of 2 appointed (was due to start 2 December 2024, not yet confirmed)",
        ),
        (
            [OFFER, Happened(Kind.CANDIDATE_WITHDREW, date(2024, 12, 20), note="Took another post.")],
            "Candidate withdrew on 20 December 2024 (took another post)",
            "1 candidate withdrew on 20 December 2024 (took another post)",
        ),
        (
            [IN_POST, Happened(Kind.LEFT, date(2024, 12, 20), note="New job.")],
            "Postholder left on 20 December 2024 (new job)",
            "1 postholder left on 20 December 2024 (new job)",
        ),
        ([Happened(Kind.WITHDRAWN, note="Not needed")], "Withdrawn. Not needed", "1 of 2 withdrawn; 1 with"),
        (
            [ADVERT, PERMANENT],
            "Terms changed to permanent because 18-month contracts did not attract candidates; "
            "advertised (advert closed 29 November 2024)",
            "terms of 1 changed to permanent because",
        ),
    ],
)
def test_each_kind_alone_and_as_one_of_two(events: list[Happened], alone: str, one_of_two: str) -> None:
    assert told([APPROVED, *events]) == f"{alone}."
    assert one_of_two.lower() in told([APPROVED, *events], [APPROVED], quiet=1).lower()


def test_a_standing_without_events_is_nothing() -> None:
    assert fold([]) == Standing()
