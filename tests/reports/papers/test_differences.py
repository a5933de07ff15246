"""What one version says otherwise than another: the lines that changed, and none that only moved."""

from dataclasses import replace

from reports.papers.data import PaperData
from reports.papers.differences import Changed, differences
from tests.reports.papers import sample


def with_purpose(data: PaperData, more: str) -> PaperData:
    words = tuple(
        replace(each, body=f"{each.body}{more}") if each.key == "purpose" else each
        for each in data.narratives
    )
    return replace(data, narratives=words)


def test_a_paragraph_more_is_one_change_though_all_after_it_are_numbered_anew() -> None:
    paper = sample.paper()
    (report,) = differences(paper, with_purpose(paper, "\n\nOne thing more."))
    (change,) = report.changes
    assert change.before == ()
    (line,) = change.after
    assert line.endswith("One thing more.")
    assert line.split()[0].isdigit(), "It is shown with the number it has"


def test_a_figure_in_a_table_is_never_taken_for_a_number_that_moves() -> None:
    paper = sample.paper()
    post = replace(paper.posts[0], label="7 of something")
    found = differences(
        replace(paper, posts=(replace(post, label="6 of something"),)), replace(paper, posts=(post,))
    )
    changes = [change for each in found for change in each.changes if isinstance(change, Changed)]
    assert any("6 of something" in line for change in changes for line in change.before)
    assert any("7 of something" in line for change in changes for line in change.after)
