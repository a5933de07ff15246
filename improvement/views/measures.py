"""The scorecard, its measures and their readings."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.charts import Series, line_chart
from core.dates import add_months, first_of_month, full_date, last_of_month, parse_day, short_month, today
from core.ledger import AsAt
from core.palette import TONES
from core.views import as_at_of, download
from improvement.access import may_enter_readings, may_manage_measures, may_see_record
from improvement.forms import on_top
from improvement.histories import reading_history
from improvement.models import Measure, Reading, Section
from improvement.scorecard import ScorecardLine, distance, line_of, made_of, period_end, shown
from improvement.scorecard_forms import CorrectReadingForm, MeasureForm, reading_forms
from improvement.services import add_measure, correct_reading, edit_measure, record_readings
from improvement.services.rules import check_uncorrected
from improvement.views.closed import closed
from improvement.views.conflicts import conflict_over, stands_now
from improvement.views.editing import FormPage
from improvement.views.left import told_when_left
from improvement.views.retiring import retired_of
from improvement.workbooks import export_scorecard

_ONLY_THE_OFFICE = "Only the programme office decides what is measured."
# Measures a page.
A_PAGE = 50
_WORDS = ("title", "definition", "source", "target", "tolerance", "national", "neighbours")


@dataclass(frozen=True)
class Group:
    """The measures of one plan area, or of none."""

    section: Section | None
    lines: list[ScorecardLine]


def measure_of(council: Council, pk: int, asked: AsAt) -> Measure:
    """A measure of this council with its readings of the day asked for. Raises Http404."""
    measure = get_object_or_404(Measure.objects.of(council).as_at(asked.day, asked.known_at), pk=pk)
    measure.council = council
    return measure


def lines_of(council: Council, asked: AsAt) -> list[ScorecardLine]:
    measures = Measure.objects.of(council).as_at(asked.day, asked.known_at)
    return [line_of(measure, asked.day) for measure in measures]


def grouped(lines: list[ScorecardLine]) -> list[Group]:
    """By plan area in the plan's order; a measure of several areas stands in each, one of none at the end."""
    groups: dict[int, Group] = {}
    for line in lines:
        for section in line.measure.sections.all():
            groups.setdefault(section.pk, Group(section, [])).lines.append(line)
    ordered = sorted(groups.values(), key=_plan_order)
    alone = [line for line in lines if not line.measure.sections.all()]
    return [*ordered, *([Group(None, alone)] if alone else [])]


def _in_plan_order(lines: list[ScorecardLine]) -> list[ScorecardLine]:
    """Each line once, by the first plan area it stands in; those of none at the end, as `grouped` has them."""
    places = {
        line.measure.pk: min(
            (_plan_order(Group(section, [])) for section in line.measure.sections.all()), default=None
        )
        for line in lines
    }
    cited = [line for line in lines if places[line.measure.pk] is not None]
    return [
        *sorted(cited, key=lambda line: places[line.measure.pk] or (0, 0, 0, 0)),
        *(line for line in lines if places[line.measure.pk] is None),
    ]


def _plan_order(group: Group) -> tuple[int, int, int, int]:
    section = group.section
    assert section is not None
    return section.chapter.plan_id, section.chapter.number, section.order, section.pk


@require_safe
def measure_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    lines = lines_of(owner, asked)
    show = request.GET.get("show", "")
    kept = [line for line in lines if _is_kept(line, show)]
    page = Paginator(_in_plan_order(kept), A_PAGE).get_page(request.GET.get("page"))
    may_manage = may_manage_measures(user, owner) and not asked.is_past
    context = {
        "groups": grouped(list(page)),
        "page": page,
        "asked": asked,
        "all": len(lines),
        "off": sum(_is_kept(line, "off") for line in lines),
        "missing": sum(_is_kept(line, "missing") for line in lines),
        "show": show,
        "carried": f"&{asked.querystring}" if asked.is_past else "",
        "may_manage": may_manage,
        "may_enter": may_enter_readings(user, owner) and not asked.is_past,
        "retired": retired_of(owner, "measure", may_manage),
    }
    return render(request, "improvement/measure_list.html", context)


def _is_kept(line: ScorecardLine, show: str) -> bool:
    if show == "missing":
        return bool(line.missing)
    return line.closeness.tone in {"red", "amber"} if show == "off" else True


@require_safe
def measure_export(request: HttpRequest, council: str, kind: str = "xlsx") -> HttpResponse:
    owner = member_council(request, council)
    if not may_see_record(signed_in_user(request), owner):
        raise PermissionDenied
    asked, show = as_at_of(request), request.GET.get("show", "")
    kept = [line for line in lines_of(owner, asked) if _is_kept(line, show)]
    written = export_scorecard(kept, asked.day, kind)
    name = f"scorecard-{owner.slug}-{asked.day.isoformat()}.{kind}"
    return download(written, name)


