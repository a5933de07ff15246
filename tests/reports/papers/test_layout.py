"""Which sections a paper has, and in what order."""

from dataclasses import dataclass

from reports.papers.kinds import CAPACITY, PROGRESS, Kind, SectionKind
from reports.papers.layout import laid_out, next_own, places, why_required


@dataclass
class Row:
    key: str
    order: int | None = None
    is_shown: bool | None = None
    heading: str = ""
    within: str = ""


def keys(kind: Kind, *rows: Row) -> list[str]:
    return [place.section.key for place in places(kind, rows) if place.is_shown]


def in_order(kind: Kind, *rows: Row) -> tuple[Row, ...]:
    """A row for each section of the kind as it stands, and those given in the place of theirs."""
    given = {row.key: row for row in rows}
    return tuple(given.pop(s.key, Row(s.key, at * 10)) for at, s in enumerate(kind.sections)) + tuple(
        given.values()
    )


def test_without_rows_the_kind_has_its_way_and_the_data_keep_nothing() -> None:
    assert keys(CAPACITY) == [section.key for section in CAPACITY.sections]
    assert laid_out(CAPACITY, [Row("introduction", heading="Our own words")]) == ()


def test_a_section_moves_and_is_switched_off() -> None:
    rows = in_order(CAPACITY, Row("conclusion", 5), Row("funds", 50, is_shown=False))
    assert keys(CAPACITY, *rows)[:3] == ["introduction", "conclusion", "recommendations"]
    assert "funds" not in [row.key for row in laid_out(CAPACITY, rows)]


def test_one_of_its_own_keeps_its_heading() -> None:
    rows = in_order(CAPACITY, Row("own-1", 11, heading="What others found"))
    assert laid_out(CAPACITY, rows)[2].heading == "What others found"


def test_a_group_stays_together_where_its_first_stands() -> None:
    rows = in_order(
        PROGRESS, Row("implications_legal", 3), Row("own-1", 2, within="Implications and comments")
    )
    found = keys(PROGRESS, *rows)
    first = found.index("own-1")
    assert found[first + 1] == "implications_legal"
    assert all(key.startswith("implications") for key in found[first + 1 : first + 11])


def test_a_section_that_the_kind_gained_follows_the_one_before_it() -> None:
    rows = tuple(row for row in in_order(CAPACITY, Row("standards", -1)) if row.key != "services")
    assert keys(CAPACITY, *rows)[:2] == ["standards", "services"]


def test_an_optional_section_is_off_until_it_is_switched_on() -> None:
    kind = Kind("k", "Kind", 1, (SectionKind("a", "A"), SectionKind("b", "B", optional=True)), (), ())
    assert keys(kind) == ["a"]
    assert laid_out(kind, []) == ()
    assert keys(kind, Row("b", is_shown=True)) == ["a", "b"]
    assert [row.key for row in laid_out(kind, [Row("b", is_shown=True)])] == ["a", "b"]


def test_what_is_required_stays_whatever_the_row_says() -> None:
    assert "access" in keys(PROGRESS, Row("access", is_shown=False))
    assert why_required(PROGRESS, PROGRESS.section("recommendations"))
    assert not why_required(CAPACITY, CAPACITY.section("recommendations"))


def test_a_key_of_ones_own_is_never_used_twice() -> None:
    assert next_own(["purpose", "own-1", "own-7"]) == "own-8"
    assert next_own([]) == "own-1"


def test_rows_that_are_no_sections_count_nowhere() -> None:
    assert keys(CAPACITY, Row("key-1", 3), Row("own-0", 4)) == [section.key for section in CAPACITY.sections]
