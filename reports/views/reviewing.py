"""One role's clearance of a paper: what it clears, what changed since, its two buttons, and what came by mail."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import member_council, signed_in_user
from core.dates import now
from reports import trails
from reports.access import may_clear, may_lock_paper, may_see_draft, may_write_section
from reports.clearance_forms import ByMailForm, CorrectMailForm, SayForm
from reports.clearance_page import changes_since, history_of, sections_to_read, shown_of
from reports.clearance_said import KEPT_BACK, closed_keys, may_read_said
from reports.forms import posted
from reports.last_edits import last_edit
from reports.messages import media_type
from reports.models import Clearance, Paper
from reports.papers import store
from reports.papers.clearing import Standing, standings_of
from reports.papers.locking import collect_for_paper
from reports.services.clearing import (
    ContentChanged,
    NotOfThatDay,
    Said,
    correct_mail,
    record_by_mail,
    say,
    token_of,
)
from reports.views.papers import paper_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def paper_review(request: HttpRequest, council: str, pk: int, role: str) -> HttpResponse:
    """What a role clears: its sections first, then the whole paper, what changed, and the two buttons."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_see_draft(user, paper):
        raise PermissionDenied
    context = _review(request, paper, role)
    if request.method == "POST" and not context["may_clear"]:
        raise PermissionDenied
    form = context["form"]
    if request.method != "POST" or not form.is_valid():
        return render(request, "reports/paper_review.html", context, status=422 if form.errors else 200)
    facts = form.cleaned_data
    said = Said(request.POST.get("verdict", ""), facts["comment"], facts["shown_digest"])
    try:
        entry = say(paper=paper, role=context["standing"].role, by=user, said=said)
    except ContentChanged:
        context["form"] = SayForm(initial=facts | {"shown_digest": token_of(context["standing"])})
        return render(request, "reports/paper_review.html", context | {"stale": True}, status=409)
    except ValueError as refused:
        form.add_error("comment", str(refused))
        return render(request, "reports/paper_review.html", context, status=422)
    messages.success(request, f"{entry.role}: {entry.get_verdict_display().lower()}.")
    return redirect("reports:paper-clearance", council, pk)


def _review(request: HttpRequest, paper: Paper, role: str) -> dict[str, Any]:
    """Raises Http404 for a role that does not clear this paper."""
    user, found = signed_in_user(request), standings_of(paper)
    standing = _of_role(found, role)
    data = collect_for_paper(paper).data
    sections = sections_to_read(data, standing)
    return {
        "paper": paper,
        "trail": [*trails.within_paper(paper), trails.to_clearance(paper)],
        "standing": standing,
        "shown": shown_of(paper, [standing], user)[0],
        "sections": sections,
        "is_whole": standing.role.answers_for == "all",
        "changed": changes_since(data, standing),
        "history": history_of(paper, user, standing.role),
        "own": [seen for seen, _ in sections if may_write_section(user, paper, seen.key)],
        "before": [each.role.name for each in found if each.is_missing and not each.role.is_last],
        "may_clear": may_clear(user, paper, standing.role, [each.role for each in found]),
        "may_lock": may_lock_paper(user, paper),
        "form": SayForm(posted(request), initial={"shown_digest": token_of(standing)}),
    }


def _of_role(found: list[Standing], role: str) -> Standing:
    standing = next((each for each in found if each.role.key == role), None)
    if standing is None:
        raise Http404("This role does not clear this paper.")
    return standing


@require_http_methods(["GET", "HEAD", "POST"])
def paper_by_mail(request: HttpRequest, council: str, pk: int, role: str) -> HttpResponse:
    """Record what somebody said by mail, with their message."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    if not may_lock_paper(user, paper):
        raise PermissionDenied
    standing = _of_role(standings_of(paper), role)
    form = ByMailForm(posted(request), request.FILES or None, initial={"shown_digest": token_of(standing)})
    context = {
        "paper": paper,
        "standing": standing,
        "edit": last_edit(paper, standing.role, now()),
        "form": form,
        "trail": [*trails.within_paper(paper), trails.to_clearance(paper)],
    }
    if request.method == "POST" and form.is_valid() and _recorded(request, paper, standing, form):
        messages.success(request, f"{standing.role}: recorded, with the message.")
        return redirect("reports:paper-clearance", council, pk)
    return render(request, "reports/paper_by_mail.html", context, status=422 if form.errors else 200)


def _recorded(request: HttpRequest, paper: Paper, standing: Standing, form: ByMailForm) -> bool:
    facts = form.cleaned_data
    try:
        record_by_mail(
            paper=paper,
            role=standing.role,
            by=signed_in_user(request),
            said=Said(facts["verdict"], facts["comment"], facts["shown_digest"]),
            given_by=facts["given_by"],
            on=facts["on"],
            message=facts["file"],
        )
    except (ContentChanged, ValueError) as refused:
        form.add_error("on" if isinstance(refused, NotOfThatDay) else None, str(refused))
        return False
    return True


@require_safe
def clearance_message(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The message by which somebody cleared a paper, for those who see drafts and what it is about; saved, never
    shown."""
    entry = _by_mail(request, council, pk)
    if not may_read_said(signed_in_user(request), entry, closed_keys(entry.paper)):
        raise PermissionDenied(KEPT_BACK)
    headers = {
        "Content-Disposition": content_disposition_header(True, entry.file_name) or "attachment",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    content = store.get(entry.file_digest)
    return HttpResponse(content, content_type=media_type(entry.file_kind), headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def clearance_correct(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Put right whose message it was, or take the entry out."""
    entry = _by_mail(request, council, pk)
    user = signed_in_user(request)
    if not may_lock_paper(user, entry.paper):
        raise PermissionDenied
    form = CorrectMailForm(posted(request), initial={"given_by": entry.given_by, "on": entry.as_at})
    if request.method == "POST" and form.is_valid():
        try:
            correct_mail(clearance=entry, by=user, **form.cleaned_data)
        except ValueError as refused:
            form.add_error("on" if isinstance(refused, NotOfThatDay) else None, str(refused))
        else:
            messages.success(request, "Correction saved: both entries are kept.")
            return redirect("reports:paper-clearance", council, entry.paper_id)
    trail = [*trails.within_paper(entry.paper), trails.to_clearance(entry.paper)]
    context = {"entry": entry, "paper": entry.paper, "form": form, "trail": trail}
    return render(request, "reports/clearance_correct.html", context, status=422 if form.errors else 200)


def _by_mail(request: HttpRequest, council: str, pk: int) -> Clearance:
    """Raises Http404 for an entry that did not come by mail, PermissionDenied for who sees no drafts."""
    authority = member_council(request, council)
    held = Clearance.objects.exclude(file_digest="").select_related(
        "role", "recorded_by", "paper__council", "paper__meeting__group"
    )
    entry = get_object_or_404(held, council=authority, pk=pk)
    if not may_see_draft(signed_in_user(request), entry.paper):
        raise PermissionDenied
    return entry
