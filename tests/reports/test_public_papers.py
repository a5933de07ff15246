"""The papers that anybody can read: which, in what forms, and nothing that is not for everybody."""

import json
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import http_date
from openpyxl import load_workbook

from accounts.models import Change, Council, User
from accounts.services import set_public_papers
from reports.models import Paper, Publication
from reports.papers.open_data import as_json, as_workbook, for_everybody
from reports.services.versions import take_up_for_correction
from tests.conftest import SignedIn
from tests.crawl import crawl
from tests.reports.papers.scenario import Scenario, scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(eastshire: Council) -> Scenario:
    return scenario(eastshire)


@pytest.fixture
def public(told: Scenario, eastshire: Council, administrator: User) -> Scenario:
    set_public_papers(council=eastshire, publishes=True, by=administrator)
    return told


def address(name: str, paper: Paper, **more: str) -> str:
    return reverse(f"reports:public-paper-{name}", args=[paper.council.slug, paper.slug, *more.values()])


def test_nothing_is_there_until_the_council_says_so(told: Scenario, client: Client) -> None:
    listed = reverse("reports:public-paper-list", args=["eastshire"])
    check = reverse("reports:public-paper-check", args=["eastshire"])
    assert {client.get(each).status_code for each in (listed, check, address("detail", told.before))} == {404}


def test_anybody_reads_a_published_paper_and_no_draft(public: Scenario, client: Client) -> None:
    listed = client.get(reverse("reports:public-paper-list", args=["eastshire"])).content.decode()
    assert address("detail", public.before) in listed
    assert address("detail", public.paper) not in listed
    assert client.get(address("detail", public.paper)).status_code == 404
    page = client.get(address("detail", public.before)).content.decode()
    assert (
        page.index("report.html")
        < page.index("report.pdf")
        < page.index("report.docx")
        < page.index("pack.pdf")
    )
    assert page.index("pack.pdf") < page.index("data.xlsx") < page.index("data.json")


def test_no_link_needs_a_sign_in(public: Scenario, client: Client) -> None:
    start = reverse("reports:public-paper-list", args=["eastshire"])
    pages = list(crawl(client, start, each=20))
    assert {page.status for page in pages} == {200}
    offered = [page for page in pages if page.offered_on.startswith("/public/")]
    assert "account_login" not in {page.view for page in offered}
    assert {"reports:public-paper-document", "reports:public-paper-data"} <= {page.view for page in pages}
    assert [page.address for page in pages if page.is_page and page.headings != 1] == []


@pytest.mark.parametrize("classification", [Paper.Classification.EXEMPT, Paper.Classification.CONFIDENTIAL])
def test_what_is_not_open_is_not_there(public: Scenario, client: Client, classification: str) -> None:
    Paper.objects.filter(pk=public.before.pk).update(classification=classification)
    for each in (address("detail", public.before), address("data", public.before, form="json")):
        assert client.get(each).status_code == 404
    listed = client.get(reverse("reports:public-paper-list", args=["eastshire"])).content.decode()
    assert address("detail", public.before) not in listed


def test_another_council_stays_closed(public: Scenario, marchshire: Council, client: Client) -> None:
    other = address("detail", public.before).replace("eastshire", "marchshire")
    Council.objects.filter(pk=marchshire.pk).update(publishes_papers=True)
    assert client.get(other).status_code == 404


def test_a_document_is_kept_by_its_digest(public: Scenario, client: Client) -> None:
    document = public.published.documents.get(stem="report", format="pdf")
    at = address("document", public.before, stem="report", form="pdf")
    answer = client.get(at)
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["ETag"] == f'"{document.digest}"'
    assert "public" in answer.headers["Cache-Control"]
    assert "Cookie" not in answer.headers.get("Vary", "")
    again = client.get(at, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get(address("document", public.before, stem="report", form="odt")).status_code == 404
    assert client.get(address("data", public.before, form="csv")).status_code == 404


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("data", {"form": "json"}),
        ("data", {"form": "xlsx"}),
        ("document", {"stem": "report", "form": "pdf"}),
    ],
)
def test_a_day_of_change_is_said_and_asked_for(
    public: Scenario, client: Client, clerk: User, name: str, more: dict[str, str]
) -> None:
    at = address(name, public.before, **more)
    answer = client.get(at)
    assert answer.headers["ETag"]
    day = answer.headers["Last-Modified"]
    assert day == http_date(int(public.published.published_at.timestamp()))
    again = client.get(at, headers={"If-Modified-Since": day})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["Last-Modified"] == day
    # What was done about the paper since is a change, even where the older version is shown again.
    public.before.refresh_from_db()
    version = public.before.version
    take_up_for_correction(paper=public.before, by=clerk, shown_version=version, reason="A wrong date.")
    assert client.get(at, headers={"If-Modified-Since": day}).status_code == 200


