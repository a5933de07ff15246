"""Filters of the action list kept under a name; shared within the council by whoever may share."""

from django.core.exceptions import TooManyFieldsSent, ValidationError
from django.db import transaction
from django.http import QueryDict

from accounts.changes import record
from accounts.models import Council, User
from improvement.access import may_own_view, may_see_record, may_share_views
from improvement.models import NamedView
from improvement.models.named_views import LONGEST_QUERY
from improvement.services.rules import Refusals, add, allow

# A view holds on every day, and begins at its first page.
_NOT_KEPT = ("as_at", "known_at", "page", "csrfmiddlewaretoken")
MOST_VIEWS = 50


@transaction.atomic
def save_view(*, council: Council, by: User, name: str, query: str, is_shared: bool = False) -> NamedView:
    """Keep filters under a name. Raises PermissionDenied; ValidationError naming `name` or `query`."""
    allow(may_see_record(by, council), "Only members of the council keep views.")
    allow(
        not is_shared or may_share_views(by, council), "You may keep views for yourself, but not share them."
    )
    kept = tidy_query(query)
    refused = Refusals()
    refused.when(not name.strip(), "name", "Give the view a name.")
    refused.when(not kept, "query", "Choose filters first: this would show every action.")
    refused.when(len(kept) > LONGEST_QUERY, "query", "These filters are too long to keep.")
    _check_name(refused, council, by, name)
    own = NamedView.objects.owned_by(by, council)
    refused.when(own.count() >= MOST_VIEWS, "name", f"You have {MOST_VIEWS} views. Delete one first.")
    refused.raise_any()
    view = NamedView(council=council, name=name.strip(), query=kept, owner=by, is_shared=is_shared)
    add(view)
    record("saved the view", view, council=council, by=by, after=_plain(view))
    return view


@transaction.atomic
def edit_view(*, view: NamedView, by: User, name: str, is_shared: bool) -> None:
    """Rename a view of one's own, share it or keep it to oneself. Raises as `save_view` does."""
    allow(may_own_view(by, view), "A view is changed by whoever saved it.")
    newly_shared = is_shared and not view.is_shared
    allow(not newly_shared or may_share_views(by, view.council), "You may not share views.")
    refused = Refusals()
    refused.when(not name.strip(), "name", "Give the view a name.")
    _check_name(refused, view.council, by, name, but=view.pk)
    refused.raise_any()
    before = _plain(view)
    view.name, view.is_shared = name.strip(), is_shared
    view.clean_fields(exclude={"owner", "council"})
    if _plain(view) != before:
        view.save(update_fields=["name", "is_shared"])
        record("changed the view", view, council=view.council, by=by, before=before, after=_plain(view))


@transaction.atomic
def delete_view(*, view: NamedView, by: User) -> None:
    """Delete a view of one's own: it is a way of looking, and no fact of the plan. Raises PermissionDenied."""
    allow(may_own_view(by, view), "A view is deleted by whoever saved it.")
    record("deleted the view", view, council=view.council, by=by, before=_plain(view))
    view.delete()


def tidy_query(query: str) -> str:
    """What of an address a view keeps: the filters and the order, without blanks, a day or a page. Raises
    ValidationError where it holds too many parts."""
    try:
        asked = QueryDict(query)
    except TooManyFieldsSent as too_many:
        raise ValidationError({"query": "These filters are too long to keep."}) from too_many
    kept = QueryDict(mutable=True)
    for name, values in asked.lists():
        if name not in _NOT_KEPT and values[-1]:
            kept[name] = values[-1]
    return kept.urlencode()


def _check_name(refused: Refusals, council: Council, by: User, name: str, *, but: int = 0) -> None:
    taken = NamedView.objects.owned_by(by, council).filter(name__iexact=name.strip()).exclude(pk=but)
    refused.when(taken.exists(), "name", "You have a view of this name already.")


def _plain(view: NamedView) -> dict[str, object]:
    return {"name": view.name, "filters": view.query, "shared": view.is_shared}
