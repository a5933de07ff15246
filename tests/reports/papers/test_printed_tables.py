"""Tables printed before, held against the record in drawdown and progress papers: their author's choice."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import Council, User
from core.dates import clock, now
from finance.models import StatedTable
from finance.services import record_stated_table
from finance.services.stated import StatedRowGiven
from reports.models import Paper
from reports.papers import codec, docx
from reports.papers.checks_of_money import stated_totals
from reports.papers.collect import collect
from reports.papers.compose import compose
from reports.papers.data import LaidOut, PaperData
from reports.papers.documents import document_of
from reports.papers.kinds import PROGRESS, TRANCHE, Kind
from reports.papers.printed import NamedCause, PrintedColumn, PrintedRow, PrintedTable
from reports.papers.render import render, title_of
from reports.papers.verify import words_of
from reports.papers.word import write
from reports.services.arranging import show_section
from reports.services.drafting import create_paper
from tests.reports.papers import sample
from tests.reports.papers.test_tranche import paper as tranche
from tests.reports.papers.word_text import open_word, words_of_word

Demonstrated = Callable[[str], Council]
HEADING = "Sums as printed and as computed"
DAY = date(2025, 1, 2)


def held(printed: int, stated: int, computed: str, *causes: NamedCause, left: str = "0") -> PrintedTable:
    """A table of one row and one year."""
    sums = (Decimal(printed), Decimal(stated), Decimal(computed))
    columns = (
        PrintedColumn(2024, *sums, causes, Decimal(left)),
        PrintedColumn(None, *sums, causes, Decimal(left)),
    )
    row = PrintedRow("Social workers", (Decimal(printed),), (Decimal(computed),))
    return PrintedTable(7, "Costings", "Document 000, paragraph 13", 1, (2024,), (row,), columns)


def with_table(kind: Kind, table: PrintedTable) -> PaperData:
    data = sample.paper() if kind is PROGRESS else tranche()
    keys = [each.key for each in kind.sections if not each.optional or each.key == "printed"]
    layout = tuple(LaidOut(key) for key in keys)
    return replace(data, layout=layout, dates=data.dates | {"printed": DAY}, printed_tables=(table,))


def told(data: PaperData) -> str:
    return " ".join(words_of(render(data, document_of(data, "report")).html))


@pytest.mark.parametrize("kind", [PROGRESS, TRANCHE], ids=lambda kind: str(kind.key))
def test_a_table_that_agrees_says_so(kind: Kind) -> None:
    words = told(with_table(kind, held(6_489, 6_489, "6489.00")))
    assert HEADING in words
    assert "holds “Costings” (Document 000, paragraph 13) against the record as at 2 January 2025." in words
    assert (
        "add up to £6,489, which is the total stated there and what the record comes to: they agree." in words
    )
    assert "Causes of the differences" not in words


@pytest.mark.parametrize("kind", [PROGRESS, TRANCHE], ids=lambda kind: str(kind.key))
def test_a_difference_is_split_into_its_causes(kind: Kind) -> None:
    causes = (
        NamedCause("Team Leaders: start in April", Decimal("400.25")),
        NamedCause("Rounding", Decimal("-0.25")),
    )
    words = told(with_table(kind, held(1_400, 1_000, "999.75", *causes)))
    assert "add up to £1,400, and £1,000 is stated there: a difference of £400." in words
    assert "names the causes, which add up to every difference." in words
    assert "Team Leaders: start in April £400.25 Rounding −£0.25 Difference £400" in words
    assert "Not explained" not in words


def test_what_no_cause_explains_is_said_and_warned_of() -> None:
    data = with_table(PROGRESS, held(1_400, 1_000, "1000.00", left="400"))
    assert "not explained: £400 (2024/25), £400 (all years)." in told(data)
    found = [finding.message for finding in stated_totals(replace(data, stated=()))]
    assert found == [
        "Costings, 2024/25: £400 of the difference is not explained.",
        "Costings, all years: £400 of the difference is not explained.",
    ]


def test_rows_that_add_up_to_a_total_the_record_has_not() -> None:
    words = told(with_table(TRANCHE, held(1_400, 1_400, "1000.00", NamedCause("Cell", Decimal(400)))))
    assert "which is the total stated there; the record comes to £1,000." in words


def test_a_paper_that_does_not_show_them_says_nothing_of_them() -> None:
    assert HEADING not in told(sample.paper())
    shown = with_table(PROGRESS, held(1, 1, "1"))
    assert HEADING not in told(replace(shown, layout=sample.paper().layout))


def test_word_says_what_the_page_says() -> None:
    data = with_table(TRANCHE, held(1_400, 1_000, "1000.00", NamedCause("Cell", Decimal(400))))
    report = document_of(data, "report")
    html = render(data, report).html.split("<body", 1)[1]
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    saved = open_word(write(docx.manuscript(data, report, compose(data, report), title_of(data, report))))
    in_word = Counter(word for word in words_of_word(saved) if word != "•")
    assert in_word == Counter(word for word in words_of(f"<body{html}") if word != "•")


def test_what_is_frozen_is_read_back_and_older_data_has_none() -> None:
    data = with_table(TRANCHE, held(1_400, 1_000, "1000.00", NamedCause("Cell", Decimal(400))))
    frozen = codec.to_json(data)
    assert codec.from_json(PaperData, frozen) == data
    del frozen["printed_tables"]
    assert codec.from_json(PaperData, frozen).printed_tables == ()


# Read from the record


def drafted(council: str, slug: str) -> Paper:
    """The paper as a draft of today, whatever was published."""
    return Paper.objects.select_related("council").get(council__slug=council, slug=slug)


def switch_on(paper: Paper, by: User) -> PaperData:
    show_section(paper=paper, by=by, shown_version=paper.version, key="printed", shown=True)
    return collect(Paper.objects.get(pk=paper.pk)).data


@pytest.fixture
def progress(demonstrated: Demonstrated) -> Paper:
    return drafted("eastshire", "progress-2025-01")


def test_nothing_is_read_unless_its_author_chose_so(progress: Paper) -> None:
    assert collect(progress).data.printed_tables == ()


def test_document_000_stands_in_a_progress_paper_with_its_four_wrong_cells(progress: Paper) -> None:
    data = switch_on(progress, User.objects.get(email="clerk@eastshire.example"))
    [table] = data.printed_tables
    sums = [
        (one.year, *map(int, (one.printed, one.stated, one.difference, one.unexplained)))
        for one in table.columns
    ]
    assert sums == [
        (2024, 1_085_471, 628_050, 457_421, 0),
        (2025, 1_437_205, 1_358_549, 78_656, 0),
        (None, 2_522_676, 1_986_599, 536_077, 0),
    ]
    wrong = [cause.name.split(":")[0].split(" x ")[0] for cause in table.total.causes if cause.amount > 1_000]
    assert len(wrong) == 4
    words = told(data)
    assert (
        "Its 10 rows add up to £2,522,676, and £1,986,599 is stated there: a difference of £536,077." in words
    )


def test_the_clerk_switches_it_on_among_the_sections(progress: Paper) -> None:
    client = Client()
    client.force_login(User.objects.get(email="clerk@eastshire.example"))
    address = f"/eastshire/papers/{progress.pk}/sections/"
    assert HEADING in client.get(address).content.decode()
    posted = {"shown_version": str(progress.version), "do": "on:printed"}
    assert client.post(address, posted).status_code == 302
    assert "£457,421" in told(collect(Paper.objects.get(pk=progress.pk)).data)


def test_document_003_agrees_in_a_drawdown_of_its_decision(demonstrated: Demonstrated) -> None:
    given = drafted("marchshire", "tranche-two-2022-11")
    clerk = User.objects.get(email="clerk@marchshire.example")
    paper = create_paper(
        council=given.council,
        by=clerk,
        slug="another-drawdown",
        plan=given.plan,
        meeting=given.meeting,
        title="Another drawdown",
        report_of="Director",
        kind="tranche",
        decision=given.decision,
    )
    assert HEADING not in told(collect(paper).data)
    words = told(switch_on(paper, clerk))
    assert "Its 25 rows add up to £6,489,000, which is the total stated there and what the record" in words
    assert "Children in Need Team £0 £0" in words
    assert "Children in Need Team £793,000 £793,000" in words


def test_as_known_before_it_was_put_right_the_mistyped_table_stands(progress: Paper) -> None:
    finance = User.objects.get(email="finance@eastshire.example")
    old = StatedTable.objects.of(progress.council).get()
    before = now()
    with clock(before + timedelta(hours=1)):
        record_stated_table(
            decision=old.decision,
            title="Typed anew",
            source=old.source,
            years=[2024],
            rows=[StatedRowGiven("Row", {2024: 5})],
            totals={2024: 5},
            total=5,
            by=finance,
            corrects=old,
            correction="A digit was missed.",
        )
    clerk = User.objects.get(email="clerk@eastshire.example")
    with clock(before + timedelta(hours=2)):
        assert [one.title for one in switch_on(progress, clerk).printed_tables] == ["Typed anew"]
        paper = Paper.objects.get(pk=progress.pk)
        assert [one.title for one in collect(paper, known_at=before).data.printed_tables] == [old.title]
