"""A reason somebody typed, set within a sentence of the recruitment table. Pure.

People begin a note with a capital letter; behind “because” or within brackets it reads as a slip. Only words that
everybody uses lose it: Ofsted, a town or HR keep theirs.
"""

import re

_EVERYDAY = """
    a accepted after all an another better both candidates career changed contract declined did end ended family few
    found from funding gone ill illness in it job left long low maternity many money most moved new no nobody none
    not nothing of offer on one only other our parental pay personal poor promoted promotion relocated resigned
    retired retirement salary sickness some staff started still terms that the their there these they this those to
    too took transferred turned two unsuccessful vacancies we went withdrew work workers
"""
_LOWERED = frozenset(_EVERYDAY.split())
# One that is capitals throughout is an abbreviation.
_FIRST_WORD = re.compile(r"(A|[A-Z][a-z]+)\b")
_BECAUSE = re.compile(r"because\s+(of\s+)?", re.IGNORECASE)


def within(text: str) -> str:
    """`Took another post.` as it stands within a sentence: `took another post`."""
    text = bare(text)
    first = _FIRST_WORD.match(text)
    if first and first[0].lower() in _LOWERED:
        return text[0].lower() + text[1:]
    return text


def because(reason: str) -> str:
    """`because nobody applied`, whether or not the reason began so itself; `because of the market`."""
    text = bare(reason)
    said = _BECAUSE.match(text)
    if said is None:
        return f"because {within(text)}"
    return f"because {said[1].lower() if said[1] else ''}{within(text[said.end() :])}"


def bare(text: str) -> str:
    """Without the stop at its end: the sentence sets its own."""
    return text.strip().rstrip(".;")
