"""Committee requests and undertakings: two kinds of what is owed to members, with the same pages."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from accounts.access import member_council, signed_in_user
from accounts.models import Council
from accounts.versions import StaleVersion
from core.ledger import AsAt
from core.views import LISTS, as_at_of, download, unfiltered
from improvement.access import may_manage_requests, may_see_record, may_settle
from improvement.forms import on_top
from improvement.owed import KINDS, REQUESTS, Kind, history
from improvement.owed_forms import FORMS, OwedFilter, StepForm
from improvement.owed_tables import OwedTable, export_owed, source_of, step_tag
from improvement.services.requests import add_request, add_undertaking, edit_owed, record_step
from improvement.views.asked import council_of_list
from improvement.views.conflicts import conflict_over
from improvement.views.editing import FormPage, add_one, edit_one, refuse

_REFUSED = "Only the clerk and the programme office keep requests and undertakings."


def owed_of(kind: Kind, council: Council, pk: int, asked: AsAt) -> Any:
    """A request or an undertaking as it stood on the day asked for. Raises Http404."""
    thing = get_object_or_404(kind.model.objects.of(council).as_at(asked.day, asked.known_at), pk=pk)
    thing.council = council
    return thing


@require_safe
def owed_list(request: HttpRequest, council: str, of: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    kind, asked = KINDS[of], as_at_of(request)
    chosen = OwedFilter(request.GET or None, kind=kind, council=owner, asked=asked)
    table = OwedTable(chosen.qs, kind=kind, asked=asked, council_slug=owner.slug)
    RequestConfig(request).configure(table)
    context = {
        "kind": kind,
        "filter": chosen,
        "table": table,
        "asked": asked,
        "found": len(table.rows),
        "query": request.GET.urlencode(),
        "clear": unfiltered(request, asked),
        "add": reverse(f"improvement:{of}-add", args=[owner.slug]),
        "exports": [(form, _address(kind, owner, "export", form)) for form in LISTS],
        "may_manage": may_manage_requests(user, owner) and not asked.is_past,
    }
    return render(request, "improvement/owed_list.html", context)


@require_safe
def owed_export(request: HttpRequest, council: str, of: str, kind: str) -> HttpResponse:
    owner = council_of_list(request, council, kind)
    asked = as_at_of(request)
    chosen = OwedFilter(request.GET or None, kind=KINDS[of], council=owner, asked=asked)
    written = export_owed(KINDS[of], chosen.qs, kind, asked.day)
    return download(written, f"{of}s-{owner.slug}-{asked.day.isoformat()}.{kind}")


@require_safe
def owed_detail(request: HttpRequest, council: str, of: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_see_record(user, owner):
        raise PermissionDenied
    kind, asked = KINDS[of], as_at_of(request)
    thing = owed_of(kind, owner, pk, asked)
    context = {
        "kind": kind,
        "thing": thing,
        "asked": asked,
        "tag": step_tag(kind, thing, asked.day),
        "source": source_of(thing),
        "history": history(kind, thing, asked),
        "back": _address(kind, owner, "list"),
        "edit": _address(kind, owner, "edit", pk),
        "record": _address(kind, owner, "record", pk),
        "may_manage": may_manage_requests(user, owner) and not asked.is_past,
        "may_settle": may_settle(user, thing) and not asked.is_past,
    }
    return render(request, "improvement/owed_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def owed_add(request: HttpRequest, council: str, of: str) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_requests(user, owner):
        raise PermissionDenied(_REFUSED)
    kind = KINDS[of]
    form = FORMS[of](request.POST or None, council=owner)
    page = FormPage(f"Record {_a(kind)}", _address(kind, owner, "list"), kind.plural, save="Save")
    save = partial(add_request if kind is REQUESTS else add_undertaking, council=owner, by=user)
    return add_one(request, form, save, page, said="Recorded")


@require_http_methods(["GET", "HEAD", "POST"])
def owed_edit(request: HttpRequest, council: str, of: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_manage_requests(user, owner):
        raise PermissionDenied(_REFUSED)
    kind = KINDS[of]
    fresh = partial(owed_of, kind, owner, pk, AsAt.present())
    page = FormPage(f"Reword {kind.noun} {pk}", _address(kind, owner, "detail", pk), str(fresh()))
    saves = partial(edit_owed, by=user)
    return edit_one(
        request, fresh, partial(FORMS[of], council=owner), lambda one: partial(saves, thing=one), page
    )


@require_http_methods(["GET", "HEAD", "POST"])
def owed_record(request: HttpRequest, council: str, of: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    kind = KINDS[of]
    thing = owed_of(kind, owner, pk, AsAt.present())
    if not may_settle(user, thing):
        raise PermissionDenied("Only whoever owes it, the clerk and the programme office may say so.")
    form = StepForm(request.POST or None, kind=kind, thing=thing)
    if request.method == "POST" and form.is_valid():
        facts = dict(form.cleaned_data)
        try:
            saved = record_step(thing=thing, by=user, shown_version=facts.pop("version"), **facts)
        except StaleVersion:
            return _conflict(request, kind, owner, pk, form)
        except ValidationError as refused:
            refuse(form, refused)
        else:
            messages.success(request, f"Saved: {saved}")
            return redirect(_address(kind, owner, "detail", pk))
    return _page(request, kind, thing, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, kind: Kind, thing: Any, form: StepForm, *, status: int, **more: object
) -> HttpResponse:
    back = _address(kind, thing.council, "detail", thing.pk)
    context = {"kind": kind, "thing": thing, "form": form, "back": back, **more}
    return render(request, "improvement/owed_record.html", context, status=status)


def _conflict(request: HttpRequest, kind: Kind, council: Council, pk: int, form: StepForm) -> HttpResponse:
    """Somebody else recorded something first: nothing is written and what was typed is kept."""
    thing = owed_of(kind, council, pk, AsAt.present())
    theirs = [("What became of it", kind.steps.Step(thing.step).label), ("In what words", thing.words or "")]
    again = StepForm(on_top(request.POST, thing.version), kind=kind, thing=thing)
    conflict = conflict_over(thing, form, ("step", "as_at", "words", "due", "because"), theirs)
    return _page(request, kind, thing, again, status=409, conflict=conflict)


def _address(kind: Kind, council: Council, verb: str, *args: object) -> str:
    return reverse(f"improvement:{kind.key}-{verb}", args=[council.slug, *args])


def _a(kind: Kind) -> str:
    return f"an {kind.noun}" if kind.noun[0] in "aeiou" else f"a {kind.noun}"
