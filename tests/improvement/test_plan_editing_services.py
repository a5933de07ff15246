"""What may be changed of a plan once it is in use, and how it is cited."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Change, User
from core.dates import clock
from improvement import references
from improvement.models import Action, Plan, RatingScale, Section
from improvement.services import editing
from improvement.services.ordering import move
from improvement.services.retiring import delete_unused, retire
from tests import factories

DAY = date(2024, 10, 2)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("IP Ch.1, S. 6", "IP Ch.1, S.6"),
        ("P Ch.1, S.1", "IP Ch.1, S.1"),
        ("ip ch1 s3 p5", "IP Ch.1, S.3, P.5"),
        ("IP Ch.1, S.2, D", "IP Ch.1, S.2, D"),
        ("Chapter 2, sl 1", "IP Ch.2, SL1"),
        ("IP Ch.1, S.2, 2a", "IP Ch.1, S.2, 2A"),
    ],
)
def test_references_are_read_leniently_and_printed_one_way(typed: str, printed: str) -> None:
    assert references.cite("IP", *references.parse(typed)) == printed


def test_a_plan_takes_another_key_until_something_is_reported_by_it(
    plan: Plan, action: Action, programme: User
) -> None:
    first = plan.progress_scale
    other = factories.scale(plan.council, name="Another key")
    impact = factories.scale(plan.council, RatingScale.Kind.IMPACT, name="Another impact key")
    editing.edit_plan(plan=plan, by=programme, shown_version=None, progress_scale=other)
    editing.edit_plan(plan=plan, by=programme, shown_version=None, progress_scale=first)
    factories.update(action, "on-track", DAY)
    with pytest.raises(ValidationError) as refused:
        editing.edit_plan(plan=plan, by=programme, shown_version=None, progress_scale=other)
    assert (
        "Progress has been reported by “Key”, so it stays" in refused.value.message_dict["progress_scale"][0]
    )
    editing.edit_plan(plan=plan, by=programme, shown_version=None, title="Renamed", progress_scale=first)
    editing.edit_plan(plan=plan, by=programme, shown_version=None, impact_scale=impact)
    with pytest.raises(ValidationError, match="Choose a key of impact ratings"):
        editing.edit_plan(plan=plan, by=programme, shown_version=None, impact_scale=first)
    plan.refresh_from_db()
    assert (plan.title, plan.progress_scale, plan.impact_scale) == ("Renamed", first, impact)


SPELLINGS = st.tuples(
    st.sampled_from(["IP ", "P ", "ip ", "  IP  ", ""]),
    st.sampled_from(["Ch.", "ch", "CH. ", "Chapter ", "chapter"]),
    st.sampled_from([", ", ",", " ", " , "]),
    st.sampled_from(["S.", "s", "S. ", "s ."]),
    st.sampled_from([", ", " ", ","]),
    st.sampled_from(["P.", "p", "P. ", "p "]),
)


@given(SPELLINGS, st.integers(1, 99), st.integers(1, 99), st.integers(1, 99), st.booleans())
def test_however_it_is_spelt_it_is_the_same_reference(
    spelling: tuple[str, ...], chapter: int, section: int, priority: int, lower: bool
) -> None:
    prefix, ch, comma, s, then, p = spelling
    typed = f"{prefix}{ch}{chapter}{comma}{s}{section}{then}{p}{priority}"
    expected = references.Reference(chapter, f"S.{section}", f"P.{priority}")
    assert references.parse(typed.lower() if lower else typed) == expected
    with_action = references.parse(f"{typed}, action 2a")
    assert with_action == expected._replace(action="2a")
    assert references.cite("IP", *with_action).endswith(f"S.{section}, P.{priority}, action 2a")


LETTERS = st.text("abcdefgXYZ", min_size=1, max_size=3)
NUMBERS = st.integers(0, 999).map(str)
GAPS = st.sampled_from(["", " ", ".", ". ", " ."])
SECTION_LABELS = st.builds("{}{}{}".format, LETTERS, GAPS, NUMBERS)
PRIORITY_LABELS = st.one_of(
    SECTION_LABELS, LETTERS, NUMBERS, st.builds("{}{}".format, NUMBERS, st.sampled_from("abc"))
)


@given(st.integers(1, 999), SECTION_LABELS, PRIORITY_LABELS)
def test_every_label_that_is_let_in_can_be_read_back(chapter: int, section: str, priority: str) -> None:
    assert references.is_section_label(section)
    assert references.is_priority_label(priority)
    tidy = references.Reference(chapter, references.tidy_label(section), references.tidy_label(priority))
    assert references.parse(references.cite("IP", *tidy)) == tidy


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_reference_or_a_value_error(typed: str) -> None:
    try:
        cited = references.parse(typed)
    except ValueError:
        return
    assert references.parse(references.cite("IP", *cited)) == cited


@pytest.mark.django_db
def test_the_original_date_is_corrected_until_a_paper_has_shown_it(action: Action, programme: User) -> None:
    with clock(DAY):
        editing.correct_original_due(
            action=action, by=programme, original_due=date(2024, 11, 30), reason="Misread", shown_version=1
        )
        change = Change.objects.latest("pk")
        assert change.before == {"original_due": "2024-12-31"}
        assert change.after == {"original_due": "2024-11-30", "because": "Misread"}
        editing.note_published(plan=action.plan, by=programme, as_at=date(2024, 9, 1), on=DAY)
        held = Action.objects.of(action.council).get()
        assert held.first_published_on == DAY
        with pytest.raises(ValidationError) as refused:
            editing.correct_original_due(
                action=held, by=programme, original_due=DAY, reason="Again", shown_version=2
            )
    assert set(refused.value.message_dict) == {"original_due"}


@pytest.mark.django_db
def test_publishing_fixes_only_what_the_paper_showed(action: Action, programme: User) -> None:
    with clock(DAY):
        editing.note_published(plan=action.plan, by=programme, as_at=date(2024, 7, 1), on=DAY)
        assert Action.objects.get().first_published_on is None
        editing.note_published(plan=action.plan, by=programme, as_at=date(2024, 9, 1), on=DAY)
        editing.note_published(plan=action.plan, by=programme, as_at=DAY, on=date(2024, 11, 1))
    assert Action.objects.get().first_published_on == DAY
    assert Section.objects.get().first_published_on == DAY
    assert Change.objects.filter(verb="first published actions of").count() == 1


@pytest.mark.django_db
def test_what_a_paper_has_shown_is_never_deleted(action: Action, programme: User) -> None:
    editing.note_published(plan=action.plan, by=programme, as_at=DAY, on=DAY)
    with pytest.raises(ValidationError):
        delete_unused(thing=Action.objects.get(), by=programme, shown_version=1)
    assert Action.objects.exists()


@pytest.mark.django_db
def test_who_may_not(action: Action, officer: User, outsider: User) -> None:
    for by in (officer, outsider):
        with pytest.raises(PermissionDenied):
            move(thing=action, by=by, place=1)
        with pytest.raises(PermissionDenied):
            retire(thing=action, by=by, on=DAY, because="Gone", shown_version=1)
        with pytest.raises(PermissionDenied):
            editing.edit_plan(plan=action.plan, by=by, shown_version=1, title="Mine")


@pytest.mark.django_db
def test_an_action_moves_only_among_those_of_its_priority(plan: Plan, programme: User) -> None:
    from improvement import services

    section = factories.section(plan)
    priority = services.add_priority(section=section, by=programme, label="P.1", title="First")
    loose, ours, other, last = (
        factories.action(section, priority=held) for held in (None, priority, None, priority)
    )
    move(thing=last, by=programme, place=1)
    assert list(Action.objects.order_by("order")) == [loose, last, other, ours]
    move(thing=last, by=programme, place=99)
    assert list(Action.objects.order_by("order")) == [loose, ours, other, last]
