"""What the views that give a list to take away have in common: whose list, who may have it, as what."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from core.views import LISTS
from improvement.access import may_see_record


def council_of_list(request: HttpRequest, slug: str, kind: str) -> Council:
    """The council whose list is asked for as a `kind` of file. Raises Http404 for another's council and for a kind
    that no list is given as, PermissionDenied for who may not see the record."""
    council = member_council(request, slug)
    if not may_see_record(signed_in_user(request), council):
        raise PermissionDenied
    if kind not in LISTS:
        raise Http404
    return council
