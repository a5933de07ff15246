"""How sentences say lists."""

import pytest

from core.words import listed


@pytest.mark.parametrize(
    ("words", "sentence"),
    [([], ""), (["a"], "a"), (["a", ""], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_joined_as_a_sentence_joins_them(words: list[str], sentence: str) -> None:
    assert listed(iter(words)) == sentence
