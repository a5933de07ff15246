"""What every address of the money asks first: whose it is, which year, and of which two dates."""

from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.dates import local_day
from core.ledger import AsAt
from core.views import as_at_of, download
from finance.access import may_see_money

# Years a council may have a budget in; anything else is a mistyped address.
YEARS = range(2000, 2100)


def council_of(request: HttpRequest, slug: str) -> Council:
    """The council whose money this person may see."""
    council = member_council(request, slug)
    if not may_see_money(signed_in_user(request), council):
        raise PermissionDenied
    return council


def year_in(year: int) -> int:
    """The year of an address. Raises Http404 for one that no council can have a budget in."""
    if year not in YEARS:
        raise Http404
    return year


def asked_of(request: HttpRequest) -> AsAt | None:
    """The two dates the address asks for; None when it asks for none, and the page may be written in."""
    return as_at_of(request) if {"as_at", "known_at"} & set(request.GET) else None


def dates_of(asked: AsAt | None) -> tuple[date | None, datetime | None]:
    """The day and the moment of a question, each None where the page is today's."""
    return (asked.day, asked.known_at) if asked else (None, None)


def workbook_of(request: HttpRequest, content: bytes, name: str) -> HttpResponse:
    """A workbook to be saved under `name` and the dates it was asked for: none of a past day is taken for today's."""
    asked = asked_of(request)
    dated = f"-as-at-{asked.day.isoformat()}" if asked else ""
    if asked and asked.known_at:
        dated += f"-as-known-on-{local_day(asked.known_at).isoformat()}"
    return download(content, f"{name}{dated}.xlsx")
