"""The list of risks: its filters, its columns on screen, and its columns as a workbook."""

from collections.abc import Iterable
from typing import Any

import django_filters
from django import forms
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Council, User
from core import tables
from core.dates import full_date
from core.forms import FilterForm
from core.ledger import AsAt
from core.spreadsheets import Column, Sheet, write_as
from improvement import references
from improvement.access import may_assess_risk
from improvement.models import Risk, Section
from improvement.models.risks import RiskQuerySet
from improvement.risk_matrix import HIGH, HIGHEST, MEDIUM, level

_LEVELS = (("high", "High (15 or more)"), ("medium", "Medium (8 to 14)"), ("low", "Low (7 or less)"))


class RiskFilter(django_filters.FilterSet):
    """The risks of a council by what held on the day asked for; every filter lives in the address."""

    q = django_filters.CharFilter(label="Words or reference", method="search")
    level = django_filters.ChoiceFilter(label="Level", choices=_LEVELS, method="scored", empty_label="Any")
    section = django_filters.ModelChoiceFilter(
        label="Section", queryset=Section.objects.none(), empty_label="Any"
    )
    owner = django_filters.ModelChoiceFilter(
        label="Owner", queryset=User.objects.none(), empty_label="Anyone"
    )
    corporate = django_filters.BooleanFilter(
        label="On the corporate register", method="only", widget=forms.CheckboxInput
    )
    escalated = django_filters.BooleanFilter(label="Escalated", method="only", widget=forms.CheckboxInput)
    closed = django_filters.BooleanFilter(
        label="Closed risks instead", method="carried", widget=forms.CheckboxInput
    )
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        model = Risk
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, *, council: Council, asked: AsAt) -> None:
        of_council = Risk.objects.of(council)
        wanted = of_council.closed_by if data and data.get("closed") else of_council.open_on
        risks = wanted(asked.day, asked.known_at).with_facts(asked.day, asked.known_at)
        super().__init__(data, queryset=risks.order_by("-score", "-impact", "pk"))
        _filter(self, "section").queryset = Section.objects.of(council).in_plan_order()
        owners = User.objects.filter(pk__in=Risk.objects.filter(council=council).values("owner"))
        _filter(self, "owner").queryset = owners.order_by("name")

    def search(self, risks: RiskQuerySet, name: str, words: str) -> RiskQuerySet:
        if cited := references.cited_in(words):
            return risks.filter(section__in=Section.objects.cited(cited).values("pk"))
        for word in words.split()[:8]:
            risks = risks.mentioning(word)
        return risks

    def scored(self, risks: RiskQuerySet, name: str, value: str) -> RiskQuerySet:
        match value:
            case "high":
                return risks.scoring(HIGH, HIGHEST)
            case "medium":
                return risks.scoring(MEDIUM, HIGH - 1)
        return risks.scoring(1, MEDIUM - 1)

    def only(self, risks: RiskQuerySet, name: str, wanted: bool) -> RiskQuerySet:
        if not wanted:
            return risks
        return risks.escalated() if name == "escalated" else risks.filter(on_corporate_register=True)

    def carried(self, risks: RiskQuerySet, name: str, value: str) -> RiskQuerySet:
        return risks


def _filter(filters: django_filters.FilterSet, name: str) -> Any:
    return filters.filters[name]


