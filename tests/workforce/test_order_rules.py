"""The orders of recruitment held to rules of their own, told in other words than the table that decides them: after
every history that leads somewhere, each kind of event, and whatever else comes to mind."""

from collections.abc import Callable, Iterator, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.workforce.test_orders import sequence
from workforce.orders import why_impossible
from workforce.states import Kind

Moves = Sequence[Kind]
ADVERTS = {Kind.ADVERTISED, Kind.READVERTISED}
GIVEN_UP = {Kind.NO_LONGER_ADDITIONAL, Kind.WITHDRAWN}
SOMEBODY_IN_SIGHT = {Kind.OFFERED, Kind.APPOINTED}
BEFORE_ANY_ADVERT = {Kind.APPROVED, Kind.CANDIDATE_WITHDREW, Kind.LEFT, Kind.NO_LONGER_ADDITIONAL}
ONE_IS_RUNNING = {*ADVERTS, Kind.OFFERED, Kind.CANDIDATE_WITHDREW}


def has_run(moves: Moves) -> bool:
    return bool(ADVERTS & set(moves))


def nobody_is_in_it(moves: Moves) -> bool:
    return moves[-1] != Kind.IN_POST


# What must be so before a kind of event can happen, after the position was approved and before it was withdrawn.
RULES: dict[Kind, Callable[[Moves], bool]] = {
    Kind.APPROVED: lambda moves: False,
    Kind.ADVERTISED: lambda moves: moves[-1] in BEFORE_ANY_ADVERT,
    Kind.READVERTISED: lambda moves: has_run(moves) and nobody_is_in_it(moves),
    Kind.SHORTLISTED: lambda moves: has_run(moves) and moves[-1] in ONE_IS_RUNNING,
    Kind.INTERVIEWED: lambda moves: has_run(moves) and moves[-1] in {*ONE_IS_RUNNING, Kind.SHORTLISTED},
    Kind.OFFERED: nobody_is_in_it,
    Kind.APPOINTED: nobody_is_in_it,
    Kind.CANDIDATE_WITHDREW: lambda moves: moves[-1] in SOMEBODY_IN_SIGHT,
    Kind.IN_POST: lambda moves: moves[-1] == Kind.APPOINTED,
    Kind.LEFT: lambda moves: moves[-1] == Kind.IN_POST,
    Kind.TERMS_CHANGED: lambda moves: True,
    Kind.NO_LONGER_ADDITIONAL: lambda moves: moves[-1] != Kind.NO_LONGER_ADDITIONAL,
    Kind.WITHDRAWN: lambda moves: True,
}


def can_happen(kinds: Sequence[Kind]) -> bool:
    moves: list[Kind] = []
    for kind in kinds:
        if not moves and kind != Kind.APPROVED:
            return False
        if moves and (moves[-1] == Kind.WITHDRAWN or not RULES[kind](moves)):
            return False
        moves += [] if kind == Kind.TERMS_CHANGED else [kind]
    return True


def histories() -> Iterator[tuple[Kind, ...]]:
    """The shortest history to each kind, once with an advert behind it and once without one."""
    found: dict[tuple[Kind, bool], tuple[Kind, ...]] = {}
    reached: list[tuple[Kind, ...]] = [(Kind.APPROVED,)]
    while reached:
        history = reached.pop(0)
        key = (history[-1], has_run(history))
        if key in found:
            continue
        found[key] = history
        reached += [(*history, kind) for kind in Kind if can_happen((*history, kind))]
    yield from found.values()


def test_after_every_history_exactly_what_can_happen_is_allowed() -> None:
    seen = 0
    for history in histories():
        for kind in Kind:
            kinds = (*history, kind)
            assert (why_impossible(sequence(*kinds)) is None) == can_happen(kinds), kinds
            seen += 1
    # Twelve kinds beside changed terms, most with an advert and without.
    assert seen >= 20 * len(Kind)


def test_nothing_comes_before_the_approval() -> None:
    for kind in set(Kind) - {Kind.APPROVED}:
        assert "was not approved by then" in (why_impossible(sequence(kind)) or "")


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(list(Kind)), max_size=10))
def test_any_order_is_decided_alike(kinds: list[Kind]) -> None:
    after = [Kind.APPROVED, *kinds]
    assert (why_impossible(sequence(*after)) is None) == can_happen(after)


def test_what_never_ran_is_not_run_again_whatever_happened_since() -> None:
    left = (Kind.APPROVED, Kind.APPOINTED, Kind.IN_POST, Kind.LEFT, Kind.READVERTISED)
    assert "it has not been advertised" in (why_impossible(sequence(*left)) or "")
    offered = (Kind.APPROVED, Kind.OFFERED, Kind.SHORTLISTED)
    assert "it has not been advertised" in (why_impossible(sequence(*offered)) or "")
