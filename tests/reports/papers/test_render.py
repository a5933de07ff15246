"""The paper as HTML: its words against a golden text, its structure, and what hostile text becomes."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from reports.papers.data import BackgroundRow, PaperData
from reports.papers.kinds import PROGRESS
from reports.papers.render import CannotRender, render, render_pack, style_hash
from reports.papers.verify import words_of
from tests.reports.papers import sample

GOLDEN = Path(__file__).parent / "golden"
STEMS = [document.stem for document in PROGRESS.documents]


def html_of(stem: str = "report", data: PaperData | None = None) -> str:
    return render(data or sample.paper(), PROGRESS.document(stem)).html


def as_text(html: str) -> str:
    """The words, a line to each block, so that a difference is easy to see."""
    body = html.split("<body", 1)[1]
    lines = re.split(r"</?(?:p|h\d|tr|li|caption|figcaption|title|table)\b[^>]*>", f"<body{body}")
    return "\n".join(filter(None, (" ".join(words_of(line)) for line in lines))) + "\n"


@pytest.mark.parametrize("stem", STEMS)
def test_the_paper_reads_as_it_did(stem: str) -> None:
    """After a change that is meant, write the new text to the golden file and read its difference."""
    assert as_text(html_of(stem)) == (GOLDEN / f"{stem}.txt").read_text()


class Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))


def outline_of(html: str) -> Outline:
    outline = Outline()
    outline.feed(html)
    return outline


@pytest.mark.parametrize("stem", STEMS)
def test_headings_begin_with_one_h1_and_never_skip(stem: str) -> None:
    headings = outline_of(html_of(stem)).headings
    assert headings[0] == 1
    assert headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


@pytest.mark.parametrize("stem", STEMS)
def test_every_table_has_a_caption_and_every_heading_cell_a_scope(stem: str) -> None:
    tags = outline_of(html_of(stem)).tags
    names = [tag for tag, _ in tags]
    assert names.count("table") == names.count("caption")
    assert all(attrs.get("scope") for tag, attrs in tags if tag == "th")


@pytest.mark.parametrize("stem", STEMS)
def test_it_stands_alone(stem: str) -> None:
    html = html_of(stem)
    tags = outline_of(html).tags
    assert 'lang="en-GB"' in html
    assert html.count("<style>") == 1
    assert not [tag for tag, _ in tags if tag in {"script", "link", "img", "iframe"}]
    assert not [
        attrs for _, attrs in tags if "style" in attrs or any(name.startswith("on") for name in attrs)
    ]


def test_the_styles_hash_is_the_one_a_browser_works_out() -> None:
    html = html_of()
    style = html.split("<style>")[1].split("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert style_hash(html) == f"'sha256-{digest}'"


def test_titles_are_unique_in_a_pack() -> None:
    titles = [rendered.title for rendered in render_pack(sample.paper())]
    assert len(set(titles)) == len(titles) == 3


def test_paragraphs_are_numbered_from_one_without_a_gap() -> None:
    numbers = [int(number) for number in re.findall(r'<span class="number">(\d+)</span>', html_of())]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 25


def test_tables_are_numbered_from_one_without_a_gap() -> None:
    numbers = [int(number) for number in re.findall(r"<caption>Table (\d+)", html_of())]
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_heading_of_document_001_is_there() -> None:
    html = html_of()
    for section in PROGRESS.sections:
        if section.key != "owed" and not section.optional:
            assert f">{section.heading}</h" in html


def test_each_block_says_the_date_it_holds_for() -> None:
    words = " ".join(words_of(html_of()))
    assert "actions with each, as at 13 November 2024" in words
    assert "to the end of October 2024 is £45,681 (4 social workers and the project manager)" in words
    assert "recruitment as at 31 December 2024" in words


def test_each_rating_stands_beside_its_own_key_and_never_the_other() -> None:
    overview = html_of("appendix-1")
    progress, impact = overview.split('<h2 id="impact">')
    assert "Key to progress ratings (of an action)" in progress
    assert "Key to impact ratings" not in progress
    assert "Key to impact ratings (of a plan area)" in impact
    assert "Key to progress ratings" not in impact


def test_every_approved_row_is_listed() -> None:
    posts = (sample.post(), sample.post("Team Leader", 2, sentence="Starts April 2025."))
    words = " ".join(words_of(html_of(data=sample.paper(posts=posts))))
    assert "Team Leader x 2 10 IP Ch.2, S.6 Starts April 2025." in words


def test_every_action_stands_in_both_appendices() -> None:
    for stem in ("appendix-1", "appendix-2"):
        html = html_of(stem)
        assert all(action.title in html for action in sample.ACTIONS)


def test_a_date_under_review_says_so_and_is_still_overdue() -> None:
    words = " ".join(words_of(html_of("appendix-1")))
    assert "31 October 2024 overdue new date under review" in words


def test_an_agreed_later_date_is_told_with_both_dates() -> None:
    moved = sample.action(1, "on-track", due=date(2025, 2, 28), times_moved=1)
    words = " ".join(words_of(html_of(data=sample.paper(plan=sample.plan((moved,))))))
    assert "31 December 2024 28 February 2025 moved once from 31 December 2024" in words


def test_feedback_without_consent_is_not_printed() -> None:
    silent = replace(sample.HIGHLIGHTS[1], consent_given=False)
    assert "We were listened to" not in html_of(data=sample.paper(highlights=(silent,)))


def test_words_from_the_record_are_escaped() -> None:
    risk = replace(sample.paper().risks[0], title="<script>alert(1)</script>", mitigation="*stars* & [x](y)")
    html = html_of(data=sample.paper(risks=(risk,)))
    assert "<script>" not in html
    assert "*stars* &amp; [x](y)" in html


def test_a_background_link_that_is_no_page_is_no_link() -> None:
    html = html_of(data=sample.paper(background=(BackgroundRow("Trap", "javascript:alert(1)"),)))
    assert "javascript:" not in html
    assert "Trap" in html


def test_a_pale_council_colour_is_not_used_for_words() -> None:
    html = html_of(data=sample.paper(identity=replace(sample.identity(), colour="#f2a900")))
    assert "border-bottom: 1px solid #f2a900; color: #0b0c0c" in html


def test_the_footer_cannot_leave_its_string() -> None:
    identity = replace(sample.identity(), title='"; } body { display: none } </style><script>')
    style = html_of(data=sample.paper(identity=identity)).split("<style>")[1].split("</style>")[0]
    assert "{ display: none }" not in style
    assert "<script>" not in style


def test_an_unknown_figure_is_refused_in_words() -> None:
    data = sample.paper(narratives=sample.narratives(progress="{{ spend.todate }}"))
    with pytest.raises(CannotRender, match="Did you mean"):
        render_pack(data)


def test_a_paragraph_of_300_kilobytes_is_refused_in_words() -> None:
    with pytest.raises(CannotRender, match="300,000 characters"):
        render_pack(sample.paper(narratives=sample.narratives(progress="word " * 60_000)))