class RiskTable(tables.Table):
    """Risks with what held on one day; the rows carry the facts of `RiskQuerySet.with_facts`."""

    title = tables.Column(verbose_name="Risk", order_by=("title", "pk"))
    score = tables.Column(empty_values=(), verbose_name="Level", order_by=("score", "impact", "pk"))
    likelihood = tables.NumberColumn(verbose_name="Likelihood (1 to 5)")
    impact = tables.NumberColumn(verbose_name="Impact (1 to 5)")
    mitigation = tables.Column(verbose_name="What is done about it", orderable=False)
    owner = tables.Column(order_by=("owner__name", "pk"))
    assessed_on = tables.DateColumn(verbose_name="Assessed")
    assess = tables.Column(
        accessor="pk", verbose_name="Assess", orderable=False, attrs={"cell": {"class": "app-cell--bare"}}
    )

    class Meta:
        model = Risk
        fields = ("title", "score", "likelihood", "impact", "mitigation", "owner", "assessed_on", "assess")
        attrs = {"class": "app-table--lines"}
        caption = "Risks to the plan"
        caption_hidden = True
        empty_text = "No risk matches these filters"

    def __init__(self, *args: object, council: Council, user: User, asked: AsAt, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.council, self.user, self.asked = council, user, asked

    def render_score(self, record: Risk) -> SafeString:
        words, tone, symbol = level(record.score)
        return render_to_string("components/tag.html", {"words": words, "tone": tone, "symbol": symbol})

    def render_assess(self, record: Risk) -> SafeString | str:
        record.council = self.council
        if self.asked.is_past or record.closed_on or not may_assess_risk(self.user, record):
            return ""
        return format_html(
            '<a class="govuk-link" href="{}">Assess<span class="govuk-visually-hidden"> {}</span></a>',
            reverse("improvement:risk-assess", args=[self.council.slug, record.pk]),
            record.title,
        )

    def render_title(self, record: Risk) -> SafeString:
        url = reverse("improvement:risk-detail", args=[self.council.slug, record.pk])
        carried = f"?{self.asked.querystring}" if self.asked.is_past else ""
        notes = filter(None, _notes(record))
        lines = [format_html('<br><span class="app-secondary">{}</span>', note) for note in notes]
        link = format_html('<a class="govuk-link" href="{}{}">{}</a>', url, carried, record.title)
        return format_html("{}{}", link, SafeString("".join(lines)))


def _notes(risk: Risk) -> list[str]:
    reference = f" as {risk.register_reference}" if risk.register_reference else ""
    return [
        risk.section.reference if risk.section else "",
        f"Cause: {risk.cause}" if risk.cause else "",
        f"Effect: {risk.effect}" if risk.effect else "",
        f"On the corporate risk register{reference}" if risk.on_corporate_register else "",
        escalated_words(risk),
        f"Closed on {full_date(risk.retired_on)}: {risk.retired_because}" if risk.retired_on else "",
    ]


def escalated_words(risk: Risk) -> str:
    """With whom the risk is, and since when; nothing where it has not been escalated (after `with_facts`)."""
    if not risk.escalated_to or not risk.escalated_on:
        return ""
    return f"Escalated to the {risk.escalated_to} on {full_date(risk.escalated_on)}"


RISK_COLUMNS: tuple[Column[Risk], ...] = (
    Column("Risk", lambda risk: risk.title, width=50),
    Column("Plan area", lambda risk: risk.section.reference if risk.section else "The whole plan", width=20),
    Column("Cause", lambda risk: risk.cause, width=40),
    Column("Effect", lambda risk: risk.effect, width=40),
    Column("Likelihood (1 to 5)", lambda risk: risk.likelihood),
    Column("Impact (1 to 5)", lambda risk: risk.impact),
    Column("Score", lambda risk: risk.score),
    Column("What is done about it", lambda risk: risk.mitigation or "", width=60),
    Column("Assessed as at", lambda risk: risk.assessed_on),
    Column("Owner", lambda risk: risk.owner.name if risk.owner else "", width=24),
    Column("On the corporate register", lambda risk: "Yes" if risk.on_corporate_register else "No"),
    Column("Register reference", lambda risk: risk.register_reference, width=16),
    Column("Escalated to", lambda risk: risk.escalated_to or "", width=30),
    Column("Escalated on", lambda risk: risk.escalated_on),
    Column("Recorded on", lambda risk: risk.added_on),
    Column("Closed on", lambda risk: risk.closed_on),
    Column("Closed because", lambda risk: risk.closed_because or "", width=40),
)


def export_risks(risks: Iterable[Risk], kind: str, asked: AsAt) -> bytes:
    """Risks with the facts of `with_facts`, as an Excel workbook ("xlsx") or CSV ("csv")."""
    as_at: Column[Risk] = Column("Facts as at", lambda risk: asked.day)
    sheet = Sheet("Risks", (as_at, *RISK_COLUMNS), risks)
    return write_as(kind, sheet)
