"""A part that is switched on and of which the record holds nothing says so: in the paper, and to its author."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from reports.models import Paper
from reports.papers.compose import compose
from reports.papers.data import LaidOut, Narrative, PaperData
from reports.papers.kinds import PROGRESS, SectionKind
from reports.papers.nothing import nothing_of
from reports.papers.parts import Paragraph, Section
from reports.services.arranging import show_section
from tests.reports.addresses import address
from tests.reports.papers import sample

REPORT = PROGRESS.document("report")
DAY = date(2025, 1, 2)
OPTIONAL = [section for section in PROGRESS.sections if section.optional]


def switched_on(key: str, body: str = "") -> PaperData:
    data = sample.paper()
    keys = [section.key for section in PROGRESS.sections if not section.optional or section.key == key]
    others = tuple(each for each in data.narratives if each.key != key)
    return replace(
        data,
        layout=tuple(LaidOut(each) for each in keys),
        dates=data.dates | {key: DAY},
        narratives=(*others, Narrative(0, key, PROGRESS.section(key).heading, body)) if body else others,
    )


def section_of(data: PaperData, anchor: str) -> Section | None:
    return next((each for each in compose(data, REPORT).sections if each.anchor == anchor), None)


@pytest.mark.parametrize("section", OPTIONAL, ids=lambda section: section.key)
def test_the_paper_says_in_a_sentence_what_is_not_there(section: SectionKind) -> None:
    key = section.key
    data = switched_on(key)
    printed = section_of(data, f"section-{key.replace('_', '-')}")
    assert printed is not None
    assert len(printed.parts) == 1
    assert isinstance(printed.parts[0], Paragraph)
    said = unescape(printed.parts[0].html)
    assert said == nothing_of(key, data)
    assert said.startswith("No ")
    assert said.endswith("as at 2 January 2025.")


def test_an_author_who_wrote_something_there_is_not_contradicted() -> None:
    printed = section_of(switched_on("audits", "The round of December is being moderated."), "section-audits")
    assert printed is not None
    assert [part.html for part in printed.parts if isinstance(part, Paragraph)] == [
        "The round of December is being moderated."
    ]


def test_audits_say_since_when() -> None:
    data = switched_on("audits")
    assert data.previous is not None
    previous = replace(data.previous, dates=data.previous.dates | {"audits": date(2024, 10, 2)})
    said = nothing_of("audits", replace(data, previous=previous))
    assert said == "No practice audit is recorded since 2 October 2024, as at 2 January 2025."


def test_a_heading_over_several_stands_only_with_one_of_them() -> None:
    data = replace(sample.paper(), narratives=())
    groups = [each.heading for each in compose(data, REPORT).sections if not each.parts]
    assert groups == []
    written = replace(data, narratives=(Narrative(1, "implications_hr", "Human resources", "None."),))
    groups = [each.heading for each in compose(written, REPORT).sections if not each.parts]
    assert groups == ["Implications and comments"]


@pytest.mark.django_db
def test_whoever_switches_it_on_is_told_what_it_prints(desk: Client, draft: Paper) -> None:
    draft.sections.update(body="")
    data = {"do": "on:governance_structure", "shown_version": draft.version}
    page = desk.post(address("sections", draft), data, follow=True).content.decode()
    told = unescape(page[page.index('id="moved"') :].split("</p>")[0])
    assert "“Governance structure” is switched on. From the record it says: “" in told
    data = {"do": "off:owed", "shown_version": draft.version + 1}
    desk.post(address("sections", draft), data)
    page = desk.get(f"{address('sections', draft)}?did=on&section=owed").content.decode()
    assert "From the record it says" not in page, "It is switched off"


@pytest.mark.django_db
def test_of_what_the_record_does_not_hold_the_author_is_told_that_too(
    desk: Client, draft: Paper, clerk: User
) -> None:
    draft.sections.update(body="")
    show_section(paper=draft, by=clerk, shown_version=draft.version, key="feedback", shown=True)
    page = desk.get(f"{address('sections', draft)}?did=on&section=feedback").content.decode()
    assert "The record holds nothing for it yet: until it does, or words are written" in page
