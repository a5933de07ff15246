"""The dates that the parts of a paper hold for, on the page of its title block."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Council
from reports.models import Paper
from reports.papers.collect import block_dates
from reports.services.drafting import save_details
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    return factories.paper(factories.plan(eastshire))


def address(paper: Paper) -> str:
    return reverse("reports:paper-details", args=["eastshire", paper.pk])


def typed(desk: Client, paper: Paper) -> dict[str, Any]:
    """What the page would post as it is shown."""
    form = desk.get(address(paper)).context["form"]
    posted = {name: form.initial[name] for name in form.Meta.fields if name in form.fields}
    for block in form.blocks:
        day = form.fields[f"as_at_{block.key}"].initial
        posted |= {f"as_at_{block.key}_{part}": getattr(day, part) for part in ("day", "month", "year")}
    return posted | {"shown_version": form.initial["shown_version"]}


def emptied(block: str) -> dict[str, str]:
    return {f"as_at_{block}_{part}": "" for part in ("day", "month", "year")}


def test_a_date_that_is_emptied_follows_the_ratings(desk: Client, draft: Paper) -> None:
    posted = typed(desk, draft) | {"as_at_ratings_day": "14"}
    assert desk.post(address(draft), posted).status_code == 302
    draft.refresh_from_db()
    assert block_dates(draft)["inspections"] == date(2024, 11, 13)
    posted = typed(desk, draft) | emptied("inspections")
    assert desk.post(address(draft), posted).status_code == 302
    draft = Paper.objects.get()
    assert not draft.block_dates.filter(block="inspections").exists()
    assert block_dates(draft)["inspections"] == date(2024, 11, 14)
    assert block_dates(draft)["risks"] == date(2024, 11, 13)


def test_a_date_every_such_paper_needs_is_not_emptied(desk: Client, draft: Paper) -> None:
    assert desk.post(address(draft), typed(desk, draft) | emptied("risks")).status_code == 422


def test_a_stale_save_shows_both_dates(desk: Client, draft: Paper) -> None:
    posted = typed(desk, draft)
    draft.refresh_from_db()
    theirs = {"risks": date(2024, 11, 20)}
    save_details(
        paper=draft,
        by=factories.clerk_of(draft.council),
        shown_version=draft.version,
        details={},
        block_dates=theirs,
    )
    answer = desk.post(address(draft), posted)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "20 November 2024" in page
    assert "13 November 2024" in page
    assert block_dates(Paper.objects.get())["risks"] == date(2024, 11, 20)
