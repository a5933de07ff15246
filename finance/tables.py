from django.urls import reverse

from core.tables import Column, DateColumn, LinkColumn, PoundsColumn, Table
from finance.authority import Authority


def _address(authority: Authority) -> str:
    decision = authority.decision
    return reverse("finance:decision-detail", args=[decision.council.slug, decision.pk])


class DecisionTable(Table):
    """Funding decisions: what was authorised, and what has become of it."""

    title = LinkColumn(accessor="terms__title", verbose_name="Decision", href=_address)
    effective_on = DateColumn(accessor="effective_on", verbose_name="Effective")
    source = Column(accessor="terms__source_words", verbose_name="From")
    authorised = PoundsColumn(verbose_name="Authorised")
    drawn = PoundsColumn(verbose_name="Drawn")
    allocated = PoundsColumn(verbose_name="Allocated to lines")
    committed = PoundsColumn(verbose_name="Committed")
    spent = PoundsColumn(verbose_name="Spent")
    remaining = PoundsColumn(verbose_name="Remaining")

    class Meta:
        caption = "Funding decisions"
        caption_hidden = True
        orderable = False
        empty_text = "No funding decision has been recorded yet"
