"""The table of meetings, and the workbook of what one decided."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import tables
from core.dates import full_date, today
from core.ledger import AsAt
from core.spreadsheets import Column, Sheet, write_as
from improvement.inspection_tables import tag
from improvement.meeting_log import Decided
from improvement.models import Meeting

_TONES = {
    Meeting.State.PLANNED: ("blue", "○"),
    Meeting.State.HELD: ("green", "✓"),
    Meeting.State.CANCELLED: ("grey", "–"),
}


def state_tag(meeting: Meeting) -> SafeString:
    """What became of a meeting; one whose day has passed unmarked says so."""
    if meeting.state == Meeting.State.PLANNED and meeting.held_on < today():
        return tag("To be marked", "amber", "!")
    return tag(meeting.get_state_display(), *_TONES[Meeting.State(meeting.state)])


class MeetingTable(tables.Table):
    """Meetings, the latest first, each leading to its page."""

    held_on = tables.Column(verbose_name="Date")
    group = tables.Column()
    state = tables.Column(verbose_name="What became of it", orderable=False)
    update_cutoff = tables.DateColumn(verbose_name="Updates in by")
    paper_deadline = tables.DateColumn(verbose_name="Papers out by", orderable=False)

    class Meta:
        model = Meeting
        fields = ("held_on", "group", "state", "update_cutoff", "paper_deadline")
        attrs = {"class": "app-table--lines"}
        caption = "Meetings"
        empty_text = "No meetings have been entered"

    def __init__(self, *args: object, council_slug: str, asked: AsAt, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.council_slug, self.carried = council_slug, f"?{asked.querystring}" if asked.is_past else ""

    def render_held_on(self, record: Meeting) -> SafeString:
        return format_html(
            '<a class="govuk-link" href="{}{}">{}<span class="govuk-visually-hidden">, {}</span></a>',
            reverse("improvement:meeting-detail", args=[self.council_slug, record.pk]),
            self.carried,
            full_date(record.held_on),
            record.group,
        )

    def render_state(self, record: Meeting) -> SafeString:
        return state_tag(record)


def export_log(meeting: Meeting, log: list[Decided], kind: str) -> bytes:
    """The decisions of a meeting as an Excel workbook ("xlsx") or CSV ("csv"), in the order they were recorded."""
    columns: tuple[Column[Decided], ...] = (
        Column("Meeting", lambda one: str(meeting.group), width=34),
        Column("Held on", lambda one: meeting.held_on),
        Column("Item", lambda one: one.item, width=40),
        Column("Reference", lambda one: one.action.reference, width=26),
        Column("Action", lambda one: one.action.title, width=50),
        Column("Decision", lambda one: one.outcome, width=34),
        Column("Reason or note", lambda one: one.note, width=50),
        Column("As at", lambda one: one.as_at),
        Column("Recorded by", lambda one: one.by, width=24),
        Column("Recorded at", lambda one: one.recorded_at, width=18),
        Column("Corrected since", lambda one: "Yes" if one.is_corrected else "No"),
    )
    sheet = Sheet("Decisions", columns, log)
    return write_as(kind, sheet)
