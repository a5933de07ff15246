"""The letters a council's papers are set in: in PDF, HTML and Word; chosen, refused, frozen."""

import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import Change, Council, User
from reports.models import HouseStyle
from reports.papers import pdf
from reports.papers.collect import collect
from reports.papers.compose import compose
from reports.papers.docx import manuscript
from reports.papers.faces import FACES, USUAL, Face
from reports.papers.kinds import PROGRESS
from reports.papers.pdf import fonts_folder
from reports.papers.render import render
from reports.papers.style import HouseStyle as Style
from reports.papers.word import write
from reports.services import styling
from tests import factories
from tests.conftest import SignedIn
from tests.reports.papers import sample
from tests.reports.papers.pdf_text import fonts_of_pdf

REPORT = PROGRESS.document("report")
OTHERS = [face for face in FACES if face is not USUAL]


@pytest.mark.parametrize("face", OTHERS, ids=[face.key for face in OTHERS])
def test_a_pdf_has_them_in_it_and_is_the_same_bytes_each_time(face: Face, tmp_path: Path) -> None:
    html = render(sample.paper(style=Style(face=face.key)), REPORT).html
    first, again = pdf.print_pdf(html), pdf.print_pdf(html)
    assert first.content == again.content
    path = tmp_path / "paper.pdf"
    path.write_bytes(first.content)
    fonts = fonts_of_pdf(path)
    assert any(name.startswith(face.name) for name in fonts)
    assert all(name.startswith((face.name, "Arimo", "Noto-Sans-Symbols-2")) for name in fonts), fonts
    assert all(fonts.values())


@pytest.mark.parametrize("face", FACES, ids=[face.name for face in FACES])
def test_html_and_word_name_them(face: Face) -> None:
    data = sample.paper(style=Style(face=face.key, second_colour="#7a1f1f"))
    html = render(data, REPORT).html
    assert (f'font-family: "{face.name}", "{face.word}"' in html) == (face is not USUAL)
    drawings = re.findall(r'<svg [^>]*font-family="([^"]*)"', html)
    assert drawings
    assert set(drawings) == {face.drawn}, "Drawings are set in the paper's letters too"
    written = docx.Document(io.BytesIO(write(manuscript(data, REPORT, compose(data, REPORT), "Paper"))))
    assert written.styles["Normal"].font.name == face.word
    assert written.styles["Heading 2"].font.name == face.word


def test_every_family_has_its_four_faces_at_hand() -> None:
    for face in FACES:
        for kind in ("Regular", "Italic", "Bold", "BoldItalic"):
            assert (fonts_folder() / f"{face.name}-{kind}.ttf").exists(), face.name


def test_a_paper_without_a_choice_is_as_it_was() -> None:
    plain = render(sample.paper(), REPORT).html
    assert "Carlito" not in plain
    assert replace(Style(), face="") == Style()


@pytest.mark.django_db
def test_the_administrator_chooses_them(
    eastshire: Council, administrator: User, client_for: SignedIn
) -> None:
    page = reverse("reports:style-look", args=[eastshire.slug])
    client = client_for(administrator)
    assert "Carlito, as wide as Calibri" in client.get(page).text
    given = {"colour": "#1d4f76", "face": "carlito", "shown_version": "1"}
    sample_page = client.post(page, given | {"preview": "yes"})
    assert "Carlito" in sample_page.text
    assert not HouseStyle.objects.exists()
    assert client.post(page, given).status_code == 302
    assert HouseStyle.objects.get().face == "carlito"
    assert "Carlito" in client.get(reverse("reports:style-detail", args=[eastshire.slug])).text
    assert Change.objects.get(verb="changed the look of").after["face"] == "Carlito"
    style = collect(factories.paper(factories.plan(eastshire))).data.style
    assert style
    assert style.face == "carlito"


@pytest.mark.django_db
def test_one_that_there_is_not_is_refused(
    eastshire: Council, administrator: User, client_for: SignedIn
) -> None:
    with pytest.raises(ValidationError):
        styling.set_look(
            council=eastshire, by=administrator, shown_version=1, look=styling.Look("#1d4f76", face="comic")
        )
    page = reverse("reports:style-look", args=[eastshire.slug])
    given = {"colour": "#1d4f76", "face": "comic", "shown_version": "1"}
    assert client_for(administrator).post(page, given).status_code == 422
