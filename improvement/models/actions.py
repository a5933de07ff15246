from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Council, Entry, Membership, User, Versioned
from core.dates import slip_days
from core.ledger import LedgerQuerySet
from improvement import references
from improvement.models.endorsements import Endorsement
from improvement.models.groups import Group, Meeting
from improvement.models.leads import Lead
from improvement.models.plan import Plan
from improvement.models.ratings import FINISHED, ProgressMeaning
from improvement.models.retirement import without_retired
from improvement.models.sections import Priority, Section
from improvement.models.updates import Challenge, ProgressUpdate

# What `ActionQuerySet.as_at` adds, and the field of the update it comes from.
_FACTS = {
    "update_id": "pk",
    "rating_id": "rating_id",
    "rating_code": "rating__code",
    "rating_label": "rating__label",
    "rating_colour": "rating__colour",
    "rating_symbol": "rating__symbol",
    "rating_meaning": "rating__meaning",
    "rating_order": "rating__order",
    "rated_on": "as_at",
    "narrative": "narrative",
    "blockers": "blockers",
    "lead_rating_label": "moderates__rating__label",
    "lead_rating_colour": "moderates__rating__colour",
    "lead_rating_symbol": "moderates__rating__symbol",
}


def _not_rated(*meanings: ProgressMeaning) -> Q:
    """Rated otherwise, or not yet rated at all: a plain `exclude` would lose the latter."""
    return Q(rating_meaning=None) | ~Q(rating_meaning__in=meanings)


