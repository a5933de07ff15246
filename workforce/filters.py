from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet

from accounts.models import Council
from core.forms import FilterForm
from improvement.models import Section
from workforce.models import FundedPost
from workforce.reads import PostInList
from workforce.states import State


class PostFilter(django_filters.FilterSet):
    """Posts by status, role, plan area and where their positions stand; every filter lives in the address."""

    status = django_filters.ChoiceFilter(choices=FundedPost.Status.choices, empty_label="Any")
    state = django_filters.ChoiceFilter(
        label="With positions that are",
        choices=[(state.value, state.label) for state in State],
        method="carried",
        empty_label="Any",
    )
    role = django_filters.ChoiceFilter(label="Role", empty_label="Any")
    section = django_filters.ModelChoiceFilter(
        label="Plan area", field_name="sections", queryset=Section.objects.none(), empty_label="Any"
    )
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        model = FundedPost
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: Any, *, council: Council) -> None:
        super().__init__(data, queryset=FundedPost.objects.of(council).with_references())
        roles = FundedPost.objects.of(council).order_by("role").values_list("role", flat=True).distinct()
        self.filters["role"].extra["choices"] = [(role, role) for role in roles]
        areas: Any = self.filters["section"]
        areas.queryset = Section.objects.of(council).in_plan_order()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the day is asked for."""
        data = self.data or {}
        return any(data.get(name) for name in self.filters if name not in {"as_at", "known_at"})

    def carried(self, posts: QuerySet[FundedPost], name: str, value: str) -> QuerySet[FundedPost]:
        """What is no column: the state follows from the events, once they are read."""
        return posts

    def in_state(self, posts: list[PostInList]) -> list[PostInList]:
        """Those with at least one position in the state asked for."""
        wanted = self.form.cleaned_data.get("state") if self.form.is_valid() else ""
        return [post for post in posts if post.counts.get(State(wanted))] if wanted else posts
