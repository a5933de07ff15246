"""The README's recipe for another kind of paper is true: its `Kind`, its sheets, and their line in `compose`."""

import pytest

from accounts.models import Council, User
from reports.papers import compose, elements, further, kinds
from reports.papers.collect import collect
from reports.papers.data import PaperData
from reports.papers.kinds import ACCESS, RECOMMENDATIONS, DocumentKind, Kind, SectionKind
from reports.papers.pack import pieces
from reports.papers.parts import Sheet
from reports.papers.render import render_pack
from tests import factories
from tests.conftest import SignedIn

pytestmark = pytest.mark.django_db

SIXTH = Kind(
    key="briefing",
    label="Members’ briefing",
    version=1,
    sections=(
        SectionKind("purpose", "Purpose"),
        SectionKind("recommendations", "Recommendations", RECOMMENDATIONS),
        SectionKind("owed", "What members asked for", "owed"),
        SectionKind("implications_legal", "Law", within="Implications"),
        SectionKind("access", "Access to information", ACCESS),
    ),
    blocks=(kinds.BlockKind("owed", "Requests of members and undertakings"),),
    documents=(DocumentKind("report", "Report", "Report"),),
    leading="owed",
)


def report(data: PaperData, document: DocumentKind) -> Sheet:
    shown = {RECOMMENDATIONS: elements.recommendations, ACCESS: elements.access, **further.FURTHER}
    return elements.report(data, document, shown)


@pytest.fixture(autouse=True)
def sixth(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds.KINDS, SIXTH.key, SIXTH)
    monkeypatch.setitem(compose.VERSIONS, SIXTH.template, {"report": report})


def test_it_is_begun_written_and_made_in_every_format(eastshire: Council) -> None:
    paper = factories.paper(factories.plan(eastshire), kind="briefing", slug="briefing-2025-01")
    data = collect(paper).data
    (rendered,) = render_pack(data)
    assert "Law</h3>" in rendered.html
    assert {piece.format for piece in pieces(data)} == {"pdf", "docx"}


def test_a_council_can_restyle_it(eastshire: Council, administrator: User, client_for: SignedIn) -> None:
    assert "Members’ briefing" in client_for(administrator).get("/eastshire/styles/").content.decode()
    headings = client_for(administrator).get("/eastshire/styles/headings/briefing/")
    assert "Place of “Law”" in headings.content.decode()
    assert client_for(administrator).get("/eastshire/styles/sample/briefing/").status_code == 200
