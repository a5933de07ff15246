"""The recruitment table of document 001, paragraph 32, row by row: everything its six rows tell, in our sentence; how
each reads before and after that paper; and the combinations that lie between them."""

from datetime import date

import pytest

from tests.workforce.test_wording import (
    ADVERT,
    AGAIN,
    APPROVED,
    IN_POST,
    OFFER,
    PERMANENT,
    Happened,
    agency,
    told,
)
from workforce.states import Kind
from workforce.wording import CoverInPlace

BECAUSE = "because 18-month contracts did not attract candidates"
LATER = date(2024, 12, 20)


def on_agency_basis(note: str = "They stand in for advisers who left; more are sought") -> list[Happened]:
    """An adviser who was recruited from an agency and no longer adds to the service."""
    return [
        APPROVED,
        Happened(Kind.APPOINTED, date(2024, 9, 16), date(2024, 9, 23), contract="agency"),
        Happened(Kind.IN_POST, date(2024, 9, 23), contract="agency"),
        Happened(Kind.NO_LONGER_ADDITIONAL, date(2024, 10, 28), note=note),
    ]


def test_each_row_tells_all_that_the_paper_told() -> None:
    waiting = [APPROVED, ADVERT, PERMANENT, AGAIN]
    rows = {
        # Covered by agency, one offer awaiting its answer, advertised as permanent and why.
        told([*waiting, OFFER], waiting, cover=[agency(2, 2)]): [
            "2 covered by agency",
            "1 offer awaiting reply",
            f"readvertised as permanent {BECAUSE}",
        ],
        # The advert's last day, one appointed, one advertised again.
        told([APPROVED, ADVERT, Happened(Kind.APPOINTED, LATER)], [APPROVED, ADVERT, AGAIN]): [
            "1 of 2 appointed",
            "1 being readvertised",
            "advert closed 29 November 2024",
        ],
        # Four agency workers, the cost of six, where they work.
        told(
            *[[APPROVED]] * 6, cover=[agency(4, 6, "They cost as much as six posts")], noun="social worker"
        ): [
            "6 covered by 4 agency social workers",
            "They cost as much as six posts",
        ],
        # Three recruited from an agency, no longer additional, why, and that more are sought.
        told(*[on_agency_basis()] * 3): [
            "3 recruited on an agency basis",
            "now no longer additional",
            "stand in for advisers who left",
            "more are sought",
        ],
        # Appointed, and from when.
        told(
            [APPROVED, ADVERT, Happened(Kind.APPOINTED, date(2024, 10, 15), date(2024, 12, 3))],
            day=date(2024, 11, 13),
        ): ["Appointed", "starting 3 December 2024"],
        # A secondment, from when, and who pays until when.
        told(
            [APPROVED],
            cover=[
                CoverInPlace("secondment", 1, 1, date(2024, 7, 1), "Paid by the service until 1 September")
            ],
        ): ["secondment since 1 July 2024", "Paid by the service until 1 September"],
    }
    assert len(rows) == 6
    for sentence, facts in rows.items():
        assert [fact for fact in facts if fact not in sentence] == [], sentence


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        # Both terms and advert are told of the one that is still sought, with its number.
        (
            [Happened(Kind.APPOINTED, LATER)],
            f"1 of 2 appointed; 2 covered by agency; 1 readvertised as permanent {BECAUSE}.",
        ),
        (
            [Happened(Kind.CANDIDATE_WITHDREW, LATER, note="Took another post")],
            f"2 covered by agency; readvertised as permanent {BECAUSE}; "
            "1 candidate withdrew on 20 December 2024 (took another post).",
        ),
    ],
)
def test_what_the_offer_came_to(answer: list[Happened], expected: str) -> None:
    waiting = [APPROVED, ADVERT, PERMANENT, AGAIN]
    assert told([*waiting, OFFER, *answer], waiting, cover=[agency(2, 2)]) == expected


def test_a_position_is_counted_once() -> None:
    offered = [APPROVED, ADVERT, PERMANENT, AGAIN, OFFER]
    assert told(offered, [APPROVED], [APPROVED], quiet=2) == (
        f"1 offer awaiting reply; readvertised as permanent {BECAUSE}; 2 with no recruitment news."
    )
    assert told(offered, offered[:-1], [APPROVED], quiet=1) == (
        f"1 offer awaiting reply; 1 readvertised as permanent {BECAUSE}; 1 with no recruitment news."
    )


def test_once_all_are_appointed_nothing_is_readvertised() -> None:
    appointed = [APPROVED, ADVERT, PERMANENT, AGAIN, OFFER, Happened(Kind.APPOINTED, LATER, date(2025, 2, 3))]
    assert told(appointed, appointed) == "2 of 2 appointed, starting 3 February 2025."
    assert told(appointed) == "Appointed, starting 3 February 2025."
    plain = [APPROVED, ADVERT, AGAIN, Happened(Kind.APPOINTED, LATER)]
    assert told(plain, plain) == "2 of 2 appointed."
    assert told([*appointed, Happened(Kind.IN_POST, date(2025, 2, 3))], day=date(2025, 3, 1)) == (
        "In post since 3 February 2025."
    )


def test_terms_that_changed_after_the_advert_ran_are_not_those_it_was_run_on() -> None:
    late = [APPROVED, ADVERT, AGAIN, PERMANENT]
    assert told(late, late) == (
        f"Terms changed to permanent {BECAUSE}; 2 being readvertised (advert closed 29 November 2024)."
    )


def test_those_recruited_and_those_not_are_told_apart() -> None:
    never = [APPROVED, Happened(Kind.NO_LONGER_ADDITIONAL, date(2024, 10, 28))]
    own = [APPROVED, Happened(Kind.APPOINTED), IN_POST, Happened(Kind.NO_LONGER_ADDITIONAL, LATER)]
    assert told(on_agency_basis(""), on_agency_basis(""), never) == (
        "2 of 3 recruited on an agency basis, now no longer additional; 1 of 3 no longer additional."
    )
    assert told(own) == "Recruited, now no longer additional."


def test_a_row_before_anything_happened_to_it() -> None:
    assert told(*[[APPROVED]] * 3, quiet=3) == "Approved; no recruitment news recorded."
    assert told(*[[APPROVED]] * 3, quiet=3, planned_start=date(2025, 4, 1)) == "Starts April 2025."
