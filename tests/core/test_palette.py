"""Every tone can be read, on screen and on paper, and the two lists of them agree."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from core.palette import INK, TONES, WHITE, contrast, readable_on

READABLE = 4.5


@pytest.mark.parametrize("name", TONES)
def test_a_tone_can_be_read(name: str) -> None:
    tone = TONES[name]
    assert contrast(tone.text, tone.ground) >= READABLE
    assert contrast(tone.text, WHITE) >= READABLE
    assert contrast(tone.on_strong, tone.strong) >= READABLE


def test_the_sheet_and_the_papers_have_the_same_tones() -> None:
    sheet = (Path(settings.BASE_DIR) / "static" / "scss" / "_tones.scss").read_text()
    found = {
        name: re.findall(r"#[0-9a-f]{6}", row) for name, row in re.findall(r'"(\w+)": \(([^)]*)\)', sheet)
    }
    assert found == {name: [t.ground, t.text, t.strong, t.on_strong] for name, t in TONES.items()}


def test_contrast_is_that_of_the_guidelines() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize(("ground", "text"), [("#1d4f76", WHITE), ("#ffdd00", INK)])
def test_text_on_a_councils_colour_is_the_better_of_two(ground: str, text: str) -> None:
    assert readable_on(ground) == text
    assert contrast(readable_on(ground), ground) >= READABLE
