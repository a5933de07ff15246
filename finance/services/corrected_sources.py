"""The sources of an earlier version of a decision, once its sum is found to have been wrong from the start.

Pure functions: a source that was changed on purpose in between keeps the days before as they were.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from finance.figures import NIL
from finance.terms import SourceTerms

Sources = tuple[SourceTerms, ...]


def sources_put_right(said: Sources, former: Sources, now: Sources) -> Sources:
    """What a version `said`, which came to the same wrong sum as the `former` sources, with what was put right of
    them in `now`: its own sources, by so much more or less. They come to what `now` comes to.

    Where what was put right is not among its own sources: its only source brings the right sum; of several nobody
    can say which was wrong, and those of `now` stand in their place.
    """
    if said == former:
        return now
    kept = tuple(_kept(said, former, now))
    if _total(kept) == _total(now) and all(source.amount > NIL for source in kept):
        return kept
    if len(said) == 1:
        return (replace(said[0], amount=_total(now)),)
    return now


def _kept(said: Sources, former: Sources, now: Sources) -> Iterator[SourceTerms]:
    """Its own sources with the differences of those of the same kind and name; then those forgotten from the start."""
    for source in said:
        amount = source.amount + _of(now, source) - _of(former, source)
        if amount:
            yield replace(source, amount=amount)
    for source in now:
        if not _has(said, source) and not _has(former, source):
            yield source


def _of(sources: Sequence[SourceTerms], like: SourceTerms) -> Decimal:
    return _total([source for source in sources if _is_same(source, like)])


def _has(sources: Sequence[SourceTerms], like: SourceTerms) -> bool:
    return any(_is_same(source, like) for source in sources)


def _is_same(one: SourceTerms, other: SourceTerms) -> bool:
    return (one.kind, one.name, one.is_recurring) == (other.kind, other.name, other.is_recurring)


def _total(sources: Sequence[SourceTerms]) -> Decimal:
    return sum((source.amount for source in sources), NIL)
