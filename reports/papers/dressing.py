"""The files of a house style: the logo and the Word template, kept with the papers under the digest that is frozen with
each of them."""

import base64
from dataclasses import dataclass

from reports.papers import store
from reports.papers.style import HouseStyle


@dataclass(frozen=True)
class Picture:
    """A logo with its bytes, and what it says to those who do not see it."""

    content: bytes
    media: str
    alternative: str

    @property
    def address(self) -> str:
        """The picture itself as an address, so that a paper fetches nothing."""
        return f"data:{self.media};base64,{base64.b64encode(self.content).decode()}"


def logo_of(style: HouseStyle | None) -> Picture | None:
    """Raises FileDamaged."""
    if style is None or style.logo is None:
        return None
    return Picture(store.get(style.logo.digest), style.logo.media, style.logo.alternative)


def word_template_of(style: HouseStyle | None) -> bytes:
    """The template that Word files are made with; nothing where they are made without. Raises FileDamaged."""
    return store.get(style.word_template) if style and style.word_template else b""
