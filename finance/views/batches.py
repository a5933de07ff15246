"""Pasting from a spreadsheet: the block, its preview, the posting, and undoing it."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import signed_in_user
from accounts.models import Council
from core.financial_year import label
from finance.access import may_enter_spend
from finance.cell_words import cell_label, changed_by
from finance.grid import Grid, read_grid
from finance.grid_page import cells_posted
from finance.models import MonthClose, SpendBatch, SpendEntry
from finance.paste import Block, Preview, posted_cells, preview_of, read_block
from finance.services.batches import post_paste, undo_batch
from finance.services.spend_grid import GridCell, GridOutcome
from finance.spend_forms import PasteForm, ReasonForm
from finance.views.asked import council_of, year_in

A_PAGE = 50
# How many changed cells the refusal of a paste names; the preview beneath shows all.
NAMED = 3


@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, council: str, year: int) -> HttpResponse:
    owner = council_of(request, council)
    if not may_enter_spend(signed_in_user(request), owner):
        raise PermissionDenied
    grid = read_grid(owner, year_in(year))
    if request.method == "POST" and "post" in request.POST:
        return _post(request, owner, grid)
    form = PasteForm(request.POST or None, grid=grid)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        place = {"first_line": given["first_line"], "first_month": given["first_month"]}
        block = read_block(given["block"], grid, **place)
        closed = MonthClose.objects.closed_months(owner)
        return _show(request, grid, form, preview_of(block, grid, closed, empties=given["empties"]))
    return _show(request, grid, form, None)


def _show(
    request: HttpRequest, grid: Grid, form: PasteForm, preview: Preview | None, refused: str = ""
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "preview": preview,
        "cells": zip(preview.cells, posted_cells(preview), strict=True) if preview else (),
        "year": grid.year,
        "year_label": label(grid.year),
        "refused": refused,
        "note": request.POST.get("note", ""),
        "note_errors": () if not refused or request.POST.get("note", "").strip() else (("note", refused),),
    }
    is_wrong = form.errors or refused or (preview and not preview.is_good)
    return render(request, "finance/paste.html", context, status=422 if is_wrong else 200)


def _post(request: HttpRequest, owner: Council, grid: Grid) -> HttpResponse:
    """Post what was previewed; whatever keeps it out brings the preview again, as things stand now."""
    cells = cells_posted(grid, request.POST)
    try:
        outcome, batch = post_paste(
            council=owner,
            year=grid.year,
            cells=cells,
            note=request.POST.get("note", "").strip()[:250],
            by=signed_in_user(request),
        )
    except ValueError as problem:
        return _again(request, owner, grid, cells, str(problem))
    if batch:
        messages.success(request, f"Saved {outcome.saved} figures from the paste")
        return redirect("finance:batch-detail", owner.slug, batch.pk)
    if outcome.is_complete:
        messages.success(request, "No figure had changed")
        return redirect("finance:spend-grid", owner.slug, grid.year)
    return _again(request, owner, read_grid(owner, grid.year), cells, _why_not(grid, outcome))


def _why_not(grid: Grid, outcome: GridOutcome) -> str:
    """That nothing was saved, and of the first few cells who changed them since the preview. Without any, a month
    was closed or cannot take what was pasted: the preview says so beside each cell."""
    if not outcome.conflicts:
        return "Nothing was saved: what is marked below cannot be. This is how things stand now"
    lines = {each.line.pk: each.line for each in grid.lines}
    changes = [
        changed_by(conflict, cell_label(lines[line_id], month))
        for (line_id, month), conflict in outcome.conflicts.items()
    ]
    more = len(changes) - NAMED
    named = changes[:NAMED] + ([f"{more} more were changed"] if more > 0 else [])
    return f"Nothing was saved: figures changed since the preview. {'; '.join(named)}. This is how things stand now"


def _again(
    request: HttpRequest, owner: Council, grid: Grid, cells: list[GridCell], refused: str
) -> HttpResponse:
    block = Block({cell.key: cell.typed for cell in cells})
    closed: frozenset[date] = MonthClose.objects.closed_months(owner)
    preview = preview_of(block, grid, closed, empties=True)
    return _show(request, grid, PasteForm(grid=grid), preview, refused)


@require_safe
def batch_list(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    page = Paginator(SpendBatch.objects.of(owner), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "finance/batch_list.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def batch_detail(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    user = signed_in_user(request)
    batch = get_object_or_404(SpendBatch.objects.of(owner).select_related("council", "extract"), pk=pk)
    may_undo = may_enter_spend(user, owner) and not batch.undoing and batch.kind != SpendBatch.Kind.UNDO
    if request.method == "POST" and not may_enter_spend(user, owner):
        raise PermissionDenied
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_batch(batch=batch, reason=form.cleaned_data["reason"], by=user)
        except ValueError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Undone: every figure is what it was before")
            return redirect("finance:batch-detail", owner.slug, pk)
    entries = SpendEntry.objects.in_batch(batch.batch).select_related("line", "corrects").order_by("pk")
    context = {"batch": batch, "entries": entries, "form": form, "may_undo": may_undo}
    context["may_see_extract"] = may_enter_spend(user, owner)
    return render(request, "finance/batch_detail.html", context, status=422 if form.errors else 200)
