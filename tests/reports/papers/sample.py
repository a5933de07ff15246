"""A small paper as frozen data, for the stages that need no database."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from reports.papers.data import (
    ActionRow,
    BackgroundRow,
    Before,
    ChapterRow,
    HighlightRow,
    Identity,
    KeyRating,
    Narrative,
    OptionRow,
    PaperData,
    PlanData,
    PostRow,
    Previous,
    RiskRow,
    SectionRow,
)
from reports.papers.kinds import PROGRESS
from reports.papers.spend import SpendData, SpendLine, SpendMonth

RATINGS, BEFORE, MEETING = date(2024, 11, 13), date(2024, 10, 2), date(2025, 1, 13)

PROGRESS_KEY = (
    KeyRating("not-started", "Not started", "Work has not begun.", "grey", "○", "not_started"),
    KeyRating("on-track", "On track", "It will be finished by its date.", "green", "●", "on_track"),
    KeyRating("at-risk", "At risk", "Behind, with a plan to recover.", "amber", "◆", "at_risk"),
    KeyRating("off-track", "Off track", "The date will not be met.", "red", "▲", "off_track"),
    KeyRating(
        "awaiting", "Awaiting evidence", "Done, says its lead.", "purple", "◐", "done_awaiting_evidence"
    ),
    KeyRating("complete", "Complete", "The evidence is accepted.", "blue", "✓", "done"),
)
IMPACT_KEY = (
    KeyRating("not-yet", "Not yet rated", "Too soon to look.", "grey", "○", "not_yet_rated"),
    KeyRating("none", "No difference yet", "Looked, and seen none.", "red", "△", "none_yet"),
    KeyRating("early", "Early signs", "Some families feel it.", "amber", "◇", "early"),
)


def action(number: int, rating: str, **given: Any) -> ActionRow:
    """An action of the first section, due at the end of 2024, updated on the ratings date."""
    row = ActionRow(
        pk=number,
        reference=f"IP Ch.1, S.1, action {number}",
        number=str(number),
        title=f"Do thing {number}",
        success_measure="Nine in ten files show it",
        lead="Head of Service",
        added_on=date(2024, 7, 17),
        original_due=date(2024, 12, 31),
        due=date(2024, 12, 31),
        proposed_due=None,
        times_moved=0,
        rating=rating,
        rated_on=RATINGS,
        narrative="It goes as planned.",
        blockers="",
        evidence_accepted_on=None,
        before=Before("on-track", date(2024, 12, 31)),
    )
    return replace(row, **given)


ACTIONS = (
    action(1, "complete", evidence_accepted_on=date(2024, 11, 1)),
    action(2, "on-track"),
    action(
        3,
        "off-track",
        due=date(2024, 10, 31),
        original_due=date(2024, 10, 31),
        proposed_due=date(2025, 3, 31),
    ),
    action(4, "awaiting"),
    action(5, "not-started", before=None, added_on=date(2024, 10, 9)),
)


def section(actions: tuple[ActionRow, ...] = ACTIONS) -> SectionRow:
    return SectionRow(
        pk=1,
        reference="IP Ch.1, S.1",
        label="S.1",
        title="Good practice",
        outcome="Every care leaver has somebody to turn to.",
        impact="early",
        impact_on=RATINGS,
        impact_narrative="Four plans in ten read better.",
        actions=actions,
    )


def plan(actions: tuple[ActionRow, ...] = ACTIONS) -> PlanData:
    return PlanData(
        title="Improvement Plan",
        prefix="IP",
        needs_evidence=True,
        progress_name="Progress",
        progress_key=PROGRESS_KEY,
        impact_name="Impact",
        impact_key=IMPACT_KEY,
        chapters=(ChapterRow(1, "Care leavers", (section(actions),)),),
    )


def post(role: str = "Social Worker", number: int = 6, **given: Any) -> PostRow:
    row = PostRow(
        post_pk=1,
        line_pk=None,
        role=role,
        label=f"{role} x {number}",
        number=number,
        grade="10",
        plan_reference="IP Ch.2, S.6",
        planned_start=date(2024, 9, 2),
        sentence="6 covered by 4 agency social workers.",
        states={"covered": 6},
    )
    return replace(row, **given)


def spend() -> SpendData:
    """Document 001, paragraph 33: £45,681 to the end of October 2024."""
    months = tuple(date(2024, month, 1) for month in range(4, 13)) + tuple(
        date(2025, m, 1) for m in (1, 2, 3)
    )
    entered = {date(2024, 9, 1): Decimal("15243.75"), date(2024, 10, 1): Decimal("30437.25")}
    line = SpendLine(
        pk=1,
        code="CFI-03",
        name="Social Worker x 6",
        covers="4 social workers",
        year_budget=Decimal("213636.50"),
        budget_to_date=Decimal("61039.00"),
        year_to_date=Decimal("33846.50"),
        to_date=Decimal("33846.50"),
        blank_months=(),
    )
    other = replace(
        line,
        pk=2,
        code="CFI-09",
        name="Project Manager",
        covers="the project manager",
        year_budget=Decimal("41420.75"),
        budget_to_date=Decimal("11834.50"),
        year_to_date=Decimal("11834.50"),
        to_date=Decimal("11834.50"),
    )
    return SpendData(
        through=date(2024, 10, 1),
        financial_year=2024,
        authorised=Decimal("1986599.00"),
        decision="Additional capacity",
        lines=(line, other),
        months=tuple(
            SpendMonth(
                month, Decimal("36436.75") if month >= date(2024, 9, 1) else Decimal(0), entered.get(month)
            )
            for month in months
        ),
    )


def identity() -> Identity:
    return Identity(
        pk=1,
        slug="progress-2025-01",
        title="Improvement plan progress update",
        council="Eastshire Council",
        council_short="Eastshire",
        council_slug="eastshire",
        colour="#1d4f76",
        committee="Children and Families Committee",
        meeting_date=MEETING,
        report_of="Executive Director of Children's Services",
        reference="CFC/27/24-25",
        wards="All wards",
        classification="Open",
        contact="Director for Improvement",
        contact_email="improvement@eastshire.example",
    )


def narratives(**bodies: str) -> tuple[Narrative, ...]:
    """Words under every heading that carries any, replaced where given by key."""
    return tuple(
        Narrative(at, kind.key, kind.heading, bodies.get(kind.key, f"Words on {kind.heading.lower()}."))
        for at, kind in enumerate(PROGRESS.sections, 1)
        if kind.key not in {"recommendations", "options", "access", "owed"} and not kind.optional
    )


HIGHLIGHTS = (
    HighlightRow(1, "activity", date(2024, 10, 21), "Two hubs opened.", "IP Ch.1, S.1", "", "", False, ""),
    HighlightRow(
        2,
        "feedback",
        date(2024, 10, 30),
        "“We were listened to.”",
        "",
        "Asked at the end of a visit",
        "the Improvement Board",
        True,
        "The form is shorter now.",
    ),
)


def paper(**given: Any) -> PaperData:
    """The January paper: ratings as at 13 November, spend to October, recruitment at the end of December."""
    dates = {block.key: RATINGS for block in PROGRESS.every_block}
    dates |= {"spend": date(2024, 10, 31), "recruitment": date(2024, 12, 31)}
    before = {block.key: BEFORE for block in PROGRESS.every_block}
    data = PaperData(
        kind="progress",
        template="progress_v1",
        identity=identity(),
        previous=Previous(
            "Improvement plan progress update",
            "progress-2024-11",
            "Children and Families Committee",
            date(2024, 11, 11),
            before,
        ),
        dates=dates,
        narratives=narratives(),
        recommendations=("Note the progress of the plan.",),
        options=(
            OptionRow("Not to scrutinise the plan", "Members would not see it.", "Actions could drift."),
        ),
        background=(
            BackgroundRow("Progress update, 11 November 2024", "https://eastshire.example/papers/1"),
        ),
        plan=plan(),
        highlights=HIGHLIGHTS,
        risks=(
            RiskRow(
                1,
                "Too few social workers",
                "A national shortage",
                "Children change worker",
                "IP Ch.1, S.1",
                "HR and workforce lead",
                5,
                4,
                "Agency workers meanwhile.",
                RATINGS,
                True,
            ),
        ),
        posts=(post(),),
        spend=spend(),
        stated=(),
    )
    return replace(data, **given)
