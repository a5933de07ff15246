"""Filters of the action list under a name: private or shared within the council."""

import pytest

from accounts.models import Change, User
from improvement.models import NamedView, Section
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

LIST = "/eastshire/actions/"
ADD = "/eastshire/views/add/"


@pytest.fixture(autouse=True)
def late(section: Section) -> None:
    """Something to be found."""
    factories.action(section, title="Write standards")


def keep(client_for: SignedIn, user: User, name: str = "Late ones", **given: str) -> NamedView:
    answers = {"name": name, "query": "overdue=on&q=standards&as_at=2024-11-13&page=2&lead="} | given
    response = client_for(user).post(ADD, answers)
    assert response.status_code == 302, response.text
    return NamedView.objects.get(owner=user, name=name)


def test_the_list_offers_to_keep_its_filters(officer: User, client_for: SignedIn) -> None:
    client = client_for(officer)
    assert "Keep these filters" not in client.get(LIST).text
    assert f'{ADD}?overdue=on"' in client.get(f"{LIST}?overdue=on&as_at=2024-12-31&page=1").text
    page = client.get(f"{ADD}?overdue=on&lead=")
    assert 'name="query" value="overdue=on"' in page.text
    assert "Share it" not in page.text


def test_a_view_keeps_filters_without_a_day(officer: User, client_for: SignedIn) -> None:
    view = keep(client_for, officer)
    assert (view.query, view.is_shared) == ("overdue=on&q=standards", False)
    client = client_for(officer)
    assert f'href="{LIST}?overdue=on&amp;q=standards"' in client.get(LIST).text
    assert client.get(f"{LIST}?{view.query}").status_code == 200
    assert Change.objects.for_subject(view).get().verb == "saved the view"


def test_private_views_are_nobody_elses(
    officer: User, chair: User, outsider: User, client_for: SignedIn
) -> None:
    mine, shared = keep(client_for, officer), keep(client_for, chair, "Ours", is_shared="on")
    assert "Late ones" not in client_for(chair).get(LIST).text
    assert "shared by" in client_for(officer).get(LIST).text
    for verb in ("edit", "delete"):
        assert client_for(chair).post(f"/eastshire/views/{mine.pk}/{verb}/").status_code == 404
        assert client_for(officer).post(f"/eastshire/views/{shared.pk}/{verb}/").status_code == 403
        assert client_for(outsider).post(f"/eastshire/views/{shared.pk}/{verb}/").status_code == 404
    assert NamedView.objects.count() == 2


def test_only_some_may_share(officer: User, client_for: SignedIn) -> None:
    assert not keep(client_for, officer, is_shared="on").is_shared


def test_one_name_however_it_is_written(officer: User, client_for: SignedIn) -> None:
    keep(client_for, officer)
    page = client_for(officer).post("/eastshire/views/add/", {"name": "LATE ones", "query": "blocked=on"})
    assert page.status_code == 422
    assert "You have a view of this name already." in page.text


def test_rename_share_and_delete(chair: User, client_for: SignedIn) -> None:
    view, client = keep(client_for, chair), client_for(chair)
    edit = f"/eastshire/views/{view.pk}/edit/"
    assert 'value="Late ones"' in client.get(edit).text
    assert client.post(edit, {"name": "Later ones", "is_shared": "on"}).status_code == 302
    view.refresh_from_db()
    assert (view.name, view.is_shared) == ("Later ones", True)
    changes = Change.objects.count()
    client.post(edit, {"name": "Later ones", "is_shared": "on"})
    assert Change.objects.count() == changes, "doing it twice does nothing more"
    assert "Later ones" in client.get("/eastshire/views/").text
    assert client.post(f"/eastshire/views/{view.pk}/delete/").status_code == 302
    assert not NamedView.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "Late ones"},
        {"query": ""},
        {"query": "page=2&as_at=2024-11-13"},
        {"query": "q=" + "x" * 1500},
    ],
)
def test_what_is_wrong_is_said_and_kept(officer: User, client_for: SignedIn, wrong: dict[str, str]) -> None:
    keep(client_for, officer)
    answers = {"name": "Another", "query": "overdue=on"} | wrong
    assert client_for(officer).post(ADD, answers).status_code == 422
    assert NamedView.objects.count() == 1


def test_wrong_methods_and_others(officer: User, outsider: User, client_for: SignedIn) -> None:
    view = keep(client_for, officer)
    assert client_for(outsider).get("/eastshire/views/").status_code == 404
    assert client_for(outsider).post(ADD, {"name": "x", "query": "overdue=on"}).status_code == 404
    assert client_for(officer).get(f"/eastshire/views/{view.pk}/delete/").status_code == 405
    assert client_for(officer).post("/eastshire/views/").status_code == 405