def test_what_was_closed_since_is_known_by_its_tag_alone(public: Scenario, client: Client) -> None:
    at = address("data", public.before, form="json")
    before = client.get(at).headers
    public.before.document_classes.create(
        council=public.before.council, stem="appendix-2", classification="exempt", paragraph=3, interest="Law"
    )
    answer = client.get(at, headers={"If-Modified-Since": before["Last-Modified"]})
    assert answer.status_code == 200
    assert "Last-Modified" not in answer.headers
    assert answer.headers["ETag"] != before["ETag"]


def test_the_data_are_those_published_without_our_numbers(public: Scenario, client: Client) -> None:
    answer = client.get(address("data", public.before, form="json"))
    told = json.loads(answer.content)
    assert told["identity"]["slug"] == public.before.slug
    assert "pk" not in told["identity"]
    assert '_pk"' not in answer.content.decode()
    book = load_workbook(BytesIO(client.get(address("data", public.before, form="xlsx")).content))
    assert {"Paper", "Sections", "Actions", "Spend lines"} <= set(book.sheetnames)
    frozen = [action["title"] for action in told["plan"]["chapters"][0]["sections"][0]["actions"]]
    assert [row[1].value for row in book["Actions"].iter_rows(min_row=2)] == frozen


def test_neither_addresses_nor_untold_feedback_go_out(public: Scenario) -> None:
    frozen = dict(Publication.objects.get(pk=public.published.pk).data)
    contact = frozen["identity"]["contact_email"] = "improvement@eastshire.example"
    words = {
        "pk": 9,
        "as_at": "2024-10-21",
        "section": "",
        "gathered_how": "",
        "taken_to": "",
        "what_changed": "",
    }
    told = {
        **words,
        "kind": "activity",
        "text": f"Ask {contact} or a.person@home.example.",
        "consent_given": False,
    }
    kept = {**words, "kind": "feedback", "text": "=Told in confidence", "consent_given": False}
    frozen["highlights"] = [told, kept]
    data = for_everybody(frozen)
    text = json.dumps(as_json(data))
    assert contact in text
    assert "a.person@home.example" not in text
    assert "confidence" not in text
    assert as_workbook(data) == as_workbook(data)
    frozen["highlights"] = [{**told, "text": "=1+1"}]
    sheet = load_workbook(BytesIO(as_workbook(for_everybody(frozen))))["Highlights"]
    assert sheet["C2"].data_type == "s"


def test_only_the_administrator_switches_it_and_once(
    told: Scenario, eastshire: Council, administrator: User, clerk: User, client_for: SignedIn
) -> None:
    settings = reverse("accounts:council-settings", args=["eastshire"])
    assert client_for(clerk).get(settings).status_code == 403
    assert client_for(clerk).post(settings, {"publishes_papers": "on"}).status_code == 403
    desk = client_for(administrator)
    for _ in range(2):
        assert desk.post(settings, {"publishes_papers": "on"}).status_code == 302
    assert Change.objects.for_subject(eastshire).count() == 1
    assert "as the public sees them" in desk.get(settings).content.decode()
    desk.post(settings)
    eastshire.refresh_from_db()
    assert not eastshire.publishes_papers


@pytest.mark.parametrize("papers", [1, 10])
def test_the_list_asks_the_same_whatever_its_length(
    public: Scenario, client: Client, papers: int, django_assert_num_queries: object
) -> None:
    kept = {"council": public.before.council, "plan": public.plan, "meeting": public.before.meeting}
    for number in range(papers - 1):
        paper = Paper.objects.create(**kept, slug=f"paper-{number}", title="Another", report_of="Director")
        data = {"identity": {"classification": "Open"}}
        told = {"known_at": public.published.known_at, "published_by": public.clerk, "data_digest": "0" * 64}
        Publication.objects.create(
            council=paper.council, paper=paper, template="progress_v1", data=data, **told
        )
    # The council; how many there are; the page of them with their papers, meetings and groups.
    with django_assert_num_queries(3):  # type: ignore[operator]
        client.get(reverse("reports:public-paper-list", args=["eastshire"]))
