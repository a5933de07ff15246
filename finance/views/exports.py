"""Decisions, a decision, a line, and sources against uses, as workbooks; and the page of sources against uses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.models import Council
from core.ledger import AsAt
from core.spreadsheets import write
from finance.authority import Authority, authorities
from finance.line_page import entries_of, movements_of, years_with
from finance.line_printed import printed_of
from finance.line_workbook import entry_sheet, month_sheet, printed_sheet
from finance.models import BudgetLine, FundingDecision
from finance.terms_workbook import approval_sheet, source_terms_sheet, words_sheet
from finance.uses import sources_and_uses
from finance.views.asked import asked_of, council_of, dates_of, workbook_of
from finance.views.decisions import decision_of
from finance.workbooks import (
    authority_sheet,
    decision_line_sheet,
    movement_sheet,
    source_sheet,
    tranche_sheet,
    use_sheet,
)


@require_safe
def decision_uses(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    asked = asked_of(request)
    both = sources_and_uses(_authorities(owner, asked))
    return render(request, "finance/sources_and_uses.html", {"both": both, "asked": asked})


@require_safe
def decision_uses_workbook(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    both = sources_and_uses(_authorities(owner, asked_of(request)))
    return workbook_of(request, write(source_sheet(both), use_sheet(both)), f"{owner.slug}-sources-and-uses")


@require_safe
def decision_list_workbook(request: HttpRequest, council: str) -> HttpResponse:
    owner = council_of(request, council)
    content = write(authority_sheet(_authorities(owner, asked_of(request))))
    return workbook_of(request, content, f"{owner.slug}-funding-decisions")


@require_safe
def decision_workbook(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    authority = authorities([decision_of(owner, pk)], *dates_of(asked_of(request)))[0]
    of_sum = authority_sheet([authority]), tranche_sheet(authority), decision_line_sheet(authority)
    said = approval_sheet(authority), source_terms_sheet(authority), words_sheet(authority)
    content = write(*of_sum, *said)
    return workbook_of(request, content, f"{owner.slug}-{authority.decision.slug}")


@require_safe
def line_workbook(request: HttpRequest, council: str, pk: int) -> HttpResponse:
    owner = council_of(request, council)
    line = get_object_or_404(BudgetLine.objects.of(owner), pk=pk)
    day, known_at = dates_of(asked_of(request))
    entries = entries_of(line, day, known_at)
    content = write(
        movement_sheet(movements_of(line, day, known_at)),
        month_sheet(years_with(line, entries, day, known_at)),
        entry_sheet(entries),
        printed_sheet(printed_of(line, day, known_at)),
    )
    return workbook_of(request, content, f"{owner.slug}-line-{pk}")


def _authorities(owner: Council, asked: AsAt | None) -> list[Authority]:
    decisions = list(FundingDecision.objects.of(owner).with_authority())
    return authorities(decisions, *dates_of(asked))
