"""What a page says of a thing that was not in the record on the day asked for: why, and where it can be read."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.access import member_council, signed_in_user
from core.dates import full_date
from core.views import as_at_of
from improvement.access import may_see_record
from improvement.models import Retirement
from improvement.services.retiring import may_retire
from improvement.views.editing import FormPage
from improvement.views.retiring import back_from, thing_of

_Page = Callable[..., HttpResponse]


def told_when_left(kind: str) -> Callable[[_Page], _Page]:
    """For a page of one thing: instead of saying that there is no page, it says when the thing left and why."""

    def told(page: _Page) -> _Page:
        @wraps(page)
        def shown(request: HttpRequest, council: str, pk: int) -> HttpResponse:
            try:
                return page(request, council, pk)
            except Http404:
                return _left(request, council, kind, pk)

        return shown

    return told


def _left(request: HttpRequest, council: str, kind: str, pk: int) -> HttpResponse:
    """Raises Http404 for what never was, and for what is in the record on that day."""
    owner, user, asked = member_council(request, council), signed_in_user(request), as_at_of(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    thing = thing_of(owner, kind, pk)
    step = Retirement.objects.out_on(thing, asked.day, asked.known_at)
    if step is None and not asked.is_past:
        raise Http404
    noun = thing._meta.verbose_name
    if step is None:
        sentence = f"This {noun} was not in the record on {full_date(asked.day)}."
    else:
        sentence = f"This {noun} was retired on {full_date(step.as_at)}: {step.because}"
    links = []
    last = step.as_at - timedelta(days=1) if step else None
    if last and type(thing)._default_manager.of(owner).as_at(last).filter(pk=pk).exists():
        name = "reports:section-detail" if kind == "section" else f"improvement:{kind}-detail"
        address = f"{reverse(name, args=[owner.slug, pk])}?as_at={last.isoformat()}"
        links.append((address, f"Read it as it was on {full_date(last)}"))
    if step and not asked.is_past and may_retire(user, thing):
        links.append((reverse(f"improvement:{kind}-bring-back", args=[owner.slug, pk]), "Bring it back"))
    context = {
        "page": FormPage(str(thing), *back_from(owner, kind, thing)),
        "sentences": [sentence],
        "links": links,
    }
    return render(
        request, "improvement/closed.html", context, status=409 if request.method == "POST" else 200
    )
