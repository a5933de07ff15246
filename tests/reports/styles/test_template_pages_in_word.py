"""How a paper looks in a council's Word template: in the template's face, and its tables in one piece with their
captions."""

import docx as python_docx
from docx.document import Document
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reports.papers.word import write
from tests.reports.papers.word_text import open_word
from tests.reports.styles.test_word_template import manuscript
from tests.reports.styles.word_files import LINES, saved

FACE = "Georgia"
DATE_WIDTH = Mm(30)


def of_a_council() -> bytes:
    document = python_docx.Document()
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = FACE, Pt(12)
    for section in document.sections:
        section.left_margin = section.right_margin = Mm(32)
    for text, style in LINES:
        document.add_paragraph(text, style)
    return saved(document)


def made(stem: str) -> Document:
    return open_word(write(manuscript(of_a_council(), stem)))


def captions(document: Document) -> list[Paragraph]:
    return [each for each in document.paragraphs if each.style and each.style.name == "Caption"]


def test_our_styles_are_set_in_the_templates_face() -> None:
    styles = made("report").styles
    for name in ("Numbered paragraph", "Point", "Table text", "Table note"):
        style = styles[name]
        assert isinstance(style, ParagraphStyle)
        assert style.font.name is None
        assert style.base_style is not None
        assert style.base_style.name == "Normal"
    numbered = styles["Numbered paragraph"]
    assert isinstance(numbered, ParagraphStyle)
    assert numbered.font.size is None


def test_a_caption_its_heads_and_the_first_row_stay_together() -> None:
    document = made("report")
    assert captions(document)
    assert all(each.paragraph_format.keep_with_next for each in captions(document))
    ratings = next(each for each in document.tables if each.rows[0].cells[0].text == "Progress rating")
    held = [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in ratings.rows[:3]]
    assert held == [True, True, None]


def test_a_date_has_room_and_is_not_parted_in_a_word() -> None:
    document = made("appendix-2")
    actions = next(table for table in document.tables if "Due" in [cell.text for cell in table.rows[0].cells])
    due = [cell.text for cell in actions.rows[0].cells].index("Due")
    assert (actions.columns[due].width or 0) >= DATE_WIDTH
    assert all("\u00a0" not in row.cells[due].text for row in actions.rows)
