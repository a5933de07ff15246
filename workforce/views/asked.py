"""What the views of the app share: whose posts, who may, the trail to a page, and the page of a form."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from accounts.access import member_council, signed_in_user
from accounts.models import Change, Council, User, Versioned
from core.dates import full_moment, today
from core.ledger import LedgerQuerySet
from workforce.access import may_manage_posts, may_record_recruitment, may_see_posts
from workforce.models import FundedPost

CONFLICT, UNPROCESSABLE = 409, 422
Words = list[tuple[str, str]]
Trail = list[tuple[str, str]]
Row = TypeVar("Row", bound=Model)


def council_of(request: HttpRequest, slug: str) -> tuple[Council, User]:
    """The council whose posts this person may see, and the person."""
    council, user = member_council(request, slug), signed_in_user(request)
    if not may_see_posts(user, council):
        raise PermissionDenied
    return council, user


def recorder_of(request: HttpRequest, slug: str) -> tuple[Council, User]:
    """The same for somebody who may also record recruitment."""
    council, user = council_of(request, slug)
    if not may_record_recruitment(user, council):
        raise PermissionDenied
    return council, user


def manager_of(request: HttpRequest, slug: str) -> tuple[Council, User]:
    """The same for somebody who may also add and change posts, and say what they cost."""
    council, user = council_of(request, slug)
    if not may_manage_posts(user, council):
        raise PermissionDenied
    return council, user


def post_of(council: Council, pk: int) -> FundedPost:
    """The post as it stands today; 404 for another council's."""
    return get_object_or_404(FundedPost.objects.of(council).as_at(today()).with_references(), pk=pk)


def trail(council: Council, post: FundedPost | None = None) -> Trail:
    steps = [
        ("Home", reverse("reports:home", args=[council.slug])),
        ("Funded posts", reverse("workforce:post-list", args=[council.slug])),
    ]
    if post is not None:
        steps.append((str(post), reverse("workforce:post-detail", args=[council.slug, post.pk])))
    return steps


def form_page(
    request: HttpRequest, form: forms.Form, title: str, button: str, steps: Trail, **more: Any
) -> HttpResponse:
    """A form on a page of its own; `conflict` shows what two people wrote, `lead` and `facts` stand above."""
    status = UNPROCESSABLE if form.errors else 200
    if more.get("conflict"):
        button, status = "Save mine on top", CONFLICT
    context = {"form": form, "title": title, "button": button, "trail": steps, **more}
    return render(request, "workforce/form.html", context, status=status)


def entry_of(request: HttpRequest, entries: LedgerQuerySet[Row], pk: int) -> Row:
    """An entry that stands, 404 otherwise. What is sent about one that somebody else has put right meanwhile goes on to
    the service, which says so: nothing typed is lost."""
    found = entries.filter(is_void=False) if request.method == "POST" else entries.standing(None)
    return get_object_or_404(found, pk=pk)


def saved(form: forms.Form, save: Callable[[], object]) -> bool:
    """Whether the service took what was typed; what it refused then stands in the form, where it speaks of a note or
    of a reason in whichever of the two the form has. StaleVersion is the caller's to answer."""
    try:
        save()
    except ValidationError as refused:
        for field, sentences in refused.update_error_dict({}).items():
            other = {"note": "reason", "reason": "note"}.get(field, field)
            form.add_error(next((one for one in (field, other) if one in form.fields), None), sentences)
        return False
    return True


def conflict_on(subject: Versioned, *, mine: Words, theirs: Words) -> dict[str, Any]:
    """What the notice of a conflict shows: who wrote last on the subject, when, and both texts."""
    last = Change.objects.for_subject(subject).select_related("by").first()
    when = full_moment(last.at) if last else ""
    return {"who": last.by.name if last else "Somebody", "when": when, "mine": mine, "theirs": theirs}
