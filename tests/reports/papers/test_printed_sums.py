"""Whether a funding request holds its costings against sums printed before: its author's choice."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import Council, User
from reports.models import Paper
from reports.papers.collect import collect
from reports.papers.costings import HIDDEN
from reports.papers.documents import document_of
from reports.papers.render import render
from reports.services.drafting import create_paper
from tests.reports.papers.test_render import as_text

Demonstrated = Callable[[str], Council]
PRINTED = ("Total as printed", "Why they differ", "2024/25 printed", "Printed in:")


def request_of() -> Paper:
    return Paper.objects.select_related("council").get(council__slug="eastshire", slug="funding-2024-07")


def test_it_shows_them_unless_its_author_chose_otherwise(demonstrated: Demonstrated) -> None:
    data = collect(request_of()).data
    shown = as_text(render(data, document_of(data, "appendix-1")).html)
    assert all(words in shown for words in PRINTED)
    without = replace(data, printed_sums=HIDDEN)
    hidden = as_text(render(without, document_of(without, "appendix-1")).html)
    assert not any(words in hidden for words in PRINTED)
    assert "Costings by row" in hidden
    # The computed sums and their total still stand.
    assert "£628,050" in hidden


def test_its_author_chooses_in_the_details(demonstrated: Demonstrated) -> None:
    given = request_of()
    clerk = User.objects.get(email="clerk@eastshire.example")
    paper = create_paper(
        council=given.council,
        by=clerk,
        slug="another-request",
        plan=given.plan,
        meeting=given.meeting,
        title="Another request",
        report_of="Director",
        kind="funding",
        decision=given.decision,
    )
    client = Client()
    client.force_login(clerk)
    address = f"/eastshire/papers/{paper.pk}/details/"
    assert "Computed sums beside those printed before" in client.get(address).content.decode()
    posted = {
        "title": paper.title,
        "report_of": "Director",
        "wards": "All",
        "shown_version": str(paper.version),
    }
    posted |= {"as_at_costings_day": "17", "as_at_costings_month": "7", "as_at_costings_year": "2024"}
    assert client.post(address, posted | {"printed_sums": "hidden"}).status_code == 302
    paper.refresh_from_db()
    assert paper.printed_sums == HIDDEN
    # Without an answer, what stands goes on standing.
    assert client.post(address, posted | {"shown_version": str(paper.version)}).status_code == 302
    paper.refresh_from_db()
    assert paper.printed_sums == HIDDEN


@pytest.mark.parametrize("slug", ["progress-2025-01"])
def test_other_papers_do_not_ask(demonstrated: Demonstrated, slug: str) -> None:
    demonstrated("eastshire")
    paper = Paper.objects.get(council__slug="eastshire", slug=slug)
    client = Client()
    client.force_login(User.objects.get(email="clerk@eastshire.example"))
    page = client.get(f"/eastshire/papers/{paper.pk}/details/")
    assert "printed_sums" not in page.content.decode()
