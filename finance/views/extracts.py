"""Ledger extracts: bringing a file, its columns, its preview, mapping what goes nowhere, and posting it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import signed_in_user
from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import today
from core.file_store import FileDamaged
from core.financial_year import year_of
from core.uploads import LARGEST_FILE, Unreadable
from finance.access import may_enter_spend
from finance.extracts import store
from finance.extracts.columns import guesses, heads_of
from finance.extracts.files import ledger_of, sheet_of
from finance.extracts.preview import Preview, preview_of
from finance.forms.extracts import ColumnsForm, ExtractForm, IntoForm, MapForm, PostForm
from finance.models import BudgetMovement, ExtractLayout, LedgerExtract
from finance.periods import period_from
from finance.services.extracts import choose_columns, posted_sentence, receive_extract
from finance.services.mappings import map_codes
from finance.services.posting import WrongTotal, post_extract
from finance.views.asked import council_of

_FORM = ["GET", "HEAD", "POST"]
A_PAGE = 50
UNPROCESSABLE, CONFLICT = 422, 409


def poster_of(request: HttpRequest, owner: Council) -> User:
    """The person, who may enter spend: a ledger names suppliers and sometimes people. Raises PermissionDenied."""
    user = signed_in_user(request)
    if not may_enter_spend(user, owner):
        raise PermissionDenied("Only finance may see what the ledger holds row by row.")
    return user


def extract_of(owner: Council, pk: int) -> LedgerExtract:
    """An extract of this council. Raises Http404."""
    return get_object_or_404(LedgerExtract.objects.of(owner), pk=pk)


@require_safe
def extract_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    poster_of(request, owner)
    page = Paginator(LedgerExtract.objects.of(owner), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/extract_list.html", {"page": page})


@require_http_methods(_FORM)
def extract_add(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    years = _years(owner)
    initial = {"year": year_of(today())}
    form = ExtractForm(request.POST or None, request.FILES or None, years=years, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["file"].size > LARGEST_FILE:
                raise Unreadable(f"The file is larger than {LARGEST_FILE // 1_000_000} MB")
            extract, was_there = receive_extract(
                council=owner,
                content=given["file"].read(),
                name=given["file"].name,
                kind=given["kind"],
                year=given["year"],
                through=given["through"],
                by=user,
            )
        except Unreadable as refused:
            form.add_error("file", str(refused))
        except ValueError as refused:
            form.add_error("through", str(refused))
        else:
            messages.success(request, _brought(extract, was_there=was_there))
            return redirect("finance:extract-detail", owner.slug, extract.pk)
    context = {"form": form, "chosen": _name_of(request) if form.errors else ""}
    return render(request, "finance/extract_add.html", context, status=UNPROCESSABLE if form.errors else 200)


def _name_of(request: HttpRequest) -> str:
    """The name of the file that was sent; a browser lets go of it with every answer."""
    sent = request.FILES.get("file")
    return str(sent.name) if isinstance(sent, UploadedFile) else ""


def _brought(extract: LedgerExtract, *, was_there: bool) -> str:
    if not was_there:
        return f"Read {extract.name}. Nothing is posted yet"
    return posted_sentence(extract) or "These rows had been brought before, and are not posted yet"


def _years(owner: Council) -> list[int]:
    now = year_of(today())
    return sorted({now, now - 1, *(year for year in BudgetMovement.objects.years(owner) if year <= now)})


@require_safe
def extract_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    poster_of(request, owner)
    extract = extract_of(owner, pk)
    if not extract.columns and not extract.posting:
        return redirect("finance:extract-columns", owner.slug, pk)
    return _show(request, owner, extract)


def _show(request: HttpRequest, owner: Council, extract: LedgerExtract, **more: Any) -> HttpResponse:
    """The page of an extract: its preview with the forms, or what was posted of it."""
    context: dict[str, Any] = {"extract": extract, "posted": posted_sentence(extract), **more}
    try:
        if not extract.posting:
            preview = more.get("preview") or preview_of(extract, ledger_of(extract), _into(request))
            context |= _forms(request, owner, preview) | more | {"preview": preview}
    except Unreadable as refused:
        context["unreadable"] = str(refused)
    context["moves"] = extract.moves.select_related("line", "moved_by")
    has_errors = any(form.errors for name, form in context.items() if name.endswith("_form"))
    status = more.get("status") or (UNPROCESSABLE if has_errors or "unreadable" in context else 200)
    return render(request, "finance/extract_detail.html", context, status=status)


def _forms(request: HttpRequest, owner: Council, preview: Preview) -> dict[str, Any]:
    return {
        "post_form": PostForm(preview=preview, prefix="post"),
        "map_form": MapForm(groups=preview.unmapped, council=owner),
        "into_form": IntoForm(request.GET or None, preview=preview),
        "into": request.GET.get("into", ""),
    }


def _into(request: HttpRequest) -> date | None:
    """The open period that takes what belongs to closed months, as the address has it."""
    try:
        return period_from(int(request.GET.get("into", "")[:6]))
    except (ValueError, OverflowError):
        return None


@require_http_methods(_FORM)
def extract_columns(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    extract = extract_of(owner, pk)
    try:
        sheet = sheet_of(extract)
    except Unreadable as refused:
        return _show(request, owner, extract, unreadable=str(refused))
    head_row, heads = heads_of(sheet)
    layout = ExtractLayout.objects.filter(council=owner).first()
    guessed = extract.columns or guesses(sheet, layout.heads_of_kind(extract.kind) if layout else {})
    form = ColumnsForm(request.POST or None, heads=heads, version=extract.version, guessed=guessed)
    status = 200
    if request.method == "POST" and form.is_valid():
        shown = form.cleaned_data["version"]
        try:
            choose_columns(extract=extract, at=form.at, by=user, shown_version=shown)
        except StaleVersion:
            form.add_error(
                None, "Somebody else has changed this extract since: open it again to see how it stands"
            )
            status = CONFLICT
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Columns chosen: they are remembered for the next file")
            return redirect("finance:extract-detail", owner.slug, pk)
    context = {
        "extract": extract,
        "form": form,
        "head_row": head_row + 1,
        "sample": sheet[head_row : head_row + 4],
    }
    status = UNPROCESSABLE if form.errors and status == 200 else status
    return render(request, "finance/extract_columns.html", context, status=status)


@require_POST
def extract_map(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    extract = extract_of(owner, pk)
    if extract.posting:
        return _show(request, owner, extract, status=UNPROCESSABLE)
    try:
        preview = preview_of(extract, ledger_of(extract), _into(request))
    except Unreadable as refused:
        return _show(request, owner, extract, unreadable=str(refused))
    form = MapForm(request.POST, groups=preview.unmapped, council=owner)
    if form.is_valid():
        try:
            made = map_codes(council=owner, choices=form.chosen, by=user)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, f"Mapped {len(made)} code{'' if len(made) == 1 else 's'}, for later files too"
            )
            # The period chosen for what belongs to closed months stays chosen.
            into = {"into": request.GET["into"]} if _into(request) else None
            return redirect(reverse("finance:extract-detail", args=[owner.slug, pk], query=into))
    return _show(request, owner, extract, preview=preview, map_form=form)


@require_POST
def extract_post(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = poster_of(request, owner)
    extract = extract_of(owner, pk)
    try:
        preview = preview_of(extract, ledger_of(extract), _into(request))
    except Unreadable as refused:
        return _show(request, owner, extract, unreadable=str(refused))
    data = request.POST.copy()
    form = PostForm(data, preview=preview, prefix="post")
    if form.is_valid():
        given = form.cleaned_data
        try:
            batch = post_extract(
                extract=extract,
                control_total=given["control_total"],
                note=given["note"],
                seal=given["seal"],
                by=user,
                into=_into(request),
                leave_unmapped=given.get("leave_unmapped", False),
            )
        except ValueError as refused:
            form.add_error("control_total" if isinstance(refused, WrongTotal) else None, str(refused))
            # What is shown again is sealed again; what was typed stays.
            data[form.add_prefix("seal")] = preview.seal
        else:
            messages.success(request, f"Posted {extract.name}: {len(preview.taken)} of {preview.rows} rows")
            return redirect("finance:batch-detail", owner.slug, batch.pk)
    return _show(request, owner, extract_of(owner, pk), preview=preview, post_form=form)


@require_safe
def extract_file(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    """The file as it came."""
    owner = council_of(request, council)
    poster_of(request, owner)
    extract = extract_of(owner, pk)
    try:
        content = store.get(extract.digest)
    except FileDamaged as damaged:
        raise Http404(str(damaged)) from None
    # Never shown by the browser, whatever it holds.
    ending = "xlsx" if content.startswith(b"PK") else "csv"
    headers = {"Content-Disposition": f'attachment; filename="{owner.slug}-ledger-{pk}.{ending}"'}
    headers["X-Content-Type-Options"] = "nosniff"
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
