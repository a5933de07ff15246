"""The checks of a paper, the reasons that answer its warnings, and the words that the checks know."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import member_council, signed_in_user
from accounts.versions import StaleVersion
from reports import trails
from reports.access import (
    may_answer_warnings,
    may_edit_word_list,
    may_see_draft,
    may_withdraw_reason,
)
from reports.answer_forms import AnswerForm, WordListForm
from reports.checked import Checked, checked
from reports.desk import conflict_of
from reports.forms import posted
from reports.models import Paper, Reason, WordList
from reports.services.reasons import (
    AnsweredMeanwhile,
    give_reason,
    save_word_list,
    withdraw_reason,
    word_list_of,
)
from reports.views.papers import paper_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def paper_checks(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """What would embarrass the council, each with a link to where it is put right or a reason why it may stand."""
    paper = paper_or_404(member_council(request, council), pk)
    user = signed_in_user(request)
    may_answer = may_answer_warnings(user, paper)
    if not may_see_draft(user, paper) or (request.method == "POST" and not may_answer):
        raise PermissionDenied
    found = checked(paper)
    form = AnswerForm(posted(request), warnings=[one.finding for one in found.warnings])
    context = _checks(paper, found, form) | {
        "may_answer": may_answer,
        "may_withdraw": may_withdraw_reason(user, paper.council),
    }
    if request.method == "POST" and form.is_valid() and _answered(request, paper, form, context):
        return redirect("reports:paper-checks", council, pk)
    status = context.get("status", HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK)
    return render(request, "reports/paper_checks.html", context, status=status)


def _checks(paper: Paper, found: Checked, form: AnswerForm) -> dict[str, Any]:
    return {"paper": paper, "trail": trails.within_paper(paper), "checked": found, "form": form}


def _answered(request: HttpRequest, paper: Paper, form: AnswerForm, context: dict[str, Any]) -> bool:
    """Whether the reason is kept; else the page says what somebody else has answered, or what has changed."""
    words = form.cleaned_data["words"]
    try:
        given = give_reason(paper=paper, by=signed_in_user(request), digests=form.digests, words=words)
    except AnsweredMeanwhile as meanwhile:
        context |= {"meanwhile": meanwhile.reasons, "checked": checked(paper), "status": HTTPStatus.CONFLICT}
        return False
    except ValueError as refused:
        form.add_error("findings", str(refused))
        return False
    count = len(given)
    messages.success(request, f"The reason is kept for {count} warning{'' if count == 1 else 's'}")
    return True


@require_http_methods(["GET", "HEAD", "POST"])
def reason_withdraw(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """Take a reason back, after a last look at what it answers."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    if not may_withdraw_reason(user, authority):
        raise PermissionDenied
    related = ("paper__meeting__group", "paper__council", "recorded_by", "council")
    reason = get_object_or_404(
        Reason.objects.select_related(*related), council=authority, pk=pk, is_void=False
    )
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_reason(reason=reason, by=user)
        messages.success(request, "The reason is withdrawn: the warning asks for an answer again")
        return redirect("reports:paper-checks", council, reason.paper_id)
    context = {"reason": reason, "paper": reason.paper, "trail": trails.within_paper(reason.paper)}
    return render(request, "reports/reason_withdraw.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_words(request: HttpRequest, council: str) -> HttpResponse:
    """The acronyms that the council's readers know, and the hosts that ask them to sign in."""
    authority = member_council(request, council)
    user = signed_in_user(request)
    if not may_edit_word_list(user, authority):
        raise PermissionDenied
    words = word_list_of(authority)
    shown = {"acronyms": words.acronyms, "hosts": words.hosts, "shown_version": words.version}
    form = WordListForm(posted(request), initial=shown)
    context: dict[str, Any] = {"form": form, "trail": trails.to_paper(authority)}
    if request.method == "POST" and form.is_valid():
        try:
            save_word_list(word_list=words, by=user, **form.cleaned_data)
        except StaleVersion:
            current = WordList.objects.get(pk=words.pk)
            mine = [(form.fields[name].label, form.cleaned_data[name]) for name in ("acronyms", "hosts")]
            theirs = [(form.fields[name].label, getattr(current, name)) for name in ("acronyms", "hosts")]
            context |= conflict_of(current, mine=mine, theirs=theirs)
            return render(request, "reports/paper_words.html", context, status=HTTPStatus.CONFLICT)
        messages.success(request, "The words the checks know are saved")
        return redirect("reports:paper-words", council)
    return render(request, "reports/paper_words.html", context, status=422 if form.errors else 200)
