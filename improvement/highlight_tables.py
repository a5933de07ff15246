"""The list of highlights: its filters, its columns, and its columns as a workbook."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.db.models import Max
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Council
from core import tables
from core.forms import FilterForm
from core.ledger import AsAt
from core.spreadsheets import Column, Sheet, write_as
from improvement.filters import DayFilter
from improvement.models import Highlight, HighlightUse, Section
from improvement.models.highlights import HighlightQuerySet


class HighlightFilter(django_filters.FilterSet):
    """The highlights of the day asked for by kind, section, day, and whether a paper has told them."""

    kind = django_filters.ChoiceFilter(label="Kind", choices=Highlight.Kind.choices, empty_label="Any")
    section = django_filters.ModelChoiceFilter(
        label="Section", queryset=Section.objects.none(), empty_label="Any"
    )
    since = DayFilter(label="From (like 13 November 2024)", field_name="as_at", lookup_expr="gte")
    offered = django_filters.BooleanFilter(
        label="Offered to the next paper", method="only", widget=forms.CheckboxInput
    )
    unused = django_filters.BooleanFilter(label="Not yet used", method="only", widget=forms.CheckboxInput)
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        model = Highlight
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, *, council: Council, asked: AsAt) -> None:
        held = Highlight.objects.of(council).standing(asked.day, asked.known_at).prefetch_related("uses")
        super().__init__(data, queryset=held.order_by("-as_at", "-id"))
        self.council, self.asked = council, asked
        self.filters["section"].queryset = Section.objects.of(council).in_plan_order()  # type: ignore[attr-defined]

    def only(self, highlights: HighlightQuerySet, name: str, wanted: bool) -> HighlightQuerySet:
        if not wanted:
            return highlights
        if name == "unused":
            return highlights.not_yet_used(self.asked.known_at)
        last = last_told(self.council, self.asked)
        return highlights.offered_to_next_paper(last, self.asked.day, self.asked.known_at)

    def carried(self, highlights: HighlightQuerySet, name: str, value: str) -> HighlightQuerySet:
        return highlights


def last_told(council: Council, asked: AsAt) -> Any:
    """The day until which the last paper published by then told highlights, or None."""
    uses = HighlightUse.objects.filter(council=council)
    if asked.known_at is not None:
        uses = uses.filter(used_at__lte=asked.known_at)
    return uses.aggregate(last=Max("used_on"))["last"]


class HighlightTable(tables.Table):
    as_at = tables.DateColumn(verbose_name="Date")
    kind = tables.Column()
    text = tables.Column(verbose_name="What happened", orderable=False)
    section = tables.Column(accessor="section__reference", orderable=False)
    recorded_by = tables.Column(verbose_name="Recorded by", orderable=False)
    told = tables.Column(accessor="pk", verbose_name="Told in", orderable=False)
    correct = tables.Column(
        accessor="pk", verbose_name="Correct", orderable=False, attrs={"cell": {"class": "app-cell--bare"}}
    )

    class Meta:
        model = Highlight
        fields = ("as_at", "kind", "text", "section", "recorded_by", "told", "correct")
        attrs = {"class": "app-table--lines"}
        caption = "Highlights, newest first"
        empty_text = "No highlight matches these filters"

    def __init__(self, *args: object, corrected_at: str | None, **kwargs: object) -> None:
        """`corrected_at`: the council's slug where this person may correct highlights."""
        super().__init__(*args, exclude=() if corrected_at else ("correct",), **kwargs)
        self.corrected_at = corrected_at

    def render_text(self, record: Highlight) -> SafeString:
        notes = [
            ("How it was gathered", record.gathered_how),
            ("Taken to", record.taken_to),
            ("What changed", record.what_changed),
            ("Corrected because", record.corrected_because),
        ]
        lines = [
            format_html('<br><span class="app-secondary">{}: {}</span>', *note) for note in notes if note[1]
        ]
        if record.kind == Highlight.Kind.FEEDBACK:
            words = "Consent given" if record.consent_given else "No consent to publish"
            lines.append(format_html('<br><span class="app-secondary">{}</span>', words))
        return format_html("{}{}", record.text, SafeString("".join(lines)))

    def render_told(self, record: Highlight) -> str:
        return told_words(record)

    def render_correct(self, record: Highlight) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">Correct<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("improvement:highlight-correct", args=[self.corrected_at, record.pk]),
            record,
        )


def told_words(highlight: Highlight) -> str:
    """The papers that told it, or that none has (after a prefetch of `uses`)."""
    return ", ".join(use.paper for use in highlight.uses.all()) or "Not yet used"


HIGHLIGHT_COLUMNS: tuple[Column[Highlight], ...] = (
    Column("Date", lambda row: row.as_at),
    Column("Kind", lambda row: row.get_kind_display(), width=24),
    Column("What happened", lambda row: row.text, width=60),
    Column("Plan area", lambda row: row.section.reference if row.section else "The whole plan", width=20),
    Column("How it was gathered", lambda row: row.gathered_how, width=30),
    Column("Consent given", lambda row: "Yes" if row.consent_given else "No"),
    Column("Taken to", lambda row: row.taken_to, width=30),
    Column("What changed", lambda row: row.what_changed, width=40),
    Column("Recorded by", lambda row: str(row.recorded_by), width=24),
    Column("Told in", told_words, width=30),
)


def export_highlights(highlights: Iterable[Highlight], kind: str, asked: AsAt) -> bytes:
    """Highlights with their uses, as an Excel workbook ("xlsx") or CSV ("csv")."""
    as_at: Column[Highlight] = Column("Facts as at", lambda row: asked.day)
    sheet = Sheet("Highlights", (as_at, *HIGHLIGHT_COLUMNS), highlights)
    return write_as(kind, sheet)
