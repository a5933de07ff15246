"""The page from which a meeting is run: decide in place, one press each, and see what needs a word."""

import json
import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.models import Council, User
from core.dates import full_date, today
from core.ledger import AsAt
from core.views import as_at_of
from improvement.access import may_oversee
from improvement.deciding import Item, Sitting, why_nothing
from improvement.meeting_log import Decided, decided_at, last_decision
from improvement.models import Action, DateRevision, Evidence, Group
from improvement.oversight import Agenda, agenda
from improvement.services.sitting import decide_at
from improvement.views.agenda_panels import address_of_panel, panel_after_press, panels
from improvement.views.meetings import meeting_of

_ANCHOR = re.compile(r"[a-z]{3,12}-\d{1,18}")
_PLAN = "action__section__chapter__plan"


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_decide(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    if not may_oversee(user, owner):
        raise PermissionDenied("Meetings are run by the chairs and the programme office.")
    sitting = _sitting(request, owner, user, pk)
    if request.method == "POST":
        return _decide(request, sitting)
    return _page(request, sitting)


def _sitting(request: HttpRequest, council: Council, user: User, pk: int) -> Sitting:
    """The meeting as at the day asked for; else its own day once that has passed."""
    meeting = meeting_of(council, pk)
    chosen = bool(request.GET.get("as_at") or request.GET.get("known_at"))
    asked = as_at_of(request) if chosen else AsAt(min(meeting.held_on, today()))
    number = request.GET.get("workstream", "")
    workstreams = Group.objects.of(council).workstreams()
    only = workstreams.filter(pk=int(number)).first() if _is_number(number) else None
    return Sitting(meeting, user, asked, chosen, only)


def _is_number(text: str) -> bool:
    """Python refuses to read numbers of thousands of digits, and the database those beyond 18."""
    return text.isascii() and text.isdigit() and len(text) <= 18


def _thing(council: Council, kind: str, number: str) -> Any:
    """A date asked for, a piece of evidence or an action of this council. Raises Http404."""
    if not _is_number(number):
        raise Http404
    match kind:
        case "date":
            dates = DateRevision.objects.filter(council=council, step=DateRevision.Step.ASKED)
            thing: Any = get_object_or_404(dates.select_related(_PLAN, "action__priority"), pk=int(number))
        case "evidence":
            held = Evidence.objects.filter(council=council).select_related(_PLAN, "action__priority")
            thing = get_object_or_404(held, pk=int(number))
        case "action":
            return get_object_or_404(Action.objects.of(council), pk=int(number))
        case _:
            raise Http404
    thing.action.council = council
    return thing


def _decide(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    kind, _, number = request.POST.get("item", "").partition("-")
    thing = _thing(sitting.council, kind, number)
    action = thing if isinstance(thing, Action) else thing.action
    agree, reason = request.POST.get("decision") == "agree", request.POST.get("reason", "")
    try:
        decide_at(meeting=sitting.meeting, by=sitting.user, thing=thing, agree=agree, reason=reason[:2000])
    except ValidationError as refused:
        if not hasattr(refused, "error_dict") or NON_FIELD_ERRORS in refused.error_dict:
            return _too_late(
                request, sitting, last_decision(kind, thing.pk, action), " ".join(refused.messages)
            )
        return _refused(request, sitting, f"{kind}-{thing.pk}", " ".join(refused.messages), reason)
    decided = [one for one in decided_at(sitting.meeting) if one.anchor == f"{kind}-{thing.pk}"][-1]
    sentence = f"{decided.outcome}: {action.reference}"
    if _is_partial(request):
        return _fragment(request, sitting, "improvement/_decided.html", {"one": decided}, sentence)
    messages.success(request, sentence)
    return redirect(f"{address_of_panel(request, kind)}#{_next(request, kind)}")


def _next(request: HttpRequest, kind: str) -> str:
    """Where the page goes on without scripts: the item that followed, else the heading of its list."""
    then = request.POST.get("then", "")
    return then if _ANCHOR.fullmatch(then) else f"list-{kind}"


def _is_partial(request: HttpRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]


def _refused(request: HttpRequest, sitting: Sitting, anchor: str, sentence: str, typed: str) -> HttpResponse:
    """What was typed stays in the item, with what is wrong with it."""
    found = agenda(sitting)
    item = next((one for sort in found.decisions for one in sort.items if one.anchor == anchor), None)
    if item is None:
        return _too_late(request, sitting, None, sentence)
    item.refused, item.typed = sentence, typed
    if _is_partial(request):
        return _fragment(request, sitting, "improvement/_decision.html", {"item": item}, sentence, 422, found)
    return _page(request, sitting, found=found, at=item, status=422)


def _too_late(request: HttpRequest, sitting: Sitting, decided: Decided | None, sentence: str) -> HttpResponse:
    """Somebody else decided first: nothing is written, and the second is told what was decided and by whom."""
    told = sentence
    if decided:
        told = f"{decided.by} decided this first. {decided.outcome}, as at {full_date(decided.as_at)}."
    if _is_partial(request):
        context = {"one": decided, "told": told}
        return _fragment(request, sitting, "improvement/_decided.html", context, told, 409)
    return _page(request, sitting, told=told, about=decided, status=409)


def _fragment(
    request: HttpRequest,
    sitting: Sitting,
    template: str,
    context: dict[str, Any],
    sentence: str,
    status: int = 200,
    found: Agenda | None = None,
) -> HttpResponse:
    """One item as it now is, what comes up from below in its place, the counts of the page, and a sentence for the
    live region."""
    found = found or agenda(sitting)
    panel, following = panel_after_press(request, found, request.POST["item"].partition("-")[0])
    shown = {"agenda": found, "here": request.get_full_path(), "swapped": True}
    page = context | shown | {"council": sitting.council, "fragment": template}
    page |= {"panel": panel, "following": following}
    answer = render(request, "improvement/_decision_swap.html", page, status=status)
    answer["HX-Trigger"] = json.dumps({"announce": sentence}, ensure_ascii=True)
    return answer


def _page(
    request: HttpRequest,
    sitting: Sitting,
    *,
    found: Agenda | None = None,
    at: Item | None = None,
    told: str = "",
    about: Decided | None = None,
    status: int = 200,
) -> HttpResponse:
    found = found or agenda(sitting)
    decisions, watches = panels(request, found, at)
    context = {
        "meeting": sitting.meeting,
        "asked": sitting.asked,
        "sitting": sitting,
        "agenda": found,
        "decisions": decisions,
        "watches": watches,
        "workstreams": Group.objects.of(sitting.council).workstreams().existing_on(today()),
        "here": request.get_full_path(),
        "late": told,
        "why_nothing": why_nothing(sitting),
        "about": about,
    }
    return render(request, "improvement/meeting_decide.html", context, status=status)
