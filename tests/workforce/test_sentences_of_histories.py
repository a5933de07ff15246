"""What the recruitment table says of whole histories, one after the other, as a councillor reads them."""

from collections.abc import Sequence
from datetime import date

import pytest

from tests.workforce.test_wording import APPROVED, Happened, agency, told
from workforce.models import Cover
from workforce.states import Kind
from workforce.wording import CoverInPlace, CoverOver

OCTOBER, NOVEMBER, DECEMBER = (date(2024, month, 12) for month in (10, 11, 12))
APRIL = date(2025, 4, 1)


def happened(kind: str, on: date, **facts: object) -> Happened:
    return Happened(kind, on, **facts)  # type: ignore[arg-type]


ADVERT = happened(Kind.ADVERTISED, date(2024, 8, 5), closing_date=date(2024, 8, 30))
AGAIN = happened(Kind.READVERTISED, NOVEMBER, closing_date=date(2024, 11, 29))
OPEN = happened(Kind.READVERTISED, DECEMBER, closing_date=date(2025, 1, 10))
NO_DAY = happened(Kind.READVERTISED, DECEMBER)
PERMANENT = happened(Kind.TERMS_CHANGED, OCTOBER, contract="permanent", note="Nobody applied for 18 months")
SHORTLISTED, OFFER = happened(Kind.SHORTLISTED, DECEMBER), happened(Kind.OFFERED, DECEMBER)
DECLINED = happened(Kind.CANDIDATE_WITHDREW, date(2024, 12, 18), note="Declined the offer.")
APPOINTED = happened(Kind.APPOINTED, date(2024, 9, 2))
FROM_AGENCY = happened(Kind.APPOINTED, date(2024, 9, 2), contract="agency")
STARTING = happened(Kind.APPOINTED, DECEMBER, start_date=date(2025, 1, 20))
IN_POST = happened(Kind.IN_POST, date(2024, 9, 16))
LEFT = happened(Kind.LEFT, date(2024, 11, 8), note="Retired")
GONE = happened(Kind.NO_LONGER_ADDITIONAL, DECEMBER, note="They fill vacancies of the service")
WITHDRAWN = happened(Kind.WITHDRAWN, DECEMBER, note="The work moved to the front door")
THERE: Sequence[Happened] = (ADVERT, APPOINTED, IN_POST)
LEAVER: Sequence[Happened] = (*THERE, LEFT)
AGENCY_GONE: Sequence[Happened] = (FROM_AGENCY, IN_POST, GONE)
ON_NEW_TERMS: Sequence[Happened] = (ADVERT, PERMANENT, AGAIN)

BECAUSE = "because nobody applied for 18 months"
RETIRED = "left on 8 November 2024 (retired)"
NO_NEWS = "no recruitment news"

