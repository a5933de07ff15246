"""What a group decides about an action: its new dates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.access import member_council, signed_in_user
from core.dates import full_date
from core.ledger import AsAt
from improvement.access import may_decide_date
from improvement.forms import DecideDateForm
from improvement.models import DateRevision
from improvement.services import decide_date
from improvement.views.actions import action_of, detail_context


@require_POST
def date_decide(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = member_council(request, council)
    user = signed_in_user(request)
    asked_for = get_object_or_404(DateRevision, council=owner, pk=pk, step=DateRevision.Step.ASKED)
    asked_for.action = action_of(owner, asked_for.action_id)
    if not may_decide_date(user, asked_for):
        raise PermissionDenied("A new date is decided by the group, never by whoever asked for it.")
    form = DecideDateForm(request.POST, request=asked_for)
    if form.is_valid():
        agree = form.cleaned_data.pop("decision") == "agree"
        try:
            decide_date(request=asked_for, by=user, agree=agree, **form.cleaned_data)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            outcome = "agreed" if agree else "declined"
            messages.success(request, f"New date of {full_date(asked_for.new_due)} {outcome}")
            return redirect("improvement:action-detail", owner.slug, asked_for.action_id)
    context = detail_context(request, asked_for.action, AsAt.present()) | {"form": form, "decide_form": form}
    return render(request, "improvement/action_detail.html", context, status=422)
