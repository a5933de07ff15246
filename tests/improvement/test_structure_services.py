"""Plans, keys, groups and what hangs on them; impact, highlights and risks."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Change, Council, User
from accounts.versions import StaleVersion
from core.dates import clock
from improvement import services
from improvement.models import Highlight, Plan, RatingScale, Risk, Section
from tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2024, 10, 2)


def refused_fields(service: Any, **given: Any) -> set[str]:
    with clock(DAY), pytest.raises(ValidationError) as refused:
        service(**given)
    return set(refused.value.message_dict)


def test_everything_of_the_structure_is_in_the_change_log(plan: Plan) -> None:
    section = factories.section(plan, label="s. 6", title="Fostering")
    services.add_priority(section=section, by=factories.office(plan.council), label="p5", title="Matching")
    action = factories.action(section, priority=section.priorities.get())

    assert str(action) == "IP Ch.1, S.6, P.5, action 1 Do thing 1"
    verbs = set(Change.objects.filter(council=plan.council).values_list("verb", flat=True))
    assert {"created the plan", "added the chapter", "added the section", "added the action"} <= verbs


@pytest.mark.parametrize("who", ["officer", "chair", "reader", "clerk", "outsider"])
def test_who_may_not_edit_the_plan(section: Section, who: str, request: pytest.FixtureRequest) -> None:
    by = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        services.add_action(section=section, by=by, number="9", title="Mine", original_due=date(2025, 1, 1))
    with pytest.raises(PermissionDenied):
        services.create_scale(council=section.council, by=by, kind="progress", name="Mine")
    with pytest.raises(PermissionDenied):
        services.create_group(council=section.council, by=by, kind="board", name="Mine")


def test_a_key_takes_only_meanings_of_its_kind(eastshire: Council, programme: User) -> None:
    impact = services.create_scale(council=eastshire, by=programme, kind="impact", name="Impact key")
    step = {"code": "x", "label": "X", "description": "X", "colour": "red", "symbol": "▲", "order": 1}
    assert refused_fields(services.add_rating, scale=impact, by=programme, meaning="on_track", **step) == {
        "meaning"
    }
    assert refused_fields(
        services.add_rating, scale=impact, by=programme, meaning="early", **step | {"colour": "mauve"}
    ) == {"colour"}


def test_a_plan_has_one_key_of_each_kind(plan: Plan, programme: User) -> None:
    given = {"council": plan.council, "by": programme, "slug": "x", "title": "X", "adopted_on": DAY}
    scales = {"progress_scale": plan.impact_scale, "impact_scale": plan.progress_scale}
    assert refused_fields(services.create_plan, **given, **scales) == {"progress_scale", "impact_scale"}


def test_nothing_of_another_council_joins_a_plan(
    section: Section, marchshire: Council, programme: User
) -> None:
    theirs = factories.group(marchshire)
    given = {
        "section": section,
        "by": programme,
        "number": "1",
        "title": "X",
        "original_due": date(2025, 1, 1),
    }
    assert refused_fields(services.add_action, **given, workstream=theirs) == {"workstream"}


def test_an_action_hangs_on_a_priority_of_its_section_and_ends_after_it_begins(
    plan: Plan, section: Section, programme: User
) -> None:
    other = factories.section(plan)
    priority = services.add_priority(section=other, by=programme, label="D", title="X")
    given = {"section": section, "by": programme, "number": "1", "title": "X", "lead": programme}
    wrong = {"priority": priority, "original_due": date(2024, 1, 1), "partner_lead": "Nurse"}
    assert refused_fields(services.add_action, **given, **wrong) == {
        "priority",
        "original_due",
        "partner_lead",
    }


def test_a_number_is_taken_once_in_a_section(section: Section) -> None:
    factories.action(section, number="1")
    with pytest.raises(ValidationError):
        factories.action(section, number="1")


def test_updates_are_in_before_the_meeting(eastshire: Council, programme: User) -> None:
    committee = factories.group(eastshire, "committee")
    given = {"group": committee, "by": programme, "held_on": date(2025, 1, 13)}
    assert refused_fields(services.add_meeting, **given, update_cutoff=date(2025, 1, 14)) == {"update_cutoff"}
    assert services.add_meeting(**given, update_cutoff=date(2024, 11, 13)).pk  # type: ignore[arg-type]


def test_impact_is_rated_by_its_own_key(plan: Plan, section: Section, chair: User, officer: User) -> None:
    given = {"section": section, "by": chair, "as_at": DAY}
    early, progress = factories.rating(plan, "early"), factories.rating(plan, "on-track")
    assert refused_fields(services.rate_impact, **given, rating=progress) == {"rating"}
    assert refused_fields(services.rate_impact, **given, rating=early) == {"narrative"}
    assert refused_fields(services.rate_impact, **given | {"as_at": date(2024, 10, 3)}, rating=early) == {
        "narrative",
        "as_at",
    }
    with clock(DAY):
        services.rate_impact(**given, rating=early, narrative="Plans read better.", shown_version=1)  # type: ignore[arg-type]
        with pytest.raises(StaleVersion):
            services.rate_impact(**given, rating=early, narrative="Mine", shown_version=1)  # type: ignore[arg-type]
        with pytest.raises(PermissionDenied):
            services.rate_impact(section=section, by=officer, rating=early, as_at=DAY, narrative="x")

    rated = Section.objects.of(section.council).as_at(DAY).get()
    assert (rated.impact_code, rated.impact_label, rated.impact_narrative) == (
        "early",
        "Early signs",
        "Plans read better.",
    )
    assert Section.objects.as_at(date(2024, 10, 1)).get().impact_rating_id is None


def test_feedback_says_how_it_was_gathered(eastshire: Council, officer: User, reader: User) -> None:
    given = {"council": eastshire, "by": officer, "kind": "feedback", "text": "Kind", "as_at": DAY}
    assert refused_fields(services.record_highlight, **given) == {"gathered_how"}
    assert refused_fields(services.record_highlight, **given | {"kind": "gossip"}) == {"kind"}
    with clock(DAY):
        services.record_highlight(**given, gathered_how="In audits", consent_given=True)  # type: ignore[arg-type]
        with pytest.raises(PermissionDenied):
            services.record_highlight(**given | {"by": reader}, gathered_how="x")  # type: ignore[arg-type]
    assert Highlight.objects.get().change is not None


def test_a_risk_is_assessed_from_one_to_five(
    eastshire: Council, chair: User, officer: User, reader: User
) -> None:
    with clock(DAY):
        risk = services.add_risk(council=eastshire, by=chair, title="Recruitment", owner=officer)
        for by in (chair, officer):
            services.assess_risk(risk=risk, by=by, likelihood=4, impact=5, as_at=DAY, mitigation="Agency")
        with pytest.raises(PermissionDenied):
            services.assess_risk(risk=risk, by=reader, likelihood=1, impact=1, as_at=DAY)
        with pytest.raises(PermissionDenied):
            services.add_risk(council=eastshire, by=officer, title="Mine")
    wrong = refused_fields(services.assess_risk, risk=risk, by=chair, likelihood=6, impact=0, as_at=DAY)
    assert wrong == {"likelihood", "impact"}
    held = Risk.objects.of(eastshire).as_at(DAY).get()
    assert (held.likelihood, held.impact, held.mitigation) == (4, 5, "Agency")


def test_kinds_of_keys_are_never_mixed_up(plan: Plan) -> None:
    assert plan.progress_scale.kind == RatingScale.Kind.PROGRESS
    assert [step.code for step in plan.impact_scale.key()] == ["not-yet", "none", "early"]
