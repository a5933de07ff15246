"""Any two papers, or the record on any two days, side by side."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import may_see_exempt, member_council, signed_in_user
from accounts.models import Council, User
from core.charts import Bar, ChartImage, Part, Series, columns, stacked_bars
from core.money import pounds
from core.views import download
from reports import trails
from reports.access import may_see_drafts, may_see_record
from reports.compare_forms import CompareForm
from reports.comparison import Comparison, compare
from reports.comparison_workbook import write_comparison
from reports.models import Paper


@require_safe
def paper_compare(request: HttpRequest, council: str) -> HttpResponse:
    """What to compare, and once it is said, what differs."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    form = _form(request, owner, user)
    context: dict[str, object] = {"form": form, "trail": trails.to_paper(owner)}
    if not form.is_bound or not form.is_valid():
        return render(request, "reports/paper_compare.html", context, status=422 if form.errors else 200)
    made = compare(*form.sides)
    context |= {
        "made": made,
        "chart": _ratings(made),
        "money_chart": _money(made),
        "asked": request.GET.urlencode(),
    }
    return render(request, "reports/paper_compare.html", context)


@require_safe
def paper_compare_export(request: HttpRequest, council: str, kind: str) -> HttpResponse:
    """The comparison that is shown, as a workbook or a list."""
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    form = _form(request, owner, user)
    if kind not in ("xlsx", "csv") or not form.is_bound or not form.is_valid():
        raise BadRequest("Choose what to compare on the page, and take the file from there.")
    return download(write_comparison(compare(*form.sides), kind), f"comparison-{owner.slug}.{kind}")


def _form(request: HttpRequest, council: Council, user: User) -> CompareForm:
    """Bound as soon as anything is asked; else with the last two papers chosen."""
    papers, sees_exempt = Paper.objects.of(council).for_list(), may_see_exempt(user, council)
    if not may_see_drafts(user, council):
        papers = papers.published()
    elif not sees_exempt:
        papers = papers.without_closed_drafts()
    if any(name in request.GET for name in ("before", "after", "before_as_at_day", "after_as_at_day")):
        return CompareForm(request.GET, council=council, papers=papers, sees_exempt=sees_exempt)
    last = [paper.pk for paper in papers[:2]]
    chosen = {"after": last[0], "before": last[1]} if len(last) > 1 else {}
    return CompareForm(initial=chosen, council=council, papers=papers, sees_exempt=sees_exempt)


def _ratings(made: Comparison) -> ChartImage | None:
    if not made.counts:
        return None
    parts = [Part.of_tone(row.rating.label, row.rating.colour, row.rating.symbol) for row in made.counts]
    bars = [
        Bar("First", [row.before for row in made.counts]),
        Bar("Second", [row.after for row in made.counts]),
    ]
    return stacked_bars("Actions by progress rating", bars, parts, of="Side")


def _money(made: Comparison) -> ChartImage | None:
    if made.before.money is None or made.after.money is None:
        return None
    one, other = made.before.money, made.after.money
    labels = ["Budget, first", "second", "Spent, first", "second"]
    values = [one.budget, other.budget, one.spent, other.spent]
    series = Series("Pounds", "#1d4f76", values)
    return columns(
        "Budget of the year and spend to date", labels, series, show=lambda sum_: pounds(sum_, pence=False)
    )
