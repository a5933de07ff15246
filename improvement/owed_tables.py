"""The tables and workbooks of committee requests and undertakings."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core import tables
from core.dates import full_date
from core.ledger import AsAt
from core.spreadsheets import Column, Sheet, write_as
from improvement.inspection_tables import LinkedTable, tag
from improvement.models import CommitteeRequest, Undertaking
from improvement.models.requests import OPEN, Owed
from improvement.owed import KINDS, REQUESTS, Kind

_TONES = {OPEN: ("blue", "●"), "answered": ("green", "✓"), "kept": ("green", "✓")}


def step_tag(kind: Kind, owed: Owed, day: date) -> SafeString:
    """Where something owed stands, in words, colour and symbol; late ones say so."""
    if owed.is_overdue(day):
        return tag("Overdue", "red", "!")
    return tag(kind.steps.Step(owed.step).label, *_TONES.get(owed.step or "", ("grey", "–")))


class OwedTable(LinkedTable):
    """What is owed, where it stands and by when; the rows carry the facts of `OwedQuerySet.as_at`."""

    text = tables.Column(verbose_name="What", orderable=False)
    source = tables.Column(accessor="pk", verbose_name="From", orderable=False)
    owner = tables.Column(accessor="owner_name", verbose_name="Owed by", orderable=False)
    due = tables.DateColumn(verbose_name="Due by")
    step = tables.Column(verbose_name="Where it stands")

    class Meta:
        fields = ("text", "source", "owner", "due", "step")
        attrs = {"class": "app-table--lines"}
        caption_hidden = True
        empty_text = "Nothing matches these filters"

    def __init__(self, *args: object, kind: Kind, asked: AsAt, council_slug: str, **kwargs: object) -> None:
        super().__init__(*args, asked=asked, council_slug=council_slug, **kwargs)
        self.kind, self.caption = kind, kind.plural

    def render_text(self, record: Owed) -> SafeString:
        return self.linked(f"improvement:{self.kind.key}-detail", record.pk, record.text)

    def render_source(self, record: CommitteeRequest | Undertaking) -> str:
        return source_of(record)

    def render_step(self, record: Owed) -> SafeString:
        label = step_tag(self.kind, record, self.asked.day)
        return format_html('{}<br><span class="app-secondary">{}</span>', label, record.words or "")


def source_of(owed: CommitteeRequest | Undertaking) -> str:
    """Where it comes from: the meeting and who asked, or the paper and its paragraph."""
    if isinstance(owed, CommitteeRequest):
        minute = f", minute {owed.minute}" if owed.minute else ""
        return f"{owed.asked_by}, {owed.meeting}{minute}"
    paragraph = f", paragraph {owed.paragraph}" if owed.paragraph else ""
    return f"{owed.paper}{paragraph}, {full_date(owed.given_on)}"


def export_owed(kind: Kind, owed: Iterable[Any], form: str, day: date) -> bytes:
    """What is owed as an Excel workbook ("xlsx") or CSV ("csv"), with the facts of `day`."""
    labels = dict(kind.steps.Step.choices)
    columns: tuple[Column[Any], ...] = (
        Column("Facts as at", lambda one: day),
        Column(
            "What was asked for" if kind is REQUESTS else "What was promised", lambda one: one.text, width=60
        ),
        Column("From", source_of, width=44),
        Column("Owed by", lambda one: one.owner_name, width=30),
        Column("Due by", lambda one: one.due),
        Column("Where it stands", lambda one: labels[one.step]),
        Column("Since", lambda one: one.step_on),
        Column("Overdue", lambda one: "Yes" if one.is_overdue(day) else "No"),
        Column("Answer" if kind is REQUESTS else "How it was kept", lambda one: one.words, width=60),
    )
    sheet = Sheet(KINDS[kind.key].plural, columns, owed)
    return write_as(form, sheet)
