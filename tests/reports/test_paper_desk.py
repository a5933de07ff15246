"""The clerk's desk: the list of papers, one paper, and the words and lists it is made of."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Change, User
from reports.models import Paper, PaperSection
from reports.services.drafting import save_section
from tests.conftest import SignedIn
from tests.reports.addresses import address

pytestmark = pytest.mark.django_db


def purpose(draft: Paper) -> PaperSection:
    return PaperSection.objects.get(paper=draft, key="purpose")


def test_the_list_names_the_draft_for_those_who_write_it(desk: Client, draft: Paper) -> None:
    page = desk.get(reverse("reports:paper-list", args=["eastshire"])).content.decode()
    assert "Progress update" in page
    assert "Draft" in page


def test_a_reader_is_not_shown_drafts(draft: Paper, reader: User, client_for: SignedIn) -> None:
    client = client_for(reader)
    assert (
        "Progress update"
        not in client.get(reverse("reports:paper-list", args=["eastshire"])).content.decode()
    )
    assert client.get(address("detail", draft)).status_code == 403


@pytest.mark.parametrize("name", ["detail", "details", "recommendations", "options", "background"])
def test_another_council_finds_nothing_here(
    name: str, draft: Paper, outsider: User, client_for: SignedIn
) -> None:
    assert client_for(outsider).get(address(name, draft)).status_code == 404


@pytest.mark.parametrize("name", ["details", "recommendations", "options", "background"])
def test_only_authors_write(name: str, draft: Paper, legal: User, client_for: SignedIn) -> None:
    assert client_for(legal).post(address(name, draft), {}).status_code == 403


def test_the_paper_says_when_it_must_be_published(desk: Client, draft: Paper) -> None:
    assert "Friday 3 January 2025" in desk.get(address("detail", draft)).content.decode()


def test_the_paper_is_read_with_the_same_queries_whatever_is_written(
    desk: Client, draft: Paper, django_assert_num_queries: object
) -> None:
    PaperSection.objects.filter(paper=draft).delete()
    desk.get(address("detail", draft))
    # session, person, council, roles; paper; 5 of its publications, sections, recommendations, options,
    # background papers, consultees, dates; of the timetable the steps, those taken, the notice,
    # the publication, the lock; what is classified, appendices of its own; the lock for what comes next
    with django_assert_num_queries(24) as few:  # type: ignore[operator]
        desk.get(address("detail", draft))
    for order in range(10):
        draft.recommendations.create(council=draft.council, order=order, text="Note it.")
        draft.sections.create(council=draft.council, key=f"key-{order}", body="Words.")
    with django_assert_num_queries(len(few)):  # type: ignore[operator]
        desk.get(address("detail", draft))


def test_a_section_is_written(desk: Client, draft: Paper) -> None:
    response = desk.post(
        address("section", draft, key="purpose"),
        {"body": "This report is for {{ paper.committee }}.", "shown_version": purpose(draft).version},
    )
    assert response.status_code == 302
    assert purpose(draft).body == "This report is for {{ paper.committee }}."


def test_a_preview_saves_nothing_and_fills_the_figures_in(desk: Client, draft: Paper) -> None:
    shown = purpose(draft).version
    response = desk.post(
        address("section", draft, key="purpose"),
        {"body": "We meet on {{ paper.meeting_date }}.", "shown_version": shown, "preview": "yes"},
    )
    assert "We meet on 13 January 2025." in response.content.decode()
    assert purpose(draft).version == shown


def test_an_unknown_figure_is_refused_beside_the_text_with_what_was_typed(desk: Client, draft: Paper) -> None:
    shown = purpose(draft).version
    response = desk.post(
        address("section", draft, key="purpose"),
        {"body": "We have spent {{ spend.todate }}.", "shown_version": shown},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is no figure called “spend.todate”. Did you mean spend.to_date" in page
    assert "We have spent {{ spend.todate }}." in page
    assert purpose(draft).version == shown


def test_a_stale_save_changes_nothing_and_shows_both_texts(
    desk: Client, draft: Paper, programme: User
) -> None:
    shown = purpose(draft).version
    save_section(section=purpose(draft), by=programme, shown_version=shown, body="Theirs.")
    response = desk.post(address("section", draft, key="purpose"), {"body": "Mine.", "shown_version": shown})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Theirs." in page
    assert "Mine." in page
    assert purpose(draft).body == "Theirs."
    # What the page now offers goes on top.
    on_top = {"body": "Mine.", "shown_version": response.context["shown_version"]}
    assert desk.post(address("section", draft, key="purpose"), on_top).status_code == 302
    assert purpose(draft).body == "Mine."


def test_a_heading_that_is_none_is_not_found(desk: Client, draft: Paper) -> None:
    assert desk.get(address("section", draft, key="recipes")).status_code == 404


def rows(*values: dict[str, str], shown: int) -> dict[str, object]:
    posted: dict[str, object] = {
        "rows-TOTAL_FORMS": len(values),
        "rows-INITIAL_FORMS": 0,
        "shown_version": shown,
    }
    return posted | {f"rows-{at}-{name}": text for at, row in enumerate(values) for name, text in row.items()}


def test_recommendations_are_replaced_in_order_and_an_emptied_one_is_left_out(
    desk: Client, draft: Paper
) -> None:
    draft.refresh_from_db()
    posted = rows({"text": "Note it."}, {"text": " "}, {"text": "Agree it."}, shown=draft.version)
    assert desk.post(address("recommendations", draft), posted).status_code == 302
    assert list(draft.recommendations.values_list("text", flat=True)) == ["Note it.", "Agree it."]


def test_the_log_keeps_every_word_of_a_list(desk: Client, draft: Paper) -> None:
    draft.refresh_from_db()
    option = {"option": "Do nothing", "impact": "No oversight", "risk": "Drift"}
    desk.post(address("options", draft), rows(option, shown=draft.version))
    logged = Change.objects.for_subject(draft).first()
    assert logged is not None
    assert logged.before == {"options": []}
    assert logged.after == {"options": ["Do nothing – No oversight – Drift"]}


def test_half_an_option_is_refused_with_what_was_typed(desk: Client, draft: Paper) -> None:
    draft.refresh_from_db()
    response = desk.post(
        address("options", draft),
        rows({"option": "Do nothing", "impact": "", "risk": ""}, shown=draft.version),
    )
    assert response.status_code == 422
    assert "Enter the impact" in response.content.decode()
    assert "Do nothing" in response.content.decode()
    assert not draft.options.exists()


def test_a_stale_list_changes_nothing(desk: Client, draft: Paper) -> None:
    response = desk.post(address("background", draft), rows({"title": "Inspection report"}, shown=1))
    assert response.status_code == 409
    assert not draft.background_papers.exists()


def test_stale_details_change_nothing_and_show_both_texts(desk: Client, draft: Paper) -> None:
    form = desk.get(address("details", draft)).context["form"]
    posted = {name: form.initial[name] for name in form.Meta.fields} | {"title": "My title"}
    for block in form.blocks:
        day = form.fields[f"as_at_{block.key}"].initial
        posted |= {f"as_at_{block.key}_{part}": getattr(day, part) for part in ("day", "month", "year")}
    response = desk.post(address("details", draft), posted | {"shown_version": 1})
    assert response.status_code == 409
    assert "My title" in response.content.decode()
    assert "Progress update" in response.content.decode()
    draft.refresh_from_db()
    assert draft.title == "Progress update"


def test_a_version_nobody_can_read_is_a_stale_one(desk: Client, draft: Paper) -> None:
    posted = rows({"title": "Inspection report"}, shown=1) | {"shown_version": "9" * 5000}
    assert desk.post(address("background", draft), posted).status_code == 409
    assert desk.post(address("publish", draft), {"shown_version": "9" * 5000}).status_code == 200
    assert not draft.background_papers.exists()


def test_a_date_in_the_future_is_refused(desk: Client, draft: Paper) -> None:
    form = desk.get(address("details", draft)).context["form"]
    posted = {
        name: form[name].value() or "" for name in ("title", "report_of", "reference", "wards", "contact")
    }
    posted |= {"classification": "open", "contact_email": "", "shown_version": form["shown_version"].value()}
    for block in form.blocks:
        posted |= {
            f"as_at_{block.key}_{part}": text for part, text in (("day", 1), ("month", 11), ("year", 2024))
        }
    assert desk.post(address("details", draft), posted).status_code == 302
    posted |= {"as_at_ratings_year": "2025", "shown_version": int(str(posted["shown_version"])) + 1}
    response = desk.post(address("details", draft), posted)
    assert response.status_code == 422
    assert "must not be in the future" in response.content.decode()
