from typing import Any, cast

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Council
from core.forms import FilterForm
from core.ledger import AsAt
from improvement import references
from improvement.models import Section
from workforce.models import FundedPost
from workforce.models.posts import FundedPostQuerySet
from workforce.reads import PostInList
from workforce.states import State


class PostFilter(django_filters.FilterSet):
    """Posts by status, role, plan area and where their positions stand; every filter lives in the address."""

    q = django_filters.CharFilter(label="Words or plan reference", method="search")
    status = django_filters.ChoiceFilter(choices=FundedPost.Status.choices, empty_label="Any")
    state = django_filters.ChoiceFilter(
        label="With positions that are",
        choices=[(state.value, state.label) for state in State],
        method="carried",
        empty_label="Any",
    )
    role = django_filters.ChoiceFilter(label="Role", empty_label="Any")
    role_type = django_filters.ChoiceFilter(label="Kind of role", empty_label="Any")
    team = django_filters.ChoiceFilter(label="Team", empty_label="Any")
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

    def __init__(self, data: Any, *, council: Council, asked: AsAt) -> None:
        posts = FundedPost.objects.of(council).as_at(asked.day, asked.known_at)
        super().__init__(data, queryset=posts.with_references())
        named = list(posts.values_list("role", "role_type", "team"))
        for at, name in enumerate(["role", "role_type", "team"]):
            words = sorted({row[at] for row in named if row[at]})
            self.filters[name].extra["choices"] = [(word, word) for word in words]
        areas: Any = self.filters["section"]
        areas.queryset = Section.objects.of(council).in_plan_order()

    @property
    def qs(self) -> Any:
        """Without retired posts, unless they are asked for."""
        found = cast(FundedPostQuerySet, super().qs)
        asked = self.form.cleaned_data.get("status") if self.form.is_valid() else ""
        return found if asked == FundedPost.Status.RETIRED else found.shown()

    def search(self, posts: QuerySet[FundedPost], name: str, value: str) -> QuerySet[FundedPost]:
        """By plan area where it reads like a reference; else each word in the role, the team, the rationale or the
        code of the line."""
        if cited := references.cited_in(value):
            posts = posts.filter(sections__in=Section.objects.cited(cited).values("pk"))
            return posts.filter(priority__label=cited.priority) if cited.priority else posts
        for word in value.split():
            where = Q(role__icontains=word) | Q(team__icontains=word) | Q(rationale__icontains=word)
            grade = Q(grade_known=None, grade__iexact=word) | Q(grade_known__iexact=word)
            posts = posts.filter(where | Q(line__code__iexact=word) | grade)
        return posts

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