HISTORIES: list[tuple[str, list[Sequence[Happened]]]] = [
    ("Approved; no recruitment news recorded.", [()] * 6),
    (f"2 being readvertised (advert closes 10 January 2025); 4 with {NO_NEWS}.", [(ADVERT, OPEN)] * 2 + [()] * 4),
    # An advert has run once its own last day is over; one without a day goes on after the one before.
    ("Advertised (advert closed 30 August 2024).", [(ADVERT,)]),
    ("Readvertised (advert closed 29 November 2024).", [(ADVERT, AGAIN)]),
    ("Being readvertised (advert closed 30 August 2024).", [(ADVERT, NO_DAY)]),
    ("Being readvertised (advert closed 29 November 2024).", [(ADVERT, AGAIN, NO_DAY)]),
    ("Being readvertised (advert closes 10 January 2025).", [(ADVERT, AGAIN, OPEN)]),
    ("Shortlisted.", [(ADVERT, AGAIN, SHORTLISTED)]),
    ("2 offers awaiting reply; 1 advertised (advert closed 30 August 2024).", [(ADVERT, OFFER)] * 2 + [(ADVERT,)]),
    # Offers declined, and candidates who withdrew.
    ("Candidate withdrew on 18 December 2024 (declined the offer).", [(ADVERT, OFFER, DECLINED)]),
    ("2 candidates withdrew on 18 December 2024 (declined the offer).", [(ADVERT, OFFER, DECLINED)] * 2),
    ("Being readvertised (advert closes 10 January 2025).", [(ADVERT, OFFER, DECLINED, OPEN)]),
    ("Offer awaiting reply.", [(ADVERT, OFFER, DECLINED, OFFER)]),
    ("Candidate withdrew on 18 December 2024 (declined the offer).", [(ADVERT, STARTING, DECLINED)]),
    # Terms that changed.
    (f"Terms changed to permanent {BECAUSE}; advertised (advert closed 30 August 2024).", [(ADVERT, PERMANENT)]),
    (f"Terms changed to permanent {BECAUSE}; no other recruitment news.", [(PERMANENT,)]),
    (f"Terms changed to permanent {BECAUSE}; 2 with no other recruitment news.", [(PERMANENT,)] * 2),
    (f"Readvertised as permanent {BECAUSE}.", [(ADVERT, PERMANENT, AGAIN)]),
    (f"Readvertised as permanent {BECAUSE} (advert closes 10 January 2025).", [(ADVERT, PERMANENT, OPEN)]),
    (f"Readvertised as permanent {BECAUSE}; 1 shortlisted.", [(*ON_NEW_TERMS, SHORTLISTED), ON_NEW_TERMS]),
    (
        f"Terms of 1 changed to permanent {BECAUSE}; 2 advertised (advert closed 30 August 2024).",
        [(ADVERT, PERMANENT), (ADVERT,)],
    ),
    (f"1 offer awaiting reply; terms of 1 changed to permanent {BECAUSE}; 1 with {NO_NEWS}.", [(PERMANENT, OFFER), ()]),
    # Appointments and starts.
    ("Appointed, starting 20 January 2025.", [(ADVERT, STARTING)]),
    ("Appointed on an agency basis.", [(FROM_AGENCY,)]),
    (f"1 of 6 appointed; 5 with {NO_NEWS}.", [(ADVERT, APPOINTED)] + [()] * 5),
    ("In post since 16 September 2024 on an agency basis.", [(FROM_AGENCY, IN_POST)]),
    ("3 of 3 in post (1 on an agency basis).", [(FROM_AGENCY, IN_POST), THERE, THERE]),
    ("6 of 6 in post.", [THERE] * 6),
    # Leavers, and the search after them: the terms and the advert before were of another one.
    (f"Postholder {RETIRED}.", [LEAVER]),
    (f"4 of 6 in post; 2 postholders {RETIRED}.", [LEAVER] * 2 + [THERE] * 4),
    ("5 of 6 in post; 1 being readvertised (advert closes 10 January 2025).", [(*LEAVER, OPEN)] + [THERE] * 5),
    ("Being readvertised.", [(*LEAVER, NO_DAY)]),
    # An advert that begins a search has no closing day but its own.
    ("Being advertised.", [(ADVERT, GONE, happened(Kind.ADVERTISED, date(2024, 12, 16)))]),
    ("Being readvertised.", [(ADVERT, PERMANENT, AGAIN, APPOINTED, IN_POST, LEFT, NO_DAY)]),
    ("Appointed, starting 20 January 2025.", [(*LEAVER, STARTING)]),
    ("Appointed, starting 20 January 2025.", [(FROM_AGENCY, IN_POST, LEFT, STARTING)]),
    # An agency worker who was taken on.
    ("In post since 16 September 2024.", [(FROM_AGENCY, IN_POST, PERMANENT)]),
    # No longer additional, withdrawn.
    ("No longer additional. They fill vacancies of the service.", [(GONE,)] * 3),
    (
        "1 of 3 in post; 2 of 3 recruited on an agency basis, now no longer additional. They fill vacancies of the "
        "service.",
        [AGENCY_GONE, AGENCY_GONE, THERE],
    ),
    ("Being readvertised (advert closes 10 January 2025).", [(ADVERT, GONE, OPEN)]),
    ("1 of 2 in post; 1 of 2 withdrawn. The work moved to the front door.", [(WITHDRAWN,), THERE]),
    ("Withdrawn. The work moved to the front door.", [(WITHDRAWN,)] * 2),
]  # fmt: skip


def quiet(positions: list[Sequence[Happened]]) -> int:
    return sum(1 for events in positions if all(event.kind == Kind.TERMS_CHANGED for event in events))


@pytest.mark.parametrize(("expected", "positions"), HISTORIES)
def test_a_history_reads_so(expected: str, positions: list[Sequence[Happened]]) -> None:
    assert told(*[[APPROVED, *events] for events in positions], quiet=quiet(positions)) == expected


@pytest.mark.parametrize(
    ("expected", "positions"),
    [
        ("Starts April 2025.", [(), ()]),
        ("1 being readvertised (advert closes 10 January 2025); starts April 2025.", [(ADVERT, OPEN), ()]),
        ("1 of 2 appointed, starting 20 January 2025; 1 due to start April 2025.", [(STARTING,), ()]),
        ("1 of 3 in post; 2 due to start April 2025.", [THERE, (), ()]),
        (f"1 postholder {RETIRED}; 1 due to start April 2025.", [LEAVER, ()]),
        (
            "1 of 2 withdrawn; 1 due to start April 2025. The work moved to the front door.",
            [(WITHDRAWN,), ()],
        ),
    ],
)
def test_the_rest_of_a_row_that_began_early_is_not_due(
    expected: str, positions: list[Sequence[Happened]]
) -> None:
    standing = [[APPROVED, *events] for events in positions]
    assert told(*standing, quiet=quiet(positions), planned_start=APRIL) == expected


def test_cover_of_leavers() -> None:
    since = [CoverInPlace(Cover.Kind.AGENCY, 1, 1, date(2024, 11, 18))]
    assert told([APPROVED, *LEAVER], cover=since) == (
        f"Covered by agency since 18 November 2024; postholder {RETIRED}."
    )
    team = [[APPROVED, *LEAVER]] * 2 + [[APPROVED, *THERE]] * 4
    assert told(*team, cover=[agency(1, 2)], noun="social worker") == (
        f"4 of 6 in post; 2 covered by 1 agency social worker; 2 postholders {RETIRED}."
    )


def test_cover_that_ended() -> None:
    over = [CoverOver(Cover.Kind.AGENCY, 2, date(2024, 12, 1))]
    assert told([APPROVED, ADVERT], [APPROVED, ADVERT], cover_over=over) == (
        "Agency cover of 2 ended on 1 December 2024; 2 advertised (advert closed 30 August 2024)."
    )
    alone = [CoverOver(Cover.Kind.SECONDMENT, 1, date(2024, 12, 1))]
    assert told([APPROVED], cover_over=alone, quiet=1) == (
        "Secondment ended on 1 December 2024; no recruitment news."
    )
