"""The demonstration councils carry the published figures, and loading them again changes nothing."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Sum

from accounts.models import Change, Council, Membership, User
from accounts.roles import Role
from core.dates import end_of_day, today
from finance.models import BudgetLine, BudgetMovement, FundingDecision, SpendEntry, StatedTable
from finance.reads import reconciliation_of
from improvement.audit_figures import totals
from improvement.models import (
    Action,
    Audit,
    AuditAction,
    Finding,
    ImpactRating,
    Inspection,
    Intervention,
    Measure,
    ProgressUpdate,
    Section,
)
from improvement.scorecard import line_of
from reports.demonstration import COUNCILS
from reports.models import Paper, Publication
from workforce.capacity import capacity_groups
from workforce.models import CapacityReading, FundedPost
from workforce.sentences import recruitment_rows

OCTOBER, NOVEMBER = date(2024, 10, 2), date(2024, 11, 13)
COMPLETE, AWAITING = "complete", "complete-evidence"


@pytest.fixture
def eastshire(demonstration_of_module: None, db: None) -> Council:
    return Council.objects.get(slug="eastshire")


@pytest.fixture
def marchshire(demonstration_of_module: None, db: None) -> Council:
    return Council.objects.get(slug="marchshire")


@pytest.fixture
def midshire(demonstration_of_module: None, db: None) -> Council:
    return Council.objects.get(slug="midshire")


def ratings_on(council: Council, day: date) -> dict[str, int]:
    codes = [action.rating_code or "" for action in Action.objects.of(council).as_at(day)]
    return {code: codes.count(code) for code in set(codes)}


def budget_of(council: Council, year: int) -> Decimal:
    movements = BudgetMovement.objects.filter(council=council, financial_year=year)
    return movements.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)


def test_every_role_can_sign_in_at_every_council(eastshire: Council) -> None:
    for slug in COUNCILS:
        for role in Role:
            user = User.objects.get(email=f"{role.value}@{slug}.example")
            assert user.check_password("improvement")
            assert (
                Membership.objects.current(today()).filter(user=user, role=role, council__slug=slug).exists()
            )


def test_the_plan_is_as_large_as_promised(eastshire: Council) -> None:
    actions = Action.objects.of(eastshire)
    assert Section.objects.of(eastshire).values("chapter").distinct().count() == 3
    assert Section.objects.of(eastshire).count() >= 12
    assert actions.existing_on(date(2024, 7, 17)).count() == 89
    day = date(2025, 1, 2)
    # Two are proposed and one was declined: they count nowhere.
    standing = (actions.endorsed(day), actions.proposed(day), actions.declined(day))
    assert [found.count() for found in standing] == [92, 2, 1]
    assert ProgressUpdate.objects.filter(council=eastshire).count() >= 300


def test_ratings_hold_for_the_dates_of_the_two_papers(eastshire: Council) -> None:
    october, november = ratings_on(eastshire, OCTOBER), ratings_on(eastshire, NOVEMBER)
    assert (sum(october.values()), sum(november.values())) == (89, 92)
    assert (october[COMPLETE], november[COMPLETE]) == (6, 22)
    assert (october[AWAITING], november[AWAITING]) == (12, 4)
    assert set(november) == {
        "not-started", "on-track", "at-risk", "off-track", "complete-evidence", "complete", "paused"
    }  # fmt: skip


def test_late_actions_have_new_dates_under_review(eastshire: Council) -> None:
    actions = Action.objects.of(eastshire).as_at(NOVEMBER)
    assert actions.overdue(NOVEMBER).count() == 11
    assert actions.overdue(NOVEMBER).under_review().count() == 10


def test_backdated_updates_were_not_known_then(eastshire: Council) -> None:
    """Two facts about 2 October were recorded after the November paper went out."""
    known_at = end_of_day(date(2024, 11, 1))
    updates = ProgressUpdate.objects.filter(council=eastshire)
    assert updates.standing(OCTOBER).count() - updates.standing(OCTOBER, known_at).count() == 2


def test_some_sections_are_not_yet_rated_for_impact(eastshire: Council) -> None:
    rated = ImpactRating.objects.filter(council=eastshire).standing(NOVEMBER).values("section").distinct()
    assert 0 < rated.count() < Section.objects.of(eastshire).count()


def test_four_of_the_officers_actions_need_an_update(eastshire: Council) -> None:
    officer = User.objects.get(email="officer@eastshire.example")
    led = Action.objects.of(eastshire).as_at(today()).led_by(officer)
    unfinished = [action for action in led if action.rating_code not in {COMPLETE, AWAITING}]
    waiting = [action for action in unfinished if action.rated_on and action.rated_on <= NOVEMBER]
    assert (len(led), len(waiting)) == (9, 4)


def test_document_000_is_reproduced(eastshire: Council) -> None:
    assert budget_of(eastshire, 2024) == Decimal("628049.67")
    assert budget_of(eastshire, 2025) == Decimal("1358549.18")
    assert FundingDecision.objects.get(council=eastshire).amount == 1_986_599
    table = reconciliation_of(StatedTable.objects.get(council=eastshire))
    assert [column.printed for column in table.all_columns] == [1_085_471, 1_437_205, 2_522_676]
    assert [column.stated for column in table.all_columns] == [628_050, 1_358_549, 1_986_599]
    assert [column.difference for column in table.all_columns] == [457_421, 78_656, 536_077]
    assert table.is_explained


def test_spend_to_the_end_of_october_is_that_of_document_001(eastshire: Council) -> None:
    spent = SpendEntry.objects.filter(council=eastshire).standing(date(2024, 10, 31))
    assert spent.aggregate(sum=Sum("amount"))["sum"] == Decimal("45681.00")
    covers = spent.order_by("line__order").values_list("line__spend_covers", flat=True).distinct()
    assert list(covers) == ["4 social workers", "the project manager"]
    assert SpendEntry.objects.filter(council=eastshire).count() == 4


def test_every_approved_row_is_reported_on(eastshire: Council) -> None:
    rows = recruitment_rows(eastshire, date(2024, 12, 31))
    sentences = {row.role: row.sentence for row in rows}
    assert len(rows) == 10
    assert sum(row.number or 0 for row in rows) == 26
    assert sentences["Connected Carer Assessors"] == (
        "1 of 2 appointed; 1 being readvertised (advert closed 29 November 2024)."
    )
    assert sentences["Team Leaders"] == "Starts April 2025."


def test_marchshire_carries_document_003(marchshire: Council) -> None:
    decision = FundingDecision.objects.get(council=marchshire)
    tranches = decision.tranches.values_list("amount", "brought_forward")
    assert decision.amount == 11_489_000
    assert list(tranches) == [(Decimal(5_000_000), Decimal(0)), (Decimal(6_489_000), Decimal(1_000_000))]
    names = list(BudgetLine.objects.filter(council=marchshire).values_list("name", flat=True))
    assert (len(names), names.count("Children in Need Team")) == (25, 2)
    assert budget_of(marchshire, 2022) == 6_489_000
    assert reconciliation_of(StatedTable.objects.get(council=marchshire)).agrees


def test_midshire_carries_document_002(midshire: Council) -> None:
    decision = FundingDecision.objects.get(council=midshire)
    assert (decision.amount, decision.already_in_budget) == (Decimal(2_500_000), Decimal(500_000))
    assert sum(post.fte for post in FundedPost.objects.of(midshire).as_at(date(2025, 1, 2)).proposed()) == 37
    readings = CapacityReading.objects.filter(council=midshire)
    over = readings.filter(team__service="Child Protection").aggregate(sum=Sum("cases_over"))["sum"]
    assert (readings.count(), over) == (17, 114)
    # Two agency workers in a month of our own, after the paper.
    families = readings.latest_by(date(2025, 1, 2)).filter(month=date(2017, 10, 1))
    (group,), _ = capacity_groups(list(families), [])
    assert group.need
    assert group.without_agency
    assert (group.need.words, group.without_agency.words) == ("None", "0.9 to 1.8")


def test_the_november_paper_is_published_and_the_january_one_is_not(eastshire: Council) -> None:
    published = Paper.objects.published().filter(council=eastshire).values_list("slug", flat=True)
    assert "progress-2024-11" in published
    publication = Publication.objects.get(paper__council=eastshire, paper__slug="progress-2024-11")
    assert publication.published_at.date() == date(2024, 11, 1)
    drafts = Paper.objects.drafts().filter(council=eastshire)
    assert "progress-2025-01" in drafts.values_list("slug", flat=True)


def test_nothing_is_recorded_after_the_day_the_demonstration_lives_on(eastshire: Council) -> None:
    latest = Change.objects.latest("at")
    assert latest.at < end_of_day(date(2025, 1, 1))


def test_doing_it_twice_does_nothing(eastshire: Council) -> None:
    changes, people = Change.objects.count(), User.objects.count()
    said = StringIO()
    call_command("load_demonstration", stdout=said)
    assert "there already" in said.getvalue()
    assert (Change.objects.count(), User.objects.count()) == (changes, people)


def test_the_first_visit_moved_from_december_to_february(eastshire: Council) -> None:
    """Document 001, paragraph 3; the notice of its paragraph 36."""
    told = Intervention.objects.of(eastshire)
    assert told.as_at(date(2024, 11, 13)).visits().get().stands == "Planned for December 2024"
    assert told.as_at(today()).visits().get().stands == "Moved to February 2025"
    assert told.as_at(today()).get(kind=Intervention.Kind.NOTICE).stands == "Served 24 July 2024"


def test_the_findings_of_documents_001_and_004(eastshire: Council) -> None:
    """Four areas judged, one inadequate and so the whole; six areas for development at the front door."""
    ilacs = Inspection.objects.of(eastshire).as_at(today()).get(kind=Inspection.Kind.ILACS)
    grades = {judgement.area: judgement.grade for judgement in ilacs.held}
    assert (len(grades), grades["overall"], grades["care_leavers"]) == (5, "inadequate", "inadequate")
    findings = Finding.objects.of(eastshire).as_at(today())
    assert findings.filter(kind=Finding.Kind.DEVELOPMENT).count() == 6
    assert findings.unanswered().count() == 1


def test_the_children_and_the_audits_of_the_documents(eastshire: Council) -> None:
    """Document 004, paragraphs 7.3 and 7.5; document 001, paragraphs 14 and 22."""
    measures = {one.title: line_of(one, today()) for one in Measure.objects.of(eastshire).as_at(today())}
    assert measures["Children cared for"].since_last_year == "Down 58 from 31 May 2023 (576)"
    assert measures["Children cared for"].shown == "518"
    assert measures["Children who ceased to be cared for"].parts.startswith("50 = 30 turned 18 + 20 ")
    audits = Audit.objects.of(eastshire).as_at(today())
    all_of_them = totals(audits.filter(period_start__gte=date(2024, 5, 1)))
    assert (all_of_them.cases, all_of_them.moderated) == (22, 22)
    october = totals(audits.filter(period_start=date(2024, 10, 1)))
    assert (october.requires_improvement, october.inadequate, october.agreed_words) == (5, 1, "5 of 6")
    actions = AuditAction.objects.of(eastshire).as_at(today())
    assert (actions.count(), actions.open().count(), actions.overdue(today()).count()) == (4, 2, 1)
