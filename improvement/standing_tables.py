"""The tables of what surrounds the plan: actions proposed for it, and which action waits for which."""

from functools import cache

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Council
from core import tables
from core.dates import full_date
from core.ledger import AsAt
from improvement.models import Action, Endorsement, Interdependency, Lead
from improvement.models.endorsements import EndorsementQuerySet

_TONES = {Endorsement.Step.PROPOSED: "purple", Endorsement.Step.DECLINED: "grey"}


def proposals_of(council: Council, asked: AsAt) -> EndorsementQuerySet:
    """The step that held on the day of each action neither endorsed nor retired; what waits comes first."""
    path = "action__section__chapter__plan__actions_endorsed_by"
    outside = Action.objects.filter(council=council).existing_on(asked.day, asked.known_at).values("pk")
    held = Endorsement.objects.filter(council=council).current(asked.day, asked.known_at)
    shown = held.exclude(step=Endorsement.Step.ENDORSED).filter(action__in=outside)
    led = Lead.objects.name_on(day=asked.day, known_at=asked.known_at, subject_outer_ref="action")
    related = shown.select_related(path, "action__priority", "recorded_by", "meeting__group")
    return related.annotate(lead=led).order_by("-step", "as_at", "pk")


class ProposalTable(tables.Table):
    """Actions that do not count: proposed or declined."""

    action = tables.Column(accessor="action__title", verbose_name="Action", orderable=False)
    step = tables.Column(verbose_name="State", orderable=False)
    as_at = tables.DateColumn(verbose_name="Since", orderable=False)
    recorded_by = tables.Column(verbose_name="By", orderable=False)
    due = tables.DateColumn(accessor="action__original_due", verbose_name="Would be due", orderable=False)
    lead = tables.Column(verbose_name="Lead", orderable=False)
    decided_by = tables.Column(
        accessor="action__plan__actions_endorsed_by", verbose_name="Decided by", orderable=False
    )

    class Meta:
        model = Endorsement
        fields = ("action", "step", "as_at", "recorded_by", "due", "lead", "decided_by")
        attrs = {"class": "app-table--lines"}
        caption = "Proposed and declined actions"
        caption_hidden = True
        empty_text = "No action is proposed"

    def __init__(self, *args: object, asked: AsAt, council_slug: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.council_slug = asked, council_slug

    def render_action(self, record: Endorsement) -> SafeString:
        return _action_link(record.action, self.council_slug, self.asked)

    def render_step(self, record: Endorsement) -> SafeString:
        note = f"{record.meeting.group}, {full_date(record.as_at)}: " if record.meeting else ""
        words = f"{note}{record.note}" if record.note else ""
        return format_html(
            '{}<br><span class="app-secondary">{}</span>',
            _tag(record.step),
            words,
        )


@cache
def _tag(step: str) -> SafeString:
    given = {"words": Endorsement.Step(step).label, "tone": _TONES[Endorsement.Step(step)]}
    return render_to_string("components/tag.html", given)


class WaitTable(tables.Table):
    """Which action waits for which, both with the facts of the day asked for."""

    action = tables.Column(verbose_name="Action", orderable=False)
    waits_for = tables.Column(verbose_name="Waits for", orderable=False)
    due = tables.DateColumn(accessor="waits_for__current_due", verbose_name="Due", orderable=False)
    rating = tables.TagColumn(
        accessor="waits_for__rating_label",
        verbose_name="Progress rating of what it waits for",
        tone="waits_for__rating_colour",
        symbol="waits_for__rating_symbol",
        kind="progress",
        orderable=False,
    )
    risks = tables.Column(verbose_name="May hold it up", empty_values=(), orderable=False)

    class Meta:
        model = Interdependency
        fields = ("action", "waits_for", "due", "rating", "risks")
        attrs = {"class": "app-table--lines"}
        caption = "Which action waits for which"
        caption_hidden = True
        empty_text = "No action waits for another"

    def __init__(self, *args: object, asked: AsAt, council_slug: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.council_slug = asked, council_slug

    def render_action(self, record: Interdependency) -> SafeString:
        return _action_link(record.action, self.council_slug, self.asked)

    def render_waits_for(self, record: Interdependency) -> SafeString:
        link = _action_link(record.waits_for, self.council_slug, self.asked)
        return format_html('{}<br><span class="app-secondary">{}</span>', link, record.because)

    def render_risks(self, record: Interdependency) -> str:
        return f"It is {' and '.join(record.risks)}" if record.risks else "No"


def _action_link(action: Action, council_slug: str, asked: AsAt) -> SafeString:
    url = reverse("improvement:action-detail", args=[council_slug, action.pk])
    return format_html(
        '<span class="app-secondary">{}</span><br><a class="govuk-link" href="{}">{}</a>',
        action.reference,
        f"{url}?{asked.querystring}" if asked.is_past else url,
        action.title,
    )