@require_safe
@told_when_left("measure")
def measure_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    asked = as_at_of(request)
    measure = measure_of(owner, pk, asked)
    context = {
        "measure": measure,
        "line": line_of(measure, asked.day),
        "asked": asked,
        "chart": _chart(measure) if measure.held else None,
        "rows": [(one, shown(one.value, measure.unit), made_of(one)) for one in reversed(measure.held)],
        "against": _against(measure),
        "history": reading_history(measure, asked),
        "may_manage": may_manage_measures(user, owner) and not asked.is_past,
        "may_enter": may_enter_readings(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/measure_detail.html", context)


def _chart(measure: Measure) -> Any:
    held = measure.held[-24:]
    labels = [short_month(one.as_at) for one in held]
    series = [Series(measure.title, TONES["blue"].strong, [one.value for one in held])]
    if measure.target is not None:
        series.append(Series("Target today", TONES["grey"].strong, [measure.target] * len(held)))
    title = f"{measure}: readings to {full_date(held[-1].as_at)}"
    return line_chart(title, labels, series, of="Period to", show=lambda value: shown(value, measure.unit))  # type: ignore[arg-type]


def _against(measure: Measure) -> list[tuple[str, str]]:
    named = {
        "Target": measure.target,
        "National figure": measure.national,
        "Similar councils": measure.neighbours,
    }
    rows = [(name, shown(value, measure.unit)) for name, value in named.items() if value is not None]
    if measure.tolerance is not None:
        rows.append(("Tolerance", distance(measure.tolerance, measure.unit)))
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
def measure_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_measures(user, owner):
        raise PermissionDenied(_ONLY_THE_OFFICE)
    form = MeasureForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        del answers["version"]
        try:
            saved = add_measure(council=owner, by=user, **answers)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Measure saved: {saved}")
            return redirect("improvement:measure-detail", owner.slug, saved.pk)
    status = 422 if form.errors else 200
    return render(request, "improvement/measure_edit.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@told_when_left("measure")
def measure_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_measures(user, owner):
        raise PermissionDenied(_ONLY_THE_OFFICE)
    measure = measure_of(owner, pk, AsAt.present())
    form = MeasureForm(request.POST or None, council=owner, measure=measure)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        try:
            edit_measure(measure=measure, by=user, shown_version=answers.pop("version"), **answers)
        except StaleVersion:
            return _edit_conflict(request, owner, pk, form)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, f"Measure saved: {measure}")
            return redirect("improvement:measure-detail", owner.slug, pk)
    context = {"form": form, "measure": measure}
    return render(request, "improvement/measure_edit.html", context, status=422 if form.errors else 200)


def _edit_conflict(request: HttpRequest, council: Council, pk: int, form: MeasureForm) -> HttpResponse:
    measure = measure_of(council, pk, AsAt.present())
    theirs = stands_now(MeasureForm(council=council, measure=measure), _WORDS)
    context = {
        "form": MeasureForm(on_top(request.POST, measure.version), council=council, measure=measure),
        "measure": measure,
        "conflict": conflict_over(measure, form, _WORDS, theirs),
    }
    return render(request, "improvement/measure_edit.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_enter(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_enter_readings(user, owner):
        raise PermissionDenied("You may not enter readings for this council.")
    period = _period(request)
    kept = Measure.objects.of(owner).as_at(today()).order_by("title", "pk")
    measures = [measure for measure in kept if period_end(period, measure.frequency) == period]
    for measure in measures:
        measure.council = owner
    forms = reading_forms(measures, period, request.POST if request.method == "POST" else None)
    # Every form is asked, so that all that is wrong is shown at once.
    wrong = [form for form in forms if form.is_bound and not form.is_valid()]
    if request.method == "POST" and not wrong:
        filled = [form for form in forms if not form.is_blank]
        try:
            saved = record_readings(
                council=owner, by=user, as_at=period, readings=[one.given for one in filled]
            )
        except ValidationError as refused:
            _place(refused, {form.measure.pk: form for form in filled})
        else:
            messages.success(request, f"{len(saved)} reading{'' if len(saved) == 1 else 's'} saved")
            return redirect("improvement:measure-list", owner.slug)
    wrong = [form for form in forms if form.is_bound and form.errors]
    last = last_of_month(add_months(first_of_month(today()), -1))
    context = {
        "period": period,
        "forms": forms,
        "wrong": wrong,
        "entered": [measure for measure in measures if any(one.as_at == period for one in measure.held)],
        "periods": [last_of_month(add_months(last, -number)) for number in range(13)],
    }
    return render(request, "improvement/reading_enter.html", context, status=422 if wrong else 200)


def _period(request: HttpRequest) -> Any:
    """The end of the period asked for (`?period=2024-12-31`), by default the last month that is over."""
    asked = request.GET.get("period", "")
    try:
        day = parse_day(asked) if asked else last_of_month(add_months(first_of_month(today()), -1))
    except ValueError as refused:
        raise BadRequest(str(refused)) from None
    if day > today() or day != last_of_month(day):
        raise BadRequest("A period ends on the last day of a month that is over.")
    return day


def _place(refused: ValidationError, forms: dict[int, Any]) -> None:
    """Put each sentence where it was typed; its key is `<measure's pk>-<field>`."""
    for key, sentences in refused.message_dict.items():
        pk, _, name = key.partition("-")
        form = forms.get(int(pk)) if pk.isdecimal() else None
        if form is None:
            raise refused
        form.add_error(name if name in form.fields else None, sentences)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_enter_readings(user, owner):
        raise PermissionDenied("You may not enter readings for this council.")
    readings = Reading.objects.filter(council=owner).select_related("measure__council")
    reading = get_object_or_404(readings, pk=pk)
    back = reverse("improvement:measure-detail", args=[owner.slug, reading.measure_id])
    page = FormPage(f"Correct reading {pk} of {reading.measure}", back, str(reading.measure))
    if refusal := closed(request, page, partial(check_uncorrected, reading, "reading")):
        return refusal
    form = CorrectReadingForm(request.POST or None, reading=reading)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        try:
            correct_reading(reading=reading, by=user, because=because, given=form.given)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, "Correction saved")
            return redirect("improvement:measure-detail", owner.slug, reading.measure_id)
    context = {"form": form, "reading": reading}
    return render(request, "improvement/reading_correct.html", context, status=422 if form.errors else 200)
