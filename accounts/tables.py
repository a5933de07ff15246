from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from accounts.models import Change, Membership
from core import tables
from core.dates import full_date, full_moment


class PeopleTable(tables.Table):
    """Who belongs to the council, in which role, since when."""

    name = tables.Column(accessor="user__name", verbose_name="Name")
    email = tables.Column(accessor="user__email", verbose_name="Email address")
    role = tables.Column()
    started_on = tables.Column(verbose_name="Since")
    ended_on = tables.Column(verbose_name="Ended", default="")
    end = tables.Column(accessor="pk", verbose_name="End", orderable=False)

    class Meta:
        model = Membership
        fields = ("name", "email", "role", "started_on", "ended_on", "end")
        order_by = ()
        caption = "People and their roles"

    def render_started_on(self, record: Membership) -> str:
        return full_date(record.started_on)

    def render_ended_on(self, record: Membership) -> str:
        return full_date(record.ended_on) if record.ended_on else ""

    def render_end(self, record: Membership) -> SafeString | str:
        if record.ended_on:
            return ""
        url = reverse("accounts:membership-end", args=[record.council.slug, record.pk])
        return format_html(
            '<a class="govuk-link" href="{}">End'
            '<span class="govuk-visually-hidden"> the role of {} as {}</span></a>',
            url,
            record.user.name,
            record.get_role_display(),
        )


class ChangeTable(tables.Table):
    """The change log, a sentence a row, with what was there before and what came after."""

    at = tables.Column(verbose_name="When")
    sentence = tables.Column(empty_values=(), verbose_name="What happened", orderable=False)
    details = tables.Column(empty_values=(), verbose_name="Before and after", orderable=False)

    class Meta:
        model = Change
        fields = ("at", "sentence", "details")
        caption = "Changes, newest first"

    def render_at(self, record: Change) -> str:
        return full_moment(record.at)

    def render_sentence(self, record: Change) -> str:
        return str(record)

    def render_details(self, record: Change) -> SafeString | str:
        differences = record.differences()
        if not differences:
            return ""
        return format_html(
            '<details class="govuk-details app-details"><summary class="govuk-details__summary">'
            '<span class="govuk-details__summary-text">Show {}</span></summary>'
            '<dl class="app-differences">{}</dl></details>',
            "one value" if len(differences) == 1 else f"{len(differences)} values",
            format_html_join(
                "",
                "<dt>{}</dt><dd><del>{}</del> <ins>{}</ins></dd>",
                ((name, _shown(before), _shown(after)) for name, before, after in differences),
            ),
        )


def _shown(value: Any) -> str:
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(_shown(item) for item in value) or "nothing"
    return str(value)
