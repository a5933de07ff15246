"""The rows of an extract one by one, and moving one that the ledger coded to the wrong line."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from core.uploads import Unreadable
from finance.extracts.destinations import destinations_of
from finance.extracts.files import ledger_of
from finance.extracts.preview import rows_shown
from finance.forms.extracts import MoveRowForm
from finance.models import LedgerExtract
from finance.services.extracts import move_row
from finance.views.asked import council_of
from finance.views.extracts import A_PAGE, UNPROCESSABLE, extract_of, poster_of

STATES = (
    ("", "All rows"),
    ("line", "Go to a line"),
    ("moved", "Moved by hand"),
    ("unmapped", "Go to no line"),
    ("left-out", "Not ours"),
)


@require_safe
def extract_rows(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    poster_of(request, owner)
    extract = extract_of(owner, pk)
    state, codes = request.GET.get("state", ""), request.GET.get("q", "")[:60]
    state = state if state in dict(STATES) else ""
    context: dict[str, Any] = {"extract": extract, "states": STATES, "state": state, "q": codes}
    try:
        found = rows_shown(ledger_of(extract), destinations_of(owner, extract, extract.posting), state, codes)
        context["page"] = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    except Unreadable as refused:
        context["unreadable"] = str(refused)
    return render(request, "finance/extract_rows.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def extract_row_move(request: HttpRequest, council: str, pk: int, row: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    extract = extract_of(owner, pk)
    form = MoveRowForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        try:
            move = move_row(extract=extract, number=row, by=user, **form.cleaned_data)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Row {row} belongs to {move.line}")
            return redirect("finance:extract-detail", owner.slug, pk)
    context = {"extract": extract, "form": form, "number": row} | _row(extract, row)
    return render(
        request, "finance/extract_row_move.html", context, status=UNPROCESSABLE if form.errors else 200
    )


def _row(extract: LedgerExtract, number: int) -> dict[str, Any]:
    """The row and where it goes now. Raises Http404 when the file has none of that number."""
    try:
        found = next((row for row in ledger_of(extract).rows if row.number == number), None)
    except Unreadable:
        found = None
    if found is None:
        raise Http404
    return {"row": found, "place": destinations_of(extract.council, extract, extract.posting).of_row(found)}
