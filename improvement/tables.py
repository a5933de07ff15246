from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import tables
from core.dates import full_date
from core.ledger import AsAt
from improvement.models import Action

_PLAN_ORDER = (
    "section__chapter__plan_id",
    "section__chapter__number",
    "section__order",
    "section_id",
    "order",
    "pk",
)


class ActionTable(tables.Table):
    """Actions with what held on one day; the rows carry the facts of `ActionQuerySet.as_at`."""

    pick = tables.Column(
        accessor="pk", verbose_name="Tick", orderable=False, attrs={"cell": {"class": "app-cell--pick"}}
    )
    action = tables.Column(accessor="title", verbose_name="Action", order_by=_PLAN_ORDER)
    rating = tables.TagColumn(
        accessor="rating_label",
        verbose_name="Progress rating",
        tone="rating_colour",
        symbol="rating_symbol",
        kind="progress",
        order_by=("rating_order", *_PLAN_ORDER),
    )
    due = tables.Column(accessor="current_due", order_by=("current_due", *_PLAN_ORDER))
    lead = tables.Column(accessor="lead_name", order_by=("lead_of_day", *_PLAN_ORDER))
    workstream = tables.Column(
        order_by=("workstream__name", *_PLAN_ORDER), attrs={"cell": {"class": "app-cell--wide"}}
    )
    rated_on = tables.DateColumn(verbose_name="Last update as at", order_by=("rated_on", *_PLAN_ORDER))

    class Meta:
        model = Action
        fields = ("pick", "action", "rating", "due", "lead", "workstream", "rated_on")
        row_header = "action"
        attrs = {"class": "app-table--lines"}
        caption = "Actions"
        caption_hidden = True
        empty_text = "No action matches these filters"

    def __init__(
        self, *args: object, asked: AsAt, council_slug: str, picks: bool = False, **kwargs: object
    ) -> None:
        """`picks`: the rows can be ticked, to be changed together."""
        super().__init__(*args, exclude=() if picks else ("pick",), **kwargs)
        self.asked, self.council_slug = asked, council_slug

    def render_pick(self, record: Action) -> SafeString:
        return format_html(
            '<div class="govuk-checkboxes govuk-checkboxes--small app-pick"><div class="govuk-checkboxes__item">'
            '<input class="govuk-checkboxes__input" type="checkbox" name="pick" value="{}" id="pick-{}" form="picked">'
            '<label class="govuk-label govuk-checkboxes__label" for="pick-{}">'
            '<span class="govuk-visually-hidden">{}</span></label></div></div>',
            record.pk,
            record.pk,
            record.pk,
            record.reference,
        )

    def render_action(self, record: Action) -> SafeString:
        url = reverse("improvement:action-detail", args=[self.council_slug, record.pk])
        if self.asked.is_past:
            url = f"{url}?{self.asked.querystring}"
        return format_html(
            '<span class="app-secondary">{}</span><br><a class="govuk-link" href="{}">{}</a>',
            record.reference,
            url,
            record.title,
        )

    def render_rating(self, record: Action, value: object, column: tables.TagColumn) -> SafeString:
        """What counts and, beneath it, that a chair moderated it or asked about it."""
        notes = []
        if record.lead_rating_label:
            notes.append(f"Moderated; the lead’s rating was {record.lead_rating_label}")
        if record.question:
            notes.append("Returned with a question")
        lines = [format_html('<br><span class="app-secondary">{}</span>', note) for note in notes]
        return format_html("{}{}", column.render(value, record), SafeString("".join(lines)))

    def render_due(self, record: Action) -> SafeString:
        return due_cell(record)


def due_cell(action: Action) -> SafeString:
    """The current date, and whatever there is to say about it: overdue, under review, slipped."""
    notes = []
    if action.is_overdue:
        notes.append(format_html("<br>{}", _overdue_tag()))
    if action.proposed_due:
        notes.append(
            format_html(
                '<br><span class="app-secondary">{} under review</span>', full_date(action.proposed_due)
            )
        )
    if action.times_revised:
        notes.append(
            format_html(
                '<br><span class="app-secondary">was {}; {}</span>',
                full_date(action.original_due),
                slip_words(action),
            )
        )
    return format_html("{}{}", full_date(action.current_due), SafeString("".join(notes)))


@cache
def _overdue_tag() -> SafeString:
    return render_to_string("components/tag.html", {"words": "Overdue", "tone": "red", "symbol": "!"})


def slip_words(action: Action) -> str:
    """`slipped 31 days in 2 revisions`."""
    times = f" in {action.times_revised} revisions" if action.times_revised > 1 else ""
    days = abs(action.slip)
    if not days:
        return f"no slip{times}"
    unit = "day" if days == 1 else "days"
    return f"{'slipped' if action.slip > 0 else 'brought forward'} {days} {unit}{times}"
