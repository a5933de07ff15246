from dataclasses import replace
from datetime import date

import pytest

from reports.papers.figures import UnknownFigure, figures, named_in, substitute
from tests.reports.papers import sample

# Every live figure the demonstration's papers use (fixtures/README.md).
USED = [
    "actions.total",
    "actions.complete",
    "actions.complete.percent",
    "actions.done_awaiting_evidence",
    "actions.on_track",
    "actions.at_risk",
    "actions.off_track",
    "actions.overdue",
    "actions.under_review",
    "ratings.as_at",
    "ratings.since",
    "changes.done",
    "changes.worse",
    "sections.total",
    "impact.not_yet_rated",
    "impact.none_yet",
    "impact.early",
    "impact.clear",
    "posts.approved",
    "posts.in_post",
    "posts.not_yet_due",
    "recruitment.as_at",
    "spend.to_date",
    "spend.through",
    "spend.covers",
    "spend.authorised",
]


def value(name: str) -> str:
    return figures(sample.paper())[name].value


@pytest.mark.parametrize("name", USED)
def test_each_figure_the_demonstration_uses_exists(name: str) -> None:
    assert figures(sample.paper())[name].value


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("actions.total", "5"),
        ("actions.complete", "1"),
        ("actions.complete.percent", "20% (1 of 5)"),
        ("actions.done_awaiting_evidence", "1"),
        ("actions.overdue", "1"),
        ("actions.under_review", "1"),
        ("actions.not_updated", "0"),
        ("changes.done", "1"),
        ("changes.worse", "1"),
        ("changes.new", "1"),
        ("changes.evidence_accepted", "1"),
        ("ratings.as_at", "13 November 2024"),
        ("ratings.since", "2 October 2024"),
        ("spend.to_date", "£45,681"),
        ("spend.through", "October 2024"),
        ("spend.covers", "4 social workers and the project manager"),
        ("spend.authorised", "£1,986,599"),
        ("spend.remaining", "£1,940,918"),
        ("posts.approved", "6"),
        ("posts.covered", "6"),
        ("previous.meeting_date", "11 November 2024"),
        ("impact.early", "1"),
    ],
)
def test_values(name: str, expected: str) -> None:
    assert value(name) == expected


def test_each_figure_says_its_date_and_its_rows() -> None:
    done = figures(sample.paper())["actions.complete"]
    assert done.as_at == date(2024, 11, 13)
    assert done.sources == ("IP Ch.1, S.1, action 1",)
    spent = figures(sample.paper())["spend.to_date"]
    assert spent.as_at == date(2024, 10, 31)
    assert spent.sources[0] == "CFI-03 Social Worker x 6: £33,846.50"


def test_a_first_paper_has_no_figures_of_a_previous_one() -> None:
    assert "previous.meeting_date" not in figures(sample.paper(previous=None))
    assert "ratings.since" not in figures(sample.paper(previous=None))


def test_names_are_replaced_by_their_values() -> None:
    known = figures(sample.paper())
    text = "By {{ spend.through }} {{spend.to_date}} was spent."
    assert substitute(text, known) == "By October 2024 £45,681 was spent."


def test_an_unknown_name_is_refused_with_what_may_have_been_meant() -> None:
    with pytest.raises(UnknownFigure, match=r"called “spend.todate”.*spend\.to_date") as refused:
        substitute("{{ spend.todate }}", figures(sample.paper()))
    assert refused.value.suggestions[0] == "spend.to_date"


@pytest.mark.parametrize("text", ["{{ 7*7 }}", "{{ ''.__class__ }}", "{{ spend.to_date|length }}", "{{}}"])
def test_nothing_is_ever_worked_out(text: str) -> None:
    with pytest.raises(UnknownFigure):
        substitute(text, figures(sample.paper()))


def test_template_tags_are_plain_text() -> None:
    assert substitute("{% now 'Y' %}", {}) == "{% now 'Y' %}"


def test_a_value_keeps_the_signs_that_markdown_would_take() -> None:
    data = sample.paper()
    line = replace(data.spend.lines[0], covers="4 *senior* workers")
    spend = replace(data.spend, lines=(line,))
    known = figures(replace(data, spend=spend))
    assert substitute("{{ spend.covers }}", known) == r"4 \*senior\* workers"


def test_the_names_in_a_text_are_listed() -> None:
    assert named_in("{{ a.b }} and {{c}}") == ("a.b", "c")