class ActionQuerySet(models.QuerySet["Action"]):
    def of(self, council: Council) -> Self:
        """The actions of a council with what their reference and lead need."""
        return self.filter(council=council).select_related(
            "section__chapter__plan", "priority", "lead", "workstream"
        )

    def existing_on(self, day: date, known_at: datetime | None = None) -> Self:
        """Those added by `day` that had not been retired then, as known at `known_at`."""
        return without_retired(self.filter(added_on__lte=day), "action", day, known_at)

    def in_plan_order(self) -> Self:
        return self.order_by(
            "section__chapter__plan_id",
            "section__chapter__number",
            "section__order",
            "section_id",
            "order",
            "pk",
        )

    def endorsed(self, day: date, known_at: datetime | None = None) -> Self:
        """Those that count on `day`: endorsed by then and not retired."""
        return self._at_step(Endorsement.Step.ENDORSED, day, known_at)

    def proposed(self, day: date, known_at: datetime | None = None) -> Self:
        """Those neither endorsed nor declined by `day`; they count nowhere."""
        return self._at_step(Endorsement.Step.PROPOSED, day, known_at)

    def declined(self, day: date, known_at: datetime | None = None) -> Self:
        """Those declined by `day`, and not proposed again."""
        return self._at_step(Endorsement.Step.DECLINED, day, known_at)

    def _at_step(self, step: str, day: date, known_at: datetime | None) -> Self:
        held = Endorsement.objects.step_on(day=day, known_at=known_at)
        return self.existing_on(day, known_at).alias(_step=held).filter(_step=step)

    def as_at(self, day: date, known_at: datetime | None = None) -> Self:
        """The actions that count on `day`, with what `with_facts` adds. The one place that leaves out what is
        only proposed: lists, counts, charts, exports and papers all begin here."""
        return self.endorsed(day, known_at).with_facts(day, known_at)

    def with_facts(self, day: date, known_at: datetime | None = None) -> Self:
        """The facts that held on `day`, as known at `known_at`, of every action, retired and proposed ones too.

        Adds `facts_of` (the day), `update_id`, the progress rating (`rating_id`, `rating_code`, `rating_label`,
        `rating_colour`, `rating_symbol`, `rating_meaning`, `rating_order`), `rated_on`, `narrative` and `blockers`
        of the update that held (all None where there is none), `current_due` (the original date or the last one
        agreed), `proposed_due` (a date asked for and still under review, or None) and `times_revised`.
        Where a chair moderated the rating it is the chair's, and `lead_rating_label`, `lead_rating_colour` and
        `lead_rating_symbol` are the lead's (None otherwise). `question` is what a chair has asked about the last
        update and nobody has answered yet, or None. `lead_of_day` is who led it then, by name.
        """
        latest, revision = ProgressUpdate.objects.latest_value_subquery, DateRevision.objects
        facts = {name: latest(field, day=day, known_at=known_at) for name, field in _FACTS.items()}
        return self.annotate(
            facts_of=Value(day, output_field=models.DateField()),
            **facts,
            current_due=Coalesce(revision.agreed_date(day=day, known_at=known_at), F("original_due")),
            proposed_due=revision.date_under_review(day=day, known_at=known_at),
            times_revised=revision.times_agreed(day=day, known_at=known_at),
            lead_of_day=Lead.objects.name_on(day=day, known_at=known_at),
            question=Challenge.objects.question_to(day=day, known_at=known_at),
        )

    def with_last_update(self) -> Self:
        """Adds `last_update`: the number of the update appended last, whatever its date; 0 where there is none.
        A form that shows it can tell whether another update was added meanwhile."""
        appended = ProgressUpdate.objects.filter(action=OuterRef("pk")).order_by("-pk").values("pk")
        return self.annotate(last_update=Coalesce(Subquery(appended[:1]), 0))

    def with_review_waiting(self, day: date) -> Self:
        """Adds `is_in_review`: whether evidence of it, as at a day, awaits its review."""
        from improvement.models.evidence import Evidence

        waiting = Evidence.objects.filter(action=OuterRef("pk")).as_at(day).awaiting_review()
        return self.annotate(is_in_review=Exists(waiting))

    def overdue(self, day: date) -> Self:
        """Past the current date and not finished; done-awaiting-evidence is counted apart (after `as_at`)."""
        return self.filter(current_due__lt=day).filter(_not_rated(*FINISHED))

    def blocked(self) -> Self:
        """The last update says what is in the way (after `as_at`)."""
        return self.exclude(blockers=None).exclude(blockers="")

    def under_review(self) -> Self:
        """A new date has been asked for and not decided (after `as_at`)."""
        return self.exclude(proposed_due=None)

    def awaiting_evidence(self) -> Self:
        """Done, and nobody other than the lead has accepted the evidence yet (after `as_at`)."""
        return self.filter(rating_meaning=ProgressMeaning.DONE_AWAITING_EVIDENCE)

    def returned(self) -> Self:
        """Its last update was returned with a question that is still to be answered (after `as_at`)."""
        return self.exclude(question=None)

    def led_by(self, user: User) -> Self:
        return self.filter(Q(lead=user) | Q(deputy=user))

    def led_on(self, day: date, lead: User, known_at: datetime | None = None) -> Self:
        """Those this person led on `day`."""
        return self.alias(_led=Lead.objects.latest_value_subquery("lead", day, known_at)).filter(_led=lead)

    def whose_lead_has_left(self, day: date, known_at: datetime | None = None) -> Self:
        """Led on `day` by somebody who was no longer a member of the council then; a partner's role cannot leave."""
        still_here = Membership.objects.current(day).filter(
            council=OuterRef("council"), user=OuterRef("_led"), user__is_active=True
        )
        led = self.alias(_led=Lead.objects.latest_value_subquery("lead", day, known_at))
        return led.exclude(_led=None).exclude(Exists(still_here))

    def not_updated_since(self, day: date) -> Self:
        """No update as at `day` or later (after `as_at`); finished actions need none."""
        not_rated_since = Q(rated_on=None) | Q(rated_on__lt=day)
        return self.filter(not_rated_since).filter(_not_rated(ProgressMeaning.DONE))


