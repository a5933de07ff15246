"""Where rows of the ledger go, as the council has it: its mappings, kept, changed, retired and brought back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Council
from accounts.versions import StaleVersion, shown_version
from finance.forms.extracts import MappingForm, RetireForm
from finance.forms.words import saved_words, typed_words
from finance.models import LedgerMapping
from finance.services.mappings import add_mapping, bring_back_mapping, edit_mapping, retire_mapping
from finance.views.asked import council_of
from finance.views.conflicts import CONFLICT, UNPROCESSABLE, conflict_on, on_top
from finance.views.extracts import A_PAGE, poster_of

_FORM = ["GET", "HEAD", "POST"]


def mapping_of(owner: Council, pk: int) -> LedgerMapping:
    """A mapping of this council. Raises Http404."""
    return get_object_or_404(LedgerMapping.objects.of(owner), pk=pk)


@require_safe
def mapping_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    poster_of(request, owner)
    is_retired = request.GET.get("state") == "retired"
    mappings = LedgerMapping.objects.of(owner).filter(retired_on__isnull=not is_retired)
    page = Paginator(mappings, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/mapping_list.html", {"page": page, "is_retired": is_retired})


@require_http_methods(_FORM)
def mapping_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    form = MappingForm(request.POST or None, council=owner)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            mapping = add_mapping(
                council=owner,
                cost_centre=given["cost_centre"],
                subjective_code=given["subjective_code"],
                line=given["goes_to"],
                note=given["note"],
                by=user,
            )
        except ValueError as refused:
            form.add_error("cost_centre", str(refused))
        else:
            messages.success(request, f"Mapped {mapping}")
            return redirect("finance:mapping-list", owner.slug)
    context = {"form": form, "heading": "Map codes of the ledger"}
    return render(request, "finance/mapping_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(_FORM)
def mapping_edit(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    mapping = mapping_of(owner, pk)
    form = MappingForm(request.POST or None, council=owner, mapping=mapping)
    context: dict[str, object] = {"heading": f"Where {mapping} goes", "mapping": mapping, "form": form}
    context["may_retire"] = mapping.retired_on is None
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        shown, line = given["version"] or 0, given["goes_to"]
        try:
            edit_mapping(mapping=mapping, line=line, note=given["note"], by=user, shown_version=shown)
        except StaleVersion:
            now = mapping_of(owner, pk)
            theirs = saved_words(MappingForm(None, council=owner, mapping=now))
            context["conflict"] = conflict_on(now, mine=typed_words(form), theirs=theirs)
            context["form"] = MappingForm(on_top(request.POST, now.version), council=owner, mapping=now)
            return render(request, "finance/mapping_form.html", context, status=CONFLICT)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Changed where {mapping} goes")
            return redirect("finance:mapping-list", owner.slug)
    return render(request, "finance/mapping_form.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(_FORM)
def mapping_retire(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    mapping = mapping_of(owner, pk)
    form = RetireForm(request.POST or None, initial={"version": mapping.version})
    status = 200
    if request.method == "POST" and form.is_valid():
        reason, shown = form.cleaned_data["reason"], form.cleaned_data["version"]
        try:
            retire_mapping(mapping=mapping, reason=reason, by=user, shown_version=shown)
        except StaleVersion:
            form = RetireForm(on_top(request.POST, mapping_of(owner, pk).version))
            form.add_error(
                None, "Somebody else has changed this mapping since: look at it, then retire it again"
            )
            status = CONFLICT
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Retired {mapping}")
            return redirect("finance:mapping-list", owner.slug)
    context = {"heading": f"Retire {mapping}", "mapping": mapping, "form": form}
    status = UNPROCESSABLE if form.errors and status == 200 else status
    return render(request, "finance/mapping_form.html", context, status=status)


@require_POST
def mapping_bring_back(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    mapping = mapping_of(owner, pk)
    try:
        bring_back_mapping(mapping=mapping, by=user, shown_version=shown_version(request.POST))
    except StaleVersion:
        refused = "Somebody else has changed this mapping since"
    except ValueError as problem:
        refused = str(problem)
    else:
        messages.success(request, f"Brought back {mapping}")
        return redirect("finance:mapping-list", owner.slug)
    form = MappingForm(None, council=owner, mapping=mapping)
    context = {"heading": f"Where {mapping} goes", "mapping": mapping, "form": form, "refused": refused}
    return render(request, "finance/mapping_form.html", context, status=UNPROCESSABLE)
