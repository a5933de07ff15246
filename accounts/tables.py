import re
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Change, Membership, Reminder
from core.dates import full_date, full_moment
from core.tables import Column, DateColumn, LinkColumn, Table

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
CODE = re.compile(r"[a-z]+(_[a-z]+)+")


def _end_address(membership: Membership) -> str | None:
    if membership.ended_on:
        return None
    return reverse("accounts:membership-end", args=[membership.council.slug, membership.pk])


def _which_role(membership: Membership) -> str:
    return f"the role of {membership.user.name} as {membership.get_role_display()}"


class PeopleTable(Table):
    """Who belongs to the council, in which role, since when."""

    name = Column(accessor="user__name")
    email = Column(accessor="user__email", verbose_name="Email address")
    role = Column()
    started_on = DateColumn(verbose_name="Since")
    ended_on = DateColumn(verbose_name="Ended")
    end = LinkColumn(text="End", href=_end_address, hidden=_which_role)

    class Meta:
        caption = "People and their roles"
        caption_hidden = True


class ReminderTable(Table):
    """What was written to people, when and about what; the subject leads to the whole mail."""

    made_at = Column(verbose_name="When", orderable=False)
    user = Column(verbose_name="To", orderable=False)
    kind = Column(orderable=False)
    subject = Column(empty_values=(), orderable=False)
    state = Column(orderable=False)

    class Meta:
        caption = "Reminders, newest first"
        caption_hidden = True
        empty_text = "No reminder has been sent yet"

    def __init__(self, *args: Any, council_slug: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.council_slug = council_slug

    def render_made_at(self, record: Reminder) -> str:
        return full_moment(record.sent_at or record.made_at)

    def render_subject(self, record: Reminder) -> SafeString | str:
        if not record.subject:
            return ""
        address = reverse("accounts:reminder-detail", args=[self.council_slug, record.pk])
        to = format_html('<span class="govuk-visually-hidden"> to {}</span>', record.user)
        return format_html('<a class="govuk-link" href="{}">{}{}</a>', address, record.subject, to)


class ChangeTable(Table):
    """The change log, a sentence a row, with what was there before and what came after."""

    at = Column(verbose_name="When")
    sentence = Column(empty_values=(), verbose_name="What happened", orderable=False)
    details = Column(empty_values=(), verbose_name="Before and after", orderable=False)

    class Meta:
        caption = "Changes, newest first"
        caption_hidden = True
        attrs = {"class": "app-log"}

    def render_at(self, record: Change) -> str:
        return full_moment(record.at)

    def render_sentence(self, record: Change) -> SafeString:
        return format_html("{} {} <strong>{}</strong>", record.by, record.verb, record.subject_label)

    def __init__(self, *args: Any, sees_exempt: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sees_exempt = sees_exempt

    def render_details(self, record: Change) -> SafeString | str:
        if record.is_guarded and not self.sees_exempt:
            return "Not shown: it is about a document that is not for publication"
        differences = record.differences()
        if not differences:
            return ""
        return format_html(
            '<details class="app-differences"><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">{}</span></summary><dl>{}</dl></details>',
            "One value" if len(differences) == 1 else f"{len(differences)} values",
            format_html_join(
                "",
                "<dt>{}</dt><dd>{} → {}</dd>",
                ((name, _shown(before), _shown(after)) for name, before, after in differences),
            ),
        )


def _shown(value: Any) -> str:
    """A plain value of the log as a person would write it: a date in words, a code without underscores."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_shown(item) for item in value) or "nothing"
        case str() if ISO_DATE.fullmatch(value):
            return _date_in_words(value)
        case str() if CODE.fullmatch(value):
            return value.replace("_", " ")
    return str(value)


def _date_in_words(text: str) -> str:
    try:
        return full_date(date.fromisoformat(text))
    except ValueError:
        return text