class Action(Versioned):
    """A thing to be done by a date by somebody, in a section or on a priority of it; proposed, then endorsed.

    Whether it counts, its rating and current due date are ledger facts (`ActionQuerySet.as_at`), never columns here.
    """

    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="actions")
    priority = models.ForeignKey(
        Priority, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    number = models.CharField(max_length=10, help_text="Within the section: 1, 2, 2a.")
    title = models.CharField(max_length=400)
    success_measure = models.TextField(blank=True)
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_actions",
    )
    partner_lead = models.CharField(
        max_length=120, blank=True, help_text="A partner's role without an account."
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deputised_actions",
    )
    workstream = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    original_due = models.DateField()
    order = models.PositiveSmallIntegerField(default=0)
    added_on = models.DateField()
    retired_on = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=250, blank=True)
    first_published_on = models.DateField(
        null=True, blank=True, editable=False, help_text="From then on its original date is fixed."
    )

    # Set by `ActionQuerySet.as_at`; never columns.
    facts_of: date
    update_id: int | None
    rating_id: int | None
    rating_code: str | None
    rating_label: str | None
    rating_colour: str | None
    rating_symbol: str | None
    rating_meaning: str | None
    rating_order: int | None
    rated_on: date | None
    narrative: str | None
    blockers: str | None
    current_due: date
    proposed_due: date | None
    times_revised: int
    lead_rating_label: str | None
    lead_rating_colour: str | None
    lead_rating_symbol: str | None
    question: str | None
    lead_of_day: str | None
    # Set by `ActionQuerySet.with_last_update`.
    last_update: int
    # Set by `ActionQuerySet.with_review_waiting`.
    is_in_review: bool

    objects = ActionQuerySet.as_manager()

    class Meta:
        ordering = ["section", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["section", "number"], name="action_number_once_a_section")
        ]
        indexes = [models.Index(fields=["council", "section", "order"])]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        """IP Ch.1, S.3, P.5, action 2 – needs section, chapter, plan and priority selected."""
        chapter = self.section.chapter
        priority = self.priority.label if self.priority else ""
        area = references.cite(chapter.plan.prefix, chapter.number, self.section.label, priority)
        return f"{area}, action {self.number}"

    @property
    def plan(self) -> Plan:
        return self.section.chapter.plan

    @property
    def lead_name(self) -> str:
        """Who leads it, on the day of its facts where it carries them (`ActionQuerySet.with_facts`)."""
        of_day = self.__dict__.get("lead_of_day")
        if of_day is not None:
            return str(of_day)
        return self.lead.name if self.lead else self.partner_lead

    @property
    def slip(self) -> int:
        """Calendar days the current date lies after the original one (after `as_at`)."""
        return slip_days(self.original_due, self.current_due)

    @property
    def is_overdue(self) -> bool:
        """As `ActionQuerySet.overdue` has it, on the day of the facts (after `as_at`)."""
        return self.current_due < self.facts_of and self.rating_meaning not in FINISHED


class DateRevisionQuerySet(LedgerQuerySet["DateRevision"]):
    def agreed_date(self, *, day: date, known_at: datetime | None = None) -> Subquery:
        """For an action queryset: the last date agreed by `day`, or None."""
        agreed = self._agreed(day, known_at)
        return Subquery(agreed.order_by("-as_at", "-id").values("new_due")[:1])

    def times_agreed(self, *, day: date, known_at: datetime | None = None) -> Coalesce:
        """For an action queryset: how many new dates had been agreed by `day`."""
        counted = (
            self._agreed(day, known_at).order_by().values("action").annotate(how_many=models.Count("pk"))
        )
        return Coalesce(Subquery(counted.values("how_many")), 0)

    def date_under_review(self, *, day: date, known_at: datetime | None = None) -> Subquery:
        """For an action queryset: the date asked for by `day` and not decided by then, or None."""
        under_review = self.open_requests(day, known_at).filter(action=OuterRef("pk"))
        return Subquery(under_review.order_by("-as_at", "-id").values("new_due")[:1])

    def open_requests(self, day: date, known_at: datetime | None = None) -> Self:
        """Dates asked for by `day` and not decided by then."""
        steps = self.standing(day, known_at)
        decided = steps.exclude(step=DateRevision.Step.ASKED).filter(request=OuterRef("pk"))
        return steps.filter(step=DateRevision.Step.ASKED).exclude(Exists(decided))

    def _agreed(self, day: date, known_at: datetime | None) -> Self:
        return self.standing(day, known_at).filter(step=DateRevision.Step.AGREED, action=OuterRef("pk"))

    def for_timeline(self) -> Self:
        return self.select_related("recorded_by", "meeting__group").order_by("-as_at", "-id")


class DateRevision(Entry):
    """A new date asked for, agreed or declined. Until agreed it is under review and the old date stands."""

    SUBJECT = "action"

    class Step(models.TextChoices):
        ASKED = "asked", "Asked for (under review)"
        AGREED = "agreed", "Agreed"
        DECLINED = "declined", "Declined"

    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="date_revisions")
    step = models.CharField(max_length=10, choices=Step)
    request = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="decisions")
    new_due = models.DateField()
    reason = models.TextField(blank=True)
    meeting = models.ForeignKey(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    objects = DateRevisionQuerySet.as_manager()

    class Meta(Entry.Meta):
        ordering = ["-as_at", "-id"]
        indexes = [models.Index(fields=["action", "-as_at", "-id"])]

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.new_due}"
