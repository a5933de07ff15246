from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q

from accounts.models import Council, User
from core.dates import parse_day
from core.forms import FilterForm
from core.ledger import AsAt
from improvement import references
from improvement.models import Action, Chapter, Finding, Group, Inspection, Lead, Plan, Section
from improvement.models.actions import ActionQuerySet
from improvement.models.findings import FindingQuerySet
from improvement.models.ratings import NOT_YET_RATED

_UNRATED = "none"


class DayField(forms.CharField):
    """A day in one box, so that an address with it stays short: `2024-11-13` or `13 November 2024`."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        try:
            return parse_day(text) if text else None
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from None


class DayFilter(django_filters.Filter):
    field_class = DayField


class ActionFilter(django_filters.FilterSet):
    """The actions of a council by what held on the day asked for; every filter lives in the address."""

    q = django_filters.CharFilter(label="Words or reference", method="search")
    rating = django_filters.ChoiceFilter(label="Progress rating", method="rated", empty_label="Any")
    plan = django_filters.ModelChoiceFilter(
        label="Plan", field_name="section__chapter__plan", queryset=Plan.objects.none(), empty_label="Any"
    )
    chapter = django_filters.ModelChoiceFilter(
        label="Chapter", field_name="section__chapter", queryset=Chapter.objects.none(), empty_label="Any"
    )
    section = django_filters.ModelChoiceFilter(
        label="Section", queryset=Section.objects.none(), empty_label="Any"
    )
    workstream = django_filters.ModelChoiceFilter(
        label="Workstream", queryset=Group.objects.none(), empty_label="Any"
    )
    lead = django_filters.ModelChoiceFilter(
        label="Lead", queryset=User.objects.none(), empty_label="Anyone", method="led_by"
    )
    not_updated_since = DayFilter(label="Not updated since (like 13 November 2024)", method="stale_since")
    overdue = django_filters.BooleanFilter(label="Overdue", method="only", widget=forms.CheckboxInput)
    blocked = django_filters.BooleanFilter(
        label="Something is in the way", method="only", widget=forms.CheckboxInput
    )
    under_review = django_filters.BooleanFilter(
        label="New date under review", method="only", widget=forms.CheckboxInput
    )
    awaiting_evidence = django_filters.BooleanFilter(
        label="Done, awaiting evidence", method="only", widget=forms.CheckboxInput
    )
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        model = Action
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, *, council: Council, asked: AsAt) -> None:
        actions = Action.objects.of(council).as_at(asked.day, asked.known_at).in_plan_order()
        super().__init__(data, queryset=actions)
        self.asked = asked
        plans = list(Plan.objects.of(council).prefetch_related("progress_scale__ratings"))
        self.filters["rating"].extra["choices"] = _rating_choices(plans)
        if len(plans) < 2:
            del self.filters["plan"]
        else:
            _filter(self, "plan").queryset = Plan.objects.filter(council=council)
        _filter(self, "chapter").queryset = Chapter.objects.filter(plan__council=council)
        _filter(self, "section").queryset = Section.objects.of(council).in_plan_order()
        _filter(self, "workstream").queryset = Group.objects.of(council).workstreams()
        have_led = Lead.objects.filter(council=council).values("lead")
        _filter(self, "lead").queryset = User.objects.filter(pk__in=have_led)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the day is asked for."""
        data = self.data or {}
        return any(data.get(name) for name in self.filters if name not in {"as_at", "known_at"})

    def search(self, actions: ActionQuerySet, name: str, words: str) -> ActionQuerySet:
        """By reference where it reads like one, else every word in the title, the measure or what was last said."""
        if cited := references.cited_in(words):
            return _cited(actions, cited)
        for word in words.split()[:8]:
            found = [
                Q(**{f"{field}__icontains": word})
                for field in ("title", "success_measure", "narrative", "blockers")
            ]
            actions = actions.filter(reduce(or_, found))
        return actions

    def rated(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return actions.filter(Q(rating_id=None if value == _UNRATED else int(value)))

    def led_by(self, actions: ActionQuerySet, name: str, lead: User) -> ActionQuerySet:
        return actions.led_on(self.asked.day, lead, self.asked.known_at)

    def stale_since(self, actions: ActionQuerySet, name: str, day: Any) -> ActionQuerySet:
        return actions.not_updated_since(day)

    def only(self, actions: ActionQuerySet, name: str, wanted: bool) -> ActionQuerySet:
        if not wanted:
            return actions
        match name:
            case "overdue":
                return actions.overdue(self.asked.day)
            case "blocked":
                return actions.blocked()
            case "under_review":
                return actions.under_review()
        return actions.awaiting_evidence()

    def carried(self, actions: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return actions


def _filter(filters: django_filters.FilterSet, name: str) -> Any:
    return filters.filters[name]


def _cited(actions: ActionQuerySet, cited: references.Reference) -> ActionQuerySet:
    found = actions.filter(section__chapter__number=cited.chapter, section__label=cited.section)
    found = found.filter(priority__label=cited.priority) if cited.priority else found
    return found.filter(number__iexact=cited.action) if cited.action else found


def _rating_choices(plans: Iterable[Plan]) -> list[tuple[str, str]]:
    """The ratings of every progress key in use, once each by name, and last what nobody has rated."""
    scales = {plan.progress_scale_id: plan.progress_scale for plan in plans}
    ratings = [(str(rating.pk), rating.label) for scale in scales.values() for rating in scale.ratings.all()]
    return [*ratings, (_UNRATED, NOT_YET_RATED.label)]


class FindingFilter(django_filters.FilterSet):
    """Findings of the day asked for by kind, source, section and whether anything answers them."""

    q = django_filters.CharFilter(label="Words or reference", method="search")
    kind = django_filters.ChoiceFilter(label="Kind", choices=Finding.Kind.choices, empty_label="Any")
    inspection = django_filters.ModelChoiceFilter(
        label="Inspection or review", queryset=Inspection.objects.none(), empty_label="Any"
    )
    section = django_filters.ModelChoiceFilter(
        label="Section", queryset=Section.objects.none(), empty_label="Any", method="about"
    )
    unanswered = django_filters.BooleanFilter(
        label="Nothing answers it", method="only_unanswered", widget=forms.CheckboxInput
    )
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        model = Finding
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, *, council: Council, asked: AsAt) -> None:
        findings = Finding.objects.of(council).as_at(asked.day, asked.known_at)
        super().__init__(data, queryset=findings.with_links(asked.day, asked.known_at))
        self.asked = asked
        _filter(self, "inspection").queryset = Inspection.objects.of(council)
        _filter(self, "section").queryset = Section.objects.of(council).in_plan_order()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the day is asked for."""
        data = self.data or {}
        return any(data.get(name) for name in self.filters if name not in {"as_at", "known_at"})

    def search(self, findings: FindingQuerySet, name: str, words: str) -> FindingQuerySet:
        """By the section or action it is linked to where the words read like a reference, else by its text."""
        cited = references.cited_in(words)
        if cited is None:
            return findings.filter(text__icontains=words)
        day, known_at = self.asked.day, self.asked.known_at
        actions = _cited(Action.objects.all(), cited).values("pk")
        by_action = findings.about(day, known_at, action__in=actions)
        if cited.priority or cited.action:
            return by_action
        return (
            findings.about(day, known_at, section__in=Section.objects.cited(cited).values("pk")) | by_action
        )

    def about(self, findings: FindingQuerySet, name: str, section: Section) -> FindingQuerySet:
        return findings.about(self.asked.day, self.asked.known_at, section=section)

    def only_unanswered(self, findings: FindingQuerySet, name: str, wanted: bool) -> FindingQuerySet:
        return findings.unanswered() if wanted else findings

    def carried(self, findings: FindingQuerySet, name: str, value: str) -> FindingQuerySet:
        return findings
