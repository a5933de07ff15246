"""The generator of large councils: whole copies, with their keys moved along and nothing tied to the original."""

from collections.abc import Callable

from django.db import connection, models

from accounts.models import Council
from benchmarks import copies
from core.dates import today
from finance.models import BudgetLine, SpendEntry
from improvement.models import Action, Finding
from reports.models import Paper
from workforce.models import FundedPost

Demonstrated = Callable[[str], Council]
COUNTED: tuple[type[models.Model], ...] = (Action, BudgetLine, SpendEntry, FundedPost, Finding)


def counted(council: Council) -> list[int]:
    return [model._default_manager.filter(council=council).count() for model in COUNTED]


def test_a_copied_council_has_all_of_it_and_stands_alone(demonstrated: Demonstrated) -> None:
    council = demonstrated("eastshire")
    copy = copies.copy_council(council, "copy-1")
    assert counted(copy) == counted(council)
    assert Paper.objects.filter(council=copy).count() == Paper.objects.filter(council=council).count()
    ratings = Action.objects.filter(council=council).as_at(today()).in_plan_order()
    copied = Action.objects.filter(council=copy).as_at(today()).in_plan_order()
    assert [each.rating_label for each in copied] == [each.rating_label for each in ratings]
    assert {each.section.council_id for each in copied.select_related("section")} == {copy.pk}
    links = BudgetLine.sections.through
    assert {link.section.council_id for link in links.objects.filter(budgetline__council=copy)} == {copy.pk}
    connection.check_constraints()


def test_an_enlarged_council_has_everything_so_many_times(demonstrated: Demonstrated) -> None:
    council = demonstrated("eastshire")
    before, papers = counted(council), Paper.objects.filter(council=council).count()
    copies.enlarge(council, 4)
    copies.reset_sequences()
    assert counted(council) == [4 * number for number in before]
    assert Paper.objects.filter(council=council).count() == papers
    codes = BudgetLine.objects.filter(council=council).values_list("code", flat=True)
    assert len(set(codes)) == len(codes)
    connection.check_constraints()
