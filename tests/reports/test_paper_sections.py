"""The sections of a paper: moved, switched on and off, added and taken out, on one page."""

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from accounts.models import Change, User
from accounts.versions import StaleVersion
from reports.models import Paper
from reports.papers.collect import collect
from reports.papers.kinds import kind_of
from reports.papers.layout import sections_of
from reports.papers.render import render_pack
from reports.services import arranging
from tests.conftest import SignedIn
from tests.reports.addresses import address

pytestmark = pytest.mark.django_db
WITHIN = "Implications and comments"


def keys(draft: Paper) -> list[str]:
    return [section.key for section in sections_of(collect(draft).data)]


def do(desk: Client, draft: Paper, what: str, version: int | None = None) -> Any:
    draft.refresh_from_db()
    return desk.post(address("sections", draft), {"do": what, "shown_version": version or draft.version})


def test_the_kinds_own_order_is_kept_as_nothing(draft: Paper) -> None:
    assert collect(draft).data.layout == ()
    assert keys(draft) == [each.key for each in kind_of("progress").sections if not each.optional]


def test_a_section_is_moved_and_the_button_keeps_the_focus(desk: Client, draft: Paper) -> None:
    response = do(desk, draft, "down:purpose")
    assert keys(draft)[:2] == ["recommendations", "purpose"]
    page = desk.get(response.url).content.decode()
    assert f"“Purpose of report” is now at place 2 of {len(kind_of('progress').sections)}." in page
    assert re.search(r'value="down:purpose" autofocus', page)
    assert Change.objects.filter(verb="moved a section of").count() == 1


def test_the_first_has_no_way_up_and_nothing_happens_at_the_end(desk: Client, draft: Paper) -> None:
    assert 'value="up:purpose"' not in desk.get(address("sections", draft)).content.decode()
    before = draft.version
    do(desk, draft, "up:purpose")
    draft.refresh_from_db()
    assert draft.version == before


def test_implications_move_within_their_heading_and_as_one(desk: Client, draft: Paper) -> None:
    before = keys(draft)
    do(desk, draft, "up:implications_legal")
    assert keys(draft) == before
    do(desk, draft, "group-up:implications_legal")
    found = keys(draft)
    assert found.index("implications_climate") < found.index("options")
    assert found.index("reasons") < found.index("implications_legal")


def test_a_section_switched_off_is_not_printed_and_its_words_are_kept(desk: Client, draft: Paper) -> None:
    do(desk, draft, "off:background")
    assert "background" not in keys(draft)
    assert not collect(draft).data.narrative("background")
    assert draft.sections.get(key="background").body == "Words."
    do(desk, draft, "on:background")
    assert collect(draft).data.layout == ()


@pytest.mark.parametrize("key", ["recommendations", "access"])
def test_what_a_paper_cannot_do_without_stays_on(desk: Client, draft: Paper, key: str) -> None:
    page = desk.get(address("sections", draft)).content.decode()
    assert f'value="off:{key}"' not in page
    assert "The law asks every paper for its contact" in page
    response = do(desk, draft, f"off:{key}")
    assert response.status_code == 422
    assert key in keys(draft)


def test_a_section_is_added_anywhere_with_its_own_heading_and_numbered(desk: Client, draft: Paper) -> None:
    given = {"heading": "What members saw", "after": "purpose", "shown_version": draft.version}
    response = desk.post(address("section-add", draft), given)
    assert response["Location"] == address("section", draft, key="own-1")
    desk.post(
        response["Location"],
        {"heading": "What members saw", "body": "Members saw a team at work.", "shown_version": 1},
    )
    html = render_pack(collect(draft).data)[0].html
    assert (
        html.index("Purpose of report") < html.index("What members saw") < html.index("Recommendations</h2>")
    )
    assert '<span class="number">2</span> Members saw a team at work.' in html


def test_one_added_after_an_implication_stands_under_their_heading(
    desk: Client, draft: Paper, clerk: User
) -> None:
    given: dict[str, Any] = {"paper": draft, "by": clerk, "heading": "Procurement"}
    made = arranging.add_section(**given, shown_version=draft.version, after="implications_finance")
    section = next(each for each in sections_of(collect(draft).data) if each.key == made.key)
    assert section.within == WITHIN
    draft.refresh_from_db()
    desk.post(
        address("section-place", draft, key=made.key),
        {"after": "beside:implications_legal", "shown_version": draft.version},
    )
    found = sections_of(collect(draft).data)
    assert [(each.key, each.within) for each in found[-2:]] == [("own-1", ""), ("access", "")]


