"""The administrator's pages of the house style: each works, for the administrator alone, on top of what was shown."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Council, User
from core.dates import clock
from improvement.services import add_meeting
from reports.models import HouseStyle
from reports.services import drafting
from reports.services.beginning import begin_from_last
from tests import factories
from tests.conftest import SignedIn
from tests.reports.styles.test_logos import png, svg

pytestmark = pytest.mark.django_db

ROOT = "/eastshire/styles/"
PAGES = ("", "look/", "words/", "texts/", "texts/purpose/", "texts/exempt/", "headings/progress/")
LOOK = {"colour": "#1d4f76", "second_colour": "#7a1f1f", "logo_alternative": "", "shown_version": 1}


@pytest.fixture
def desk(administrator: User, client_for: SignedIn) -> Client:
    return client_for(administrator)


def logo() -> SimpleUploadedFile:
    return SimpleUploadedFile("crest.png", png(), "image/png")


@pytest.mark.parametrize("page", [*PAGES, "sample/scorecard/"])
def test_it_is_the_administrators_alone(
    page: str, desk: Client, clerk: User, outsider: User, client_for: SignedIn
) -> None:
    assert desk.get(ROOT + page).status_code == 200
    assert client_for(clerk).get(ROOT + page).status_code == 403
    assert client_for(outsider).get(ROOT + page).status_code == 404


@pytest.mark.parametrize("page", ["", "texts/", "sample/progress/"])
def test_what_is_only_read_is_not_posted(page: str, desk: Client) -> None:
    assert desk.post(ROOT + page).status_code == 405


@pytest.mark.parametrize("page", ["texts/nothing/", "headings/nothing/", "sample/nothing/"])
def test_what_there_is_not(page: str, desk: Client) -> None:
    assert desk.get(ROOT + page).status_code == 404


def test_settings_lead_there(desk: Client) -> None:
    assert f'href="{ROOT}"' in desk.get("/eastshire/settings/").content.decode()


def test_the_look_is_saved_and_shown(desk: Client, eastshire: Council) -> None:
    given = LOOK | {"logo": logo(), "logo_alternative": "Crest of Eastshire"}
    assert desk.post(f"{ROOT}look/", given).status_code == 302
    page = desk.get(ROOT).content.decode()
    assert "#7a1f1f; Arimo, as wide as Arial; logo: Crest of Eastshire" in page
    sample = desk.get(f"{ROOT}sample/progress/").content.decode()
    assert 'alt="Crest of Eastshire"' in sample
    assert "Draft, not yet published" in sample


def test_a_preview_saves_nothing_and_allows_only_its_own_style(desk: Client) -> None:
    given = LOOK | {"logo": logo(), "logo_alternative": "Crest", "preview": "yes"}
    shown = desk.post(f"{ROOT}look/", given)
    assert "h3 { color: #7a1f1f; }" in shown.content.decode()
    assert "'sha256-" in shown["Content-Security-Policy"]
    assert not HouseStyle.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"colour": "#eeeeee"}, "too pale"),
        ({"second_colour": "blue"}, "Enter a colour like"),
        ({"logo": SimpleUploadedFile("a.svg", svg("<script/>"))}, "script"),
        ({"logo": SimpleUploadedFile("a.png", png())}, "what the logo shows"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    wrong: dict[str, object], said: str, desk: Client
) -> None:
    for more in ({}, {"preview": "yes"}):
        if "logo" in wrong:
            wrong["logo"].seek(0)  # type: ignore[attr-defined]
        shown = desk.post(f"{ROOT}look/", LOOK | wrong | more)
        assert shown.status_code == 422
        assert said in shown.content.decode()
    assert not HouseStyle.objects.exists()


def test_a_stale_save_changes_nothing_and_shows_both(desk: Client) -> None:
    desk.post(f"{ROOT}words/", {"term_6": "divisions", "shown_version": 1})
    shown = desk.post(f"{ROOT}words/", {"term_6": "areas", "shown_version": 1})
    assert shown.status_code == 409
    page = shown.content.decode()
    assert "Save mine on top" in page
    assert "<dd>divisions</dd>" in page
    assert 'value="areas"' in page
    assert HouseStyle.objects.get().terms == {"wards": "divisions"}
    assert desk.post(f"{ROOT}words/", {"term_6": "areas", "shown_version": 2}).status_code == 302


def test_headings_and_the_places_of_implications(desk: Client) -> None:
    page = desk.get(f"{ROOT}headings/progress/").content.decode()
    assert "Place of “Monitoring officer and legal”" in page
    assert "give one the place of another to put them beside each other" in page
    places = {name: at for at, name in enumerate(_places(), 1)} | {"place_implications_climate": 1}
    given = {"heading_purpose": "Why", "group": "Implications", "shown_version": 1, **places}
    assert desk.post(f"{ROOT}headings/progress/", given).status_code == 302
    style = HouseStyle.objects.get()
    assert style.headings == {"progress": {"purpose": "Why"}}
    assert style.orders["progress"][:2] == ["implications_legal", "implications_climate"]
    again = desk.get(f"{ROOT}headings/progress/").context["form"]
    assert again["place_implications_climate"].value() == 2
    assert sorted(again[name].value() for name in _places()) == list(range(1, len(_places()) + 1))
    twice = given | {"heading_purpose": "Recommendations", "shown_version": 2}
    assert "Two sections" in desk.post(f"{ROOT}headings/progress/", twice).content.decode()


def _places() -> list[str]:
    keys = (
        "legal",
        "finance",
        "policy",
        "equality",
        "hr",
        "risk",
        "rural",
        "children",
        "public_health",
        "climate",
    )
    return [f"place_implications_{key}" for key in keys]


def test_a_standard_text_begins_a_paper_and_is_offered_in_the_editor(
    desk: Client, eastshire: Council, clerk: User, client_for: SignedIn
) -> None:
    given = {"text": "The council has due regard to equality.", "shown_version": 1}
    assert desk.post(f"{ROOT}texts/implications_equality/", given).status_code == 302
    assert "due regard" in desk.get(f"{ROOT}texts/").content.decode()
    paper = factories.paper(factories.plan(eastshire))
    where = f"/eastshire/papers/{paper.pk}/sections/implications_equality/"
    assert "Put the standard text in" in client_for(clerk).get(where).content.decode()
    section = drafting.section_of(paper, "implications_equality")
    put = {"from_standard": "yes", "body": "Mine.", "shown_version": section.version}
    shown = client_for(clerk).post(where, put).content.decode()
    assert "The standard text is in the box" in shown
    assert ">Mine.<" in shown
    section.refresh_from_db()
    assert section.body == "Words."
    with clock(date(2025, 1, 2)):
        meeting = add_meeting(
            group=paper.meeting.group, by=factories.office(eastshire), held_on=date(2025, 3, 10)
        )
        begun = begin_from_last(
            council=eastshire, by=clerk, plan=paper.plan, meeting=meeting, kind="scorecard"
        )
    assert begun.sections.get(key="implications_equality").body == "The council has due regard to equality."


def test_the_notice_of_excluding_the_public(desk: Client) -> None:
    given = {"text": "The press and public may be asked to leave.", "shown_version": 1}
    assert desk.post(f"{ROOT}texts/exempt/", given).status_code == 302
    assert HouseStyle.objects.get().exclusion == "The press and public may be asked to leave."
