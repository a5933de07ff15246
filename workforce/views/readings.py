"""A month's figures of all teams of a service, entered on one page."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.models import Council
from core.dates import first_of_month, last_of_month, month_name, today
from workforce import services
from workforce.forms.capacity import WORDS, MonthForm, ReadingRowForm, WhichMonthForm
from workforce.models import CapacityReading, Team
from workforce.services.capacity import MonthRow, StaleReadings, entered_of
from workforce.views.asked import CONFLICT, UNPROCESSABLE, Words, recorder_of
from workforce.views.standards import METHODS, capacity_trail


@require_http_methods(METHODS)
def reading_enter(request: HttpRequest, council: str) -> HttpResponse:
    owner, user = recorder_of(request, council)
    which = _which(request, owner)
    if not which.is_valid():
        return _page(request, owner, which, [], MonthForm(), {}, 200)
    service, month = which.cleaned_data["service"], which.cleaned_data["month"]
    rows = _rows(request, owner, service, month)
    form, more, status = MonthForm(request.POST or None, rows=rows), {}, 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if all([form.is_valid(), *(row.is_valid() for row in rows)]):
            given = {"council": owner, "by": user, "month": month, "rows": [row.row for row in rows]}
            try:
                saved = services.record_month(**given, **form.cleaned_data)
            except ValidationError as refused:
                _spread(refused, form, rows)
            except StaleReadings as stale:
                more, status = {"conflict": _conflict(stale, form), "now": _now(stale)}, CONFLICT
            else:
                messages.success(request, _told(month, len(saved)))
                return redirect(f"{request.path}?{request.GET.urlencode()}")
    return _page(request, owner, which, rows, form, more, status)


def _told(month: date, teams: int) -> str:
    if not teams:
        return f"Nothing was changed in {month_name(month)}"
    return f"Saved {month_name(month)} of {teams} team{'' if teams == 1 else 's'}"


def _which(request: HttpRequest, owner: Council) -> WhichMonthForm:
    """Without a choice: the first service, and this month."""
    standing = Team.objects.of(owner).standing(today())
    names = list(dict.fromkeys(standing.values_list("service", flat=True)))
    asked = {
        "service": request.GET.get("service") or (names[0] if names else ""),
        "month": request.GET.get("month") or f"{first_of_month(today()):%Y-%m}",
    }
    return WhichMonthForm(asked, services=names)


def _rows(request: HttpRequest, owner: Council, service: str, month: date) -> list[ReadingRowForm]:
    teams = Team.objects.of(owner).standing(min(last_of_month(month), today())).filter(service=service)
    readings = CapacityReading.objects.of(owner).in_month(month).filter(team__service=service)
    standing = {reading.team_id: reading for reading in readings}
    return [
        ReadingRowForm(
            request.POST if request.method == "POST" else None, team=team, standing=standing.get(team.pk)
        )
        for team in teams.select_related("standard", "reduced_standard", "council")
    ]


def _spread(refused: ValidationError, form: MonthForm, rows: list[ReadingRowForm]) -> None:
    """Each sentence to the box it is about."""
    boxes = {row.add_prefix(name): (row, name) for row in rows for name in row.fields}
    for field, sentences in refused.message_dict.items():
        if field in boxes:
            row, name = boxes[field]
            row.add_error(name, sentences)
        else:
            form.add_error(field if field in form.fields else None, sentences)


def _conflict(stale: StaleReadings, form: MonthForm) -> dict[str, object]:
    by = next((now.recorded_by.name for _, now in stale.rows if now), "Somebody")
    mine = [(str(row.team), _words(row, form.cleaned_data["source"])) for row, _ in stale.rows]
    theirs = [
        (str(row.team), _words(MonthRow(row.team, None, **entered_of(now)), now.source if now else ""))
        for row, now in stale.rows
    ]
    return {"who": by, "mine": mine, "theirs": theirs}


def _words(row: MonthRow, source: str) -> str:
    told: Words = [(WORDS[name], str(value)) for name, value in row.entered.items() if value is not None]
    figures = ", ".join(f"{label} {value}" for label, value in told)
    return f"{figures} ({source})" if figures and source else figures


def _now(stale: StaleReadings) -> dict[str, str]:
    """What each box that says which entry was shown has to say from now on."""
    return {f"{row.team.pk}-shown": str(now.pk) if now else "" for row, now in stale.rows}


def _page(
    request: HttpRequest,
    owner: Council,
    which: WhichMonthForm,
    rows: list[ReadingRowForm],
    form: MonthForm,
    more: dict[str, object],
    status: int,
) -> HttpResponse:
    now = more.get("now")
    if isinstance(now, dict):
        for row in rows:
            row.data = {**{name: row.data.get(name) for name in row.data}, **now}
    context = {
        "which": which,
        "rows": rows,
        "form": form,
        "heads": list(WORDS.values()),
        "row_errors": any(row.errors for row in rows),
        "trail": capacity_trail(owner),
        **more,
    }
    return render(request, "workforce/reading_enter.html", context, status=status)
