"""Words: what trips each check, and what does not though it looks alike."""

from dataclasses import replace
from datetime import date

import pytest

from reports.papers.checks import check
from reports.papers.data import BackgroundRow, PaperData
from reports.papers.known import EVERYBODY_KNOWS, NEEDS_SIGN_IN, Known, Promise
from tests.reports.papers import sample
from tests.reports.papers.test_checks import CLEAN, writing

KNOWN = Known(own_host="plans.eastshire.example", hosts=(*NEEDS_SIGN_IN, "staff.eastshire.example"))


def codes(data: PaperData, known: Known = KNOWN) -> set[str]:
    return {finding.code for finding in check(data, known)}


def told(text: str) -> PaperData:
    """The sample with this feedback, given with consent."""
    return replace(CLEAN, highlights=(replace(sample.HIGHLIGHTS[1], text=text),))


@pytest.mark.parametrize(
    "text",
    [
        "The MARAC met twice.",
        "We wrote to the ADCS, and heard back.",
        "The LADO’s advice was taken.",
        "Two LADOs were asked. Later we explain the Local Authority Designated Officer (LADO).",
    ],
)
def test_an_acronym_nobody_explained(text: str) -> None:
    assert "unknown-acronym" in codes(writing(progress=text))


@pytest.mark.parametrize(
    "text",
    [
        "The multi-agency risk assessment conference (MARAC) met twice. The MARAC meets again.",
        "The MARAC (multi-agency risk assessment conference) met twice.",
        "The Local Authority Designated Officers (LADOs) advised. One LADO wrote.",
        "The NHS and two GPs wrote to HR.",
        "IP Ch.1, S.3 and SL1 are behind; see CFC/27/24-25 and https://example.org/ABCD/XYZ.",
        "Part IV and chapter XII.",
        "DO NOT USE CAPITALS like this.",
        "A grade A post in 2024/25.",
    ],
)
def test_an_acronym_that_is_known_or_none(text: str) -> None:
    assert "unknown-acronym" not in codes(writing(progress=text))


def test_a_council_knows_its_own_acronyms_and_each_is_told_once() -> None:
    data = writing(progress="The MARAC met.", impact="The MARAC met again.")
    assert [one.code for one in check(data, KNOWN)].count("unknown-acronym") == 1
    assert "unknown-acronym" not in codes(data, Known(acronyms=EVERYBODY_KNOWS | {"MARAC"}))


def test_an_acronym_in_the_record_is_found_too() -> None:
    data = replace(CLEAN, plan=sample.plan((sample.action(1, "on-track", narrative="The MARAC agreed."),)))
    (found,) = [one for one in check(data, KNOWN) if one.code == "unknown-acronym"]
    assert found.url("eastshire") == "/eastshire/actions/1/"


@pytest.mark.parametrize(
    "text",
    [
        "Child A moved twice.",
        "The mother of child JS was asked.",
        "J.S. told us so.",
        "JS, aged 14, told us so.",
        "Jordan, aged 14, told us so.",
        "A visit to Jordan, who is 14 years old, was late.",
        "The 14-year-old Jordan was heard.",
        "Jordan, 14, told us so.",
        "James, aged 9, told us so.",
        "A boy at Oakfield Primary School waited a year.",
        "I like Oakfield Academy.",
    ],
)
def test_words_that_may_tell_who_a_child_is(text: str) -> None:
    assert "may-identify-child" in codes(told(text))


@pytest.mark.parametrize(
    "text",
    [
        "Trainees aged 19 were paid. Children aged 14 were asked, and Those aged 16 too.",
        "Young people aged 16 to 25 have an adviser.",
        "A child in need waited; a child I met did not.",
        "Every child's plan was read; the child IP Ch.1, S.3 speaks of is nobody.",
        "A 14-year-old told us so.",
        "Ofsted, 13 November 2024, wrote to us. In October, 14, then 15 and 16 were late.",
        "The Virtual School helped a child. The Social Work Academy trains each student.",
        "Oakfield Primary School and three others joined the pilot.",
        "A boy left High School.",
        "On grade 10, team B and plan A.",
        "The U.K. average.",
    ],
)
def test_words_that_only_look_so(text: str) -> None:
    assert "may-identify-child" not in codes(told(text))


@pytest.mark.parametrize(
    "address",
    [
        "https://plans.eastshire.example/eastshire/actions/1/",
        "/eastshire/actions/1/",
        "https://eastshire.sharepoint.com/sites/x",
        "https://intranet.eastshire.example/x",
        "https://staff.eastshire.example/x",
        "http://fileserver/plans",
        "file:///S:/plans/x.docx",
    ],
)
def test_a_link_behind_a_sign_in(address: str) -> None:
    assert "link-needs-sign-in" in codes(writing(progress=f"See [the plan]({address})."))


@pytest.mark.parametrize(
    "address",
    [
        "https://plans.eastshire.example/public/eastshire/papers/x/",
        "https://www.gov.uk/x",
        "mailto:improvement@eastshire.example",
        "https://notsharepoint.com/x",
    ],
)
def test_a_link_everybody_can_follow(address: str) -> None:
    assert "link-needs-sign-in" not in codes(writing(progress=f"See [the plan]({address})."))


def test_background_papers_are_looked_at_too() -> None:
    rows = (BackgroundRow("Plan", "https://eastshire.sharepoint.com/x"),)
    (found,) = [one for one in check(replace(CLEAN, background=rows), KNOWN) if one.code.startswith("link")]
    assert found.place == "Background papers"


@pytest.mark.parametrize(
    ("code", "text", "is_found"),
    [
        ("heading-order", "## Next steps\n\nWords.", True),
        ("heading-order", "We are #1 in nothing.", False),
        ("image-without-alternative", "![](https://example.org/chart.png)", True),
        ("image-without-alternative", '<img src="chart.png">', True),
        ("image-without-alternative", "Well done! [A link](https://example.org)", False),
    ],
)
def test_typed_headings_and_images(code: str, text: str, is_found: bool) -> None:
    assert (code in codes(writing(progress=text))) == is_found


def promise(**given: object) -> Known:
    made = Promise(7, "A report on caseloads", "Progress update", date(2024, 11, 11), date(2025, 1, 13))
    return Known(promises=(replace(made, **given),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "is_found"),
    [
        (promise(), True),
        (promise(due=None), True),
        (promise(due=date(2025, 3, 1)), False),
        (promise(given_on=date(2025, 1, 13)), False),
        (Known(), False),
    ],
)
def test_an_undertaking_of_an_earlier_paper(known: Known, is_found: bool) -> None:
    assert ("undertaking-unanswered" in codes(CLEAN, known)) == is_found
