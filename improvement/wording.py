"""How long the words are that councillors will read."""

from dataclasses import dataclass

# Two or three plain sentences: what a row of the plan's table takes without breaking over a page.
GUIDE = 80


@dataclass(frozen=True)
class Length:
    """How many words a text has, and whether that is more than the guide."""

    words: int

    @property
    def is_long(self) -> bool:
        return self.words > GUIDE

    @property
    def sentence(self) -> str:
        """`31 words, of about 80.`"""
        if not self.words:
            return "Nothing is said yet: councillors would read the rating alone."
        counted = f"{self.words} {'word' if self.words == 1 else 'words'}"
        if self.is_long:
            return f"{counted}: longer than the {GUIDE} or so that are read at a glance."
        return f"{counted}, of about {GUIDE}."


def length_of(text: str) -> Length:
    return Length(len(text.split()))
