"""The tables of inspections, intervention and findings."""

from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import tables
from core.ledger import AsAt
from improvement.models import Area, Finding, Inspection, Intervention, Judgement

GRADE_TONES = {
    Judgement.Grade.OUTSTANDING: ("blue", "★"),
    Judgement.Grade.GOOD: ("green", "●"),
    Judgement.Grade.REQUIRES_IMPROVEMENT: ("amber", "◆"),
    Judgement.Grade.INADEQUATE: ("red", "▲"),
    Judgement.Grade.NOT_GRADED: ("grey", "○"),
}


@cache
def grade_tag(grade: str) -> SafeString:
    """A judgement in words, with its colour and symbol."""
    tone, symbol = GRADE_TONES[Judgement.Grade(grade)]
    words = Judgement.Grade(grade).label
    return tag(words, tone, symbol)


@cache
def tag(words: str, tone: str, symbol: str = "") -> SafeString:
    facts = {"words": words, "tone": tone, "symbol": symbol}
    return mark_safe(render_to_string("components/tag.html", facts).strip())


class LinkedTable(tables.Table):
    """A table whose rows lead to a page of their own, on the same day."""

    def __init__(self, *args: object, asked: AsAt, council_slug: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.council_slug = asked, council_slug

    def linked(self, name: str, pk: int, words: str) -> SafeString:
        url = reverse(name, args=[self.council_slug, pk])
        if self.asked.is_past:
            url = f"{url}?{self.asked.querystring}"
        return format_html('<a class="govuk-link" href="{}">{}</a>', url, words)


class InspectionTable(LinkedTable):
    """Inspections, the latest first; the rows carry what `InspectionQuerySet.as_at` adds."""

    title = tables.Column(verbose_name="Inspection or review", orderable=False)
    body = tables.Column(verbose_name="By", orderable=False)
    started_on = tables.DateColumn(verbose_name="Began")
    published_on = tables.DateColumn(verbose_name="Published")
    overall = tables.Column(verbose_name="Overall judgement", empty_values=(), orderable=False)

    class Meta:
        model = Inspection
        fields = ("title", "body", "started_on", "published_on", "overall")
        caption = "Inspections and reviews"
        attrs = {"class": "app-table--lines"}
        caption_hidden = True
        empty_text = "No inspection has been entered"

    def render_title(self, record: Inspection) -> SafeString:
        link = self.linked("improvement:inspection-detail", record.pk, record.title)
        return format_html('{}<br><span class="app-secondary">{}</span>', link, record.get_kind_display())

    def render_overall(self, record: Inspection) -> SafeString | str:
        overall = next((one for one in record.held if one.area == Area.OVERALL), None)
        return grade_tag(overall.grade) if overall else tables.EMPTY


class InterventionTable(LinkedTable):
    """Notices, directions, visits and advisers; the rows carry what `InterventionQuerySet.as_at` adds."""

    title = tables.Column(verbose_name="Intervention", orderable=False)
    body = tables.Column(verbose_name="By", orderable=False)
    last = tables.Column(verbose_name="Where it stands", accessor="step", orderable=False)
    step_on = tables.DateColumn(verbose_name="Since")

    class Meta:
        model = Intervention
        fields = ("title", "body", "last", "step_on")
        caption = "Intervention"
        attrs = {"class": "app-table--lines"}
        caption_hidden = True
        empty_text = "No notice, direction, visit or adviser has been entered"

    def render_title(self, record: Intervention) -> SafeString:
        link = self.linked("improvement:intervention-detail", record.pk, record.title)
        return format_html('{}<br><span class="app-secondary">{}</span>', link, record.get_kind_display())

    def render_last(self, record: Intervention) -> SafeString | str:
        return (
            record.stands
            if record.is_over
            else format_html("{}<br>{}", record.stands, tag("Open", "blue", "●"))
        )


class FindingTable(LinkedTable):
    """The matrix: each finding, the actions that answer it and their progress ratings on the day asked for."""

    text = tables.Column(verbose_name="Finding", orderable=False)
    source = tables.Column(accessor="pk", verbose_name="Source", orderable=False)
    sections = tables.Column(accessor="pk", verbose_name="Plan areas", orderable=False)
    answered_by = tables.Column(
        accessor="pk", verbose_name="Actions, with their progress ratings", orderable=False
    )

    class Meta:
        model = Finding
        fields = ("text", "source", "sections", "answered_by")
        caption = "Findings, the actions that answer them and their progress ratings"
        attrs = {"class": "app-table--lines"}
        caption_hidden = True
        empty_text = "No finding matches these filters"

    def render_text(self, record: Finding) -> SafeString:
        link = self.linked("improvement:finding-detail", record.pk, str(record))
        return format_html('<span class="app-secondary">{}</span><br>{}', record.get_kind_display(), link)

    def render_source(self, record: Finding) -> SafeString:
        paragraph = f", paragraph {record.paragraph}" if record.paragraph else ""
        return format_html("{}{}", record.source, paragraph)

    def render_sections(self, record: Finding) -> SafeString | str:
        found = [(link.section.reference,) for link in record.held if link.section]
        return format_html_join(SafeString("<br>"), "{}", found) or tables.EMPTY

    def render_answered_by(self, record: Finding) -> SafeString | str:
        answers = [link.action for link in record.held if link.action]
        if not answers:
            strength = record.kind == Finding.Kind.STRENGTH
            return tables.EMPTY if strength else tag("Nothing answers it", "red", "!")
        lines = [
            (
                action.reference,
                self.linked("improvement:action-detail", action.pk, action.title),
                _rating_tag(action.rating_label, action.rating_colour, action.rating_symbol),
            )
            for action in answers
        ]
        items = format_html_join("", '<li><span class="app-secondary">{}</span><br>{}<br>{}</li>', lines)
        return format_html(
            '<ul class="govuk-list govuk-!-font-size-16 govuk-!-margin-bottom-0">{}</ul>', items
        )


@cache
def _rating_tag(words: str | None, tone: str | None, symbol: str | None) -> SafeString:
    facts = {"kind": "progress", "words": words, "tone": tone, "symbol": symbol}
    return mark_safe(render_to_string("components/rating.html", facts).strip())
