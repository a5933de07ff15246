"""Two texts compared word by word, as a reader would mark the second against the first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

SAME, ADDED, GONE = "same", "added", "gone"
# Beyond so many words, lines are compared and not the words within them.
MOST_WORDS = 3000
_WORD = re.compile(r"\s+|\{\{[^{}]*\}\}|[^\s{]+|\{")


@dataclass(frozen=True)
class Stretch:
    """Words that both texts have, or only the second (`added`), or only the first (`gone`)."""

    kind: str
    text: str


def differences(before: str, after: str) -> tuple[Stretch, ...]:
    """The second text with what was added and what is gone; a live figure counts as one word."""
    found = [each for each in _compared(before.strip(), after.strip()) if each.text]
    return tuple(
        Stretch(kind, "".join(each.text for each in stretches))
        for kind, stretches in groupby(found, key=lambda each: each.kind)
    )


def _compared(before: str, after: str) -> Iterator[Stretch]:
    lines, new_lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, old, new in _pieces(lines, new_lines):
        if kind == "equal":
            yield Stretch(SAME, old)
        else:
            yield from _by_word(old, new)


def _by_word(old: str, new: str) -> Iterator[Stretch]:
    words, new_words = _WORD.findall(old), _WORD.findall(new)
    if max(len(words), len(new_words)) > MOST_WORDS:
        yield from (Stretch(GONE, old), Stretch(ADDED, new))
        return
    for kind, gone, added in _pieces(words, new_words):
        if kind == "equal":
            yield Stretch(SAME, gone)
        else:
            yield from (Stretch(GONE, gone), Stretch(ADDED, added))


def _pieces(old: list[str], new: list[str]) -> Iterator[tuple[str, str, str]]:
    for kind, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        yield kind, "".join(old[a:b]), "".join(new[c:d])
