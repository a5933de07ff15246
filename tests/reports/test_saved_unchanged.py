"""A part of a paper saved as it stands: nothing is written, nobody's save goes stale by it, and the message says so."""

import pytest
from django.test import Client

from accounts.models import Change, User
from reports.models import Paper, PaperSection
from reports.services import authoring, drafting
from tests.conftest import SignedIn
from tests.reports.addresses import address
from tests.reports.test_paper_desk import purpose, rows

pytestmark = pytest.mark.django_db

AS_IT_WAS = {"body": "As it was."}


@pytest.fixture
def written(draft: Paper, clerk: User) -> PaperSection:
    section = purpose(draft)
    drafting.save_section(section=section, by=clerk, shown_version=section.version, body="As it was.")
    return section


def log() -> int:
    return Change.objects.count()


def test_a_section_saved_as_it_stands_is_not_written(
    desk: Client, draft: Paper, written: PaperSection
) -> None:
    before, shown = log(), written.version
    posted = AS_IT_WAS | {"shown_version": shown}
    page = desk.post(address("section", draft, key="purpose"), posted, follow=True)
    assert "Nothing was changed in “Purpose of report”." in page.content.decode()
    assert (log(), purpose(draft).version) == (before, shown)


def test_words_saved_unchanged_make_nobody_elses_stale(
    desk: Client, draft: Paper, written: PaperSection, programme: User, client_for: SignedIn
) -> None:
    shown = written.version
    desk.post(address("section", draft, key="purpose"), AS_IT_WAS | {"shown_version": shown})
    theirs = {"body": "Theirs.", "shown_version": shown}
    saved = client_for(programme).post(address("section", draft, key="purpose"), theirs, follow=True)
    assert "“Purpose of report” is saved." in saved.content.decode()
    assert purpose(draft).body == "Theirs."


def test_old_words_over_newer_ones_are_still_stale(
    desk: Client, draft: Paper, written: PaperSection, programme: User
) -> None:
    shown = written.version
    drafting.save_section(section=written, by=programme, shown_version=shown, body="Theirs.")
    posted = AS_IT_WAS | {"shown_version": shown}
    assert desk.post(address("section", draft, key="purpose"), posted).status_code == 409
    assert purpose(draft).body == "Theirs."


def test_a_section_may_be_called_ready_with_its_words_as_they_were(
    desk: Client, draft: Paper, written: PaperSection
) -> None:
    posted = AS_IT_WAS | {"shown_version": written.version, "ready": "yes"}
    page = desk.post(address("section", draft, key="purpose"), posted, follow=True)
    assert "“Purpose of report” is ready as it was." in page.content.decode()
    assert purpose(draft).ready_at is not None


def test_other_words_take_back_that_it_was_ready(draft: Paper, written: PaperSection, clerk: User) -> None:
    authoring.mark_ready(section=written, by=clerk, shown_version=written.version)
    assert not drafting.save_section(
        section=written, by=clerk, shown_version=written.version, body="As it was."
    )
    assert purpose(draft).ready_at is not None
    assert drafting.save_section(section=purpose(draft), by=clerk, shown_version=written.version, body="Now.")
    assert purpose(draft).ready_at is None


def test_a_list_saved_as_it_stands_is_not_written(desk: Client, draft: Paper) -> None:
    draft.refresh_from_db()
    option = {"option": "Do nothing", "impact": "No oversight", "risk": "Drift"}
    desk.post(address("options", draft), rows(option, shown=draft.version), follow=True)
    draft.refresh_from_db()
    before, shown = log(), draft.version
    page = desk.post(address("options", draft), rows(option, shown=shown), follow=True)
    draft.refresh_from_db()
    assert "Other options considered: nothing was changed." in page.content.decode()
    assert (log(), draft.version) == (before, shown)


def test_a_list_whose_words_moved_to_another_column_is_written(draft: Paper, clerk: User) -> None:
    draft.refresh_from_db()
    rows_of = drafting.OptionRow
    moved = [rows_of("Do nothing", "Drift", ""), rows_of("Do nothing", "", "Drift")]
    saved = [
        drafting.save_options(paper=draft, by=clerk, shown_version=draft.version, rows=[row]) for row in moved
    ]
    assert saved == [True, True]
    assert draft.options.get().risk == "Drift"


def test_lines_that_end_as_a_browser_ends_them_are_the_same_words(
    desk: Client, draft: Paper, clerk: User
) -> None:
    draft.refresh_from_db()
    drafting.save_recommendations(paper=draft, by=clerk, shown_version=draft.version, texts=["Note:\nit."])
    before = log()
    desk.post(address("recommendations", draft), rows({"text": "Note:\r\nit."}, shown=draft.version))
    assert log() == before


def test_a_row_in_the_words_that_somebody_else_saved_meanwhile_stays_on_top(
    desk: Client, draft: Paper, clerk: User
) -> None:
    draft.refresh_from_db()
    shown = draft.version
    drafting.save_recommendations(paper=draft, by=clerk, shown_version=shown, texts=["Note it."])
    mine = ({"text": "Note it."}, {"text": "Agree it."})
    stale = desk.post(address("recommendations", draft), rows(*mine, shown=shown))
    assert stale.status_code == 409
    assert "1. Note it. 2. Agree it." in stale.content.decode()
    on_top = rows(*mine, shown=stale.context["shown_version"])
    assert desk.post(address("recommendations", draft), on_top).status_code == 302
    assert list(draft.recommendations.values_list("text", flat=True)) == ["Note it.", "Agree it."]


def test_the_details_saved_as_they_stand_are_not_written(desk: Client, draft: Paper) -> None:
    form = desk.get(address("details", draft)).context["form"]
    posted = {name: form[name].value() or "" for name in form.Meta.fields if name in form.fields}
    for block in form.blocks:
        day = form.fields[f"as_at_{block.key}"].initial
        if day:
            posted |= {f"as_at_{block.key}_{part}": getattr(day, part) for part in ("day", "month", "year")}
    posted |= {"shown_version": form["shown_version"].value()}
    before = log()
    page = desk.post(address("details", draft), posted, follow=True)
    draft.refresh_from_db()
    assert "Nothing was changed in the details." in page.content.decode()
    assert (log(), draft.version) == (before, posted["shown_version"])
    page = desk.post(address("details", draft), posted | {"title": "Another title"}, follow=True)
    assert "The details of the paper are saved." in page.content.decode()
    assert log() == before + 1
