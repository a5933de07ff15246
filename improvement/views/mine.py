"""My actions: what one person has to do, and several updates on one page, each saved by itself or all together."""

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from core.tables import A_PAGE
from improvement.access import may_report, may_see_record
from improvement.desk import Desk, decisions_of, desk_of, returned_to
from improvement.models import Plan
from improvement.my_rows import Outcome, Row, group_rows, posted_rows, rows_for

_PAGE = "improvement/action_mine.html"
_ROW = "improvement/_my_action.html"
_ALL = "all"


@require_http_methods(["GET", "HEAD", "POST"])
def action_mine(request: HttpRequest, council: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    if request.method != "POST":
        return render(request, _PAGE, _context(request, owner, desk_of(user, owner)))
    if not may_report(user, owner):
        raise PermissionDenied("Only those who lead actions, chairs and the programme office update them.")
    outcome = _save(request, user, posted_rows(owner, request.POST))
    if outcome.is_all_saved and not _is_partial(request):
        messages.success(request, outcome.sentence)
        return redirect("improvement:action-mine", owner.slug)
    return _answer(request, owner, user, outcome)


def _save(request: HttpRequest, user: User, rows: list[Row]) -> Outcome:
    """Save the row whose button was pressed, or each row that was touched; merely showing how they read saves
    nothing."""
    save, confirm = request.POST.get("save", ""), request.POST.get("confirm", "")
    for row in rows:
        mine = str(row.action.pk)
        if confirm == mine:
            row.confirm(user)
        elif save == mine or (save == _ALL and row.form.is_touched):
            row.save(user)
    return Outcome(rows)


def _answer(request: HttpRequest, owner: Council, user: User, outcome: Outcome) -> HttpResponse:
    """The page, or the one row asked for, with what was saved, what was refused and what is still typed."""
    status = 409 if any(row.conflict for row in outcome.rows) else 422 if outcome.failed else 200
    if not _is_partial(request):
        context = _context(request, owner, desk_of(user, owner), outcome)
        return render(request, _PAGE, context, status=status)
    pressed = _pressed(request)
    row = next((row for row in outcome.rows if str(row.action.pk) == pressed), None)
    if row is None:
        return HttpResponse(status=404)
    answer = render(request, _ROW, {"row": row, "council": owner}, status=status)
    answer["HX-Trigger"] = json.dumps({"announce": _announced(row)}, ensure_ascii=True)
    return answer


def _announced(row: Row) -> str:
    if row.saved:
        return f"{row.action.reference}. {row.outcome}"
    if row.conflict:
        return f"{row.action.reference} was not saved: {row.conflict['who']} updated it meanwhile"
    return f"{row.action.reference} was not saved: there is a problem"


def _pressed(request: HttpRequest) -> str:
    return request.POST.get("confirm") or request.POST.get("save") or ""


def _is_partial(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) and _pressed(request) not in {"", _ALL}


def _context(
    request: HttpRequest, owner: Council, desk: Desk, outcome: Outcome | None = None
) -> dict[str, Any]:
    """What the page shows. After a refusal: the rows that were posted, in the order in which they were shown."""
    page = None if outcome else Paginator(desk.calling, A_PAGE).get_page(request.GET.get("page"))
    groups = group_rows(desk, rows_for(page.object_list, owner)) if page else []
    return {
        "desk": desk,
        "page": page,
        "groups": groups,
        "outcome": outcome,
        "failed": [row.form for row in outcome.failed] if outcome else [],
        "decisions": decisions_of(signed_in_user(request), owner),
        "returned": returned_to(signed_in_user(request), owner),
        "keys": [plan.progress_scale.key() for plan in Plan.objects.of(owner)],
    }
