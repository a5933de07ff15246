"""What every app's views share: the dates asked for, files to take away; the error pages, each with a
reference to quote; and the health check."""

import logging
import secrets
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.ledger import AsAt

logger = logging.getLogger(__name__)

TOO_BIG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# Never shown back, whatever went wrong.
SECRET_FIELDS = ("password", "csrfmiddlewaretoken")
SHOWN_BACK = 200
FILES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# What a list may be taken away as.
LISTS = ("xlsx", "csv")


def download(content: bytes, name: str) -> HttpResponse:
    """A file to be saved under `name`, an .xlsx, a .csv or a .docx."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=FILES[name.rpartition(".")[2]], headers=headers)


def as_at_of(request: HttpRequest) -> AsAt:
    """The two dates a page is asked for, from `?as_at=…&known_at=…`; today without them. Raises `BadRequest`
    with a sentence to show when they cannot be read."""
    try:
        return AsAt.from_query(request.GET)
    except ValueError as refused:
        raise BadRequest(str(refused)) from None


def unfiltered(request: HttpRequest, asked: AsAt) -> str:
    """The address of a list without its filters; a past day stays."""
    return f"{request.path}?{asked.querystring}" if asked.is_past else request.path


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether the process answers and its database does; for load balancers, so it says nothing else."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable"}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_BIG):
        return _page(request, "413.html", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    # Only a sentence of our own is shown; Django's are for developers.
    reason = str(exception) if isinstance(exception, BadRequest) else ""
    return _page(request, "400.html", HTTPStatus.BAD_REQUEST, reason=reason)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page of a 403; the sentence of the `PermissionDenied`, if it has one, says why."""
    return _page(request, "403.html", HTTPStatus.FORBIDDEN, reason=str(exception))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """The page of a 500: no database, no context processors, so that it can always be shown."""
    reference = _reference(request, HTTPStatus.INTERNAL_SERVER_ERROR)
    body = render_to_string("500.html", {"reference": reference, "static_url": settings.STATIC_URL})
    return HttpResponse(body, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form came from a page that had gone stale: what was typed is shown back, to be copied."""
    return _page(request, "403_csrf.html", HTTPStatus.FORBIDDEN, posted=posted_back(request), why=reason)


def posted_back(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, as pairs (name, text), without secrets and empty fields."""
    return [
        (name.replace("_", " ").capitalize(), text)
        for name, texts in request.POST.lists()
        if not any(secret in name.lower() for secret in SECRET_FIELDS)
        for text in texts
        if text.strip()
    ][:SHOWN_BACK]


def _page(
    request: HttpRequest,
    template: str,
    status: HTTPStatus,
    *,
    reason: str = "",
    why: str = "",
    posted: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    reference = _reference(request, status, why or reason)
    context = {"reference": reference, "reason": reason, "posted": posted or []}
    return render(request, template, context, status=status)


def _reference(request: HttpRequest, status: HTTPStatus, why: str = "") -> str:
    """A short code that stands on the page and in the log, where somebody can look it up."""
    code = secrets.token_hex(4).upper()
    reference = f"{code[:4]}-{code[4:]}"
    level = logging.ERROR if status >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.WARNING
    logger.log(level, "Reference %s: %s %s %r %s", reference, int(status), request.method, request.path, why)
    return reference
