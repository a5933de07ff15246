"""Filters, columns and export of external help."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Council
from core import tables
from core.dates import full_date
from core.forms import FilterForm
from core.ledger import AsAt
from core.spreadsheets import Column, Sheet, write_as
from improvement.models import ExternalHelp, Section
from improvement.models.external_help import ExternalHelpQuerySet


class ExternalHelpFilter(django_filters.FilterSet):
    """The external help of a council by who gives it, section, and whether it is given on the day asked for."""

    source = django_filters.ChoiceFilter(
        label="Who gives it", choices=ExternalHelp.Source.choices, empty_label="Anyone"
    )
    section = django_filters.ModelChoiceFilter(
        label="Section", field_name="sections", queryset=Section.objects.none(), empty_label="Any"
    )
    now = django_filters.BooleanFilter(label="Given now", method="given", widget=forms.CheckboxInput)
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        model = ExternalHelp
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, *, council: Council, asked: AsAt) -> None:
        held = ExternalHelp.objects.of(council)
        super().__init__(data, queryset=held.begun_by(asked.day) if asked.is_past else held)
        self.asked = asked
        sections: Any = self.filters["section"]
        sections.queryset = Section.objects.of(council).in_plan_order()

    def given(self, held: ExternalHelpQuerySet, name: str, wanted: bool) -> ExternalHelpQuerySet:
        return held.given_on(self.asked.day) if wanted else held

    def carried(self, held: ExternalHelpQuerySet, name: str, value: str) -> ExternalHelpQuerySet:
        return held


class ExternalHelpTable(tables.Table):
    provider = tables.Column(verbose_name="Who helps", order_by=("provider", "pk"))
    what = tables.Column(verbose_name="What the help is", orderable=False)
    areas = tables.Column(accessor="pk", verbose_name="Plan areas", orderable=False)
    starts_on = tables.DateColumn(verbose_name="From")
    ends_on = tables.Column(verbose_name="Until", empty_values=())
    contact_role = tables.Column(verbose_name="Contact", orderable=False)
    change = tables.Column(accessor="pk", verbose_name="Change", orderable=False)

    class Meta:
        model = ExternalHelp
        fields = ("provider", "what", "areas", "starts_on", "ends_on", "contact_role", "change")
        caption = "External help"
        caption_hidden = True
        empty_text = "No external help matches these filters"

    def __init__(self, *args: object, council_slug: str, may_edit: bool, **kwargs: object) -> None:
        super().__init__(*args, exclude=() if may_edit else ("change",), **kwargs)
        self.council_slug = council_slug

    def render_provider(self, record: ExternalHelp) -> SafeString:
        source = record.get_source_display()
        return format_html('{}<br><span class="app-secondary">{}</span>', record.provider, source)

    def render_areas(self, record: ExternalHelp) -> str:
        return areas(record)

    def render_ends_on(self, record: ExternalHelp) -> str:
        return full_date(record.ends_on) if record.ends_on else "No end agreed"

    def render_change(self, record: ExternalHelp) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}">Change<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("improvement:external-help-edit", args=[self.council_slug, record.pk]),
            record.provider,
        )


def areas(given: ExternalHelp) -> str:
    """The references of its sections (after `of`)."""
    return ", ".join(section.reference for section in given.sections.all())


EXTERNAL_HELP_COLUMNS: tuple[Column[ExternalHelp], ...] = (
    Column("Source", lambda row: row.get_source_display(), width=30),
    Column("Who helps", lambda row: row.provider, width=30),
    Column("What the help is", lambda row: row.what, width=60),
    Column("Plan areas", areas, width=30),
    Column("From", lambda row: row.starts_on),
    Column("Until", lambda row: row.ends_on),
    Column("Contact", lambda row: row.contact_role, width=30),
)


def export_external_help(rows: Iterable[ExternalHelp], kind: str) -> bytes:
    """External help with its sections, as an Excel workbook ("xlsx") or CSV ("csv")."""
    sheet = Sheet("External help", EXTERNAL_HELP_COLUMNS, rows)
    return write_as(kind, sheet)