def test_one_of_the_kind_is_not_put_into_a_group(desk: Client, draft: Paper) -> None:
    page = desk.get(address("section-place", draft, key="purpose")).content.decode()
    assert "After “Policy”" not in page
    assert f"After all of “{WITHIN}”" in page
    response = desk.post(
        address("section-place", draft, key="purpose"),
        {"after": "implications_policy", "shown_version": draft.version},
    )
    assert response.status_code == 422


def test_a_section_of_its_own_is_taken_out_and_its_key_not_used_again(
    desk: Client, draft: Paper, clerk: User
) -> None:
    made = arranging.add_section(
        paper=draft, by=clerk, shown_version=draft.version, heading="Gone soon", after=""
    )
    where = address("section-remove", draft, key=made.key)
    assert "Gone soon" in desk.get(where).content.decode()
    draft.refresh_from_db()
    assert desk.post(where, {"shown_version": draft.version}).status_code == 302
    assert made.key not in keys(draft)
    assert desk.post(where, {"shown_version": draft.version}).status_code == 404
    draft.refresh_from_db()
    again = arranging.add_section(
        paper=draft, by=clerk, shown_version=draft.version, heading="Another", after=""
    )
    assert again.key == "own-2"


def test_only_one_of_its_own_can_be_taken_out(desk: Client, draft: Paper, clerk: User) -> None:
    assert desk.get(address("section-remove", draft, key="purpose")).status_code == 404
    with pytest.raises(ValidationError):
        arranging.remove_section(paper=draft, by=clerk, shown_version=draft.version, key="purpose")


def test_two_at_once_change_nothing_unseen(desk: Client, draft: Paper) -> None:
    shown = draft.version
    do(desk, draft, "down:purpose")
    response = do(desk, draft, "off:background", shown)
    assert response.status_code == 409
    assert "Somebody else changed the sections meanwhile" in response.content.decode()
    assert "background" in keys(draft)
    given = {"heading": "Mine", "after": "purpose", "shown_version": shown}
    page = desk.post(address("section-add", draft), given)
    assert page.status_code == 409
    draft.refresh_from_db()
    assert 'value="Mine"' in page.content.decode()
    assert f'name="shown_version" value="{draft.version}"' in page.content.decode()


@pytest.mark.parametrize(
    "what", ["", "up", "sideways:purpose", "up:nothing", "off:own-9", "up:" + "x" * 5000]
)
def test_nonsense_is_refused(desk: Client, draft: Paper, what: str) -> None:
    assert do(desk, draft, what).status_code == 422


@pytest.mark.parametrize("name", ["sections", "section-add", "authors"])
def test_who_may(
    name: str, draft: Paper, reader: User, legal: User, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(outsider).get(address(name, draft)).status_code == 404
    assert client_for(reader).get(address(name, draft)).status_code == 403
    assert client_for(legal).get(address(name, draft)).status_code == (200 if name == "sections" else 403)
    assert client_for(legal).post(address(name, draft), {"do": "up:access"}).status_code == 403


def test_the_services_ask_too(draft: Paper, legal: User, clerk: User) -> None:
    with pytest.raises(PermissionDenied):
        arranging.move_section(paper=draft, by=legal, shown_version=draft.version, key="purpose", step=1)
    with pytest.raises(StaleVersion):
        arranging.move_section(paper=draft, by=clerk, shown_version=99, key="purpose", step=1)


@pytest.mark.parametrize("more", [0, 20])
def test_the_page_asks_as_much_whatever_there_is(
    desk: Client, draft: Paper, clerk: User, more: int, django_assert_num_queries: Any
) -> None:
    for at in range(more):
        draft.refresh_from_db()
        given: dict[str, Any] = {"paper": draft, "by": clerk, "after": ""}
        arranging.add_section(**given, shown_version=draft.version, heading=f"Section {at}")
    desk.get(address("sections", draft))
    # session, person, council, roles; paper twice; published or not; sections; four counts
    with django_assert_num_queries(13):
        desk.get(address("sections", draft))
