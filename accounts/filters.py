from typing import Any

import django_filters
from django.db.models import QuerySet

from accounts.models import Change, Council, User
from core.forms import FilterForm, GovDateField


class DateFilter(django_filters.Filter):
    field_class = GovDateField


class ChangeFilter(django_filters.FilterSet):
    """The change log by person, by thing and by day."""

    by = django_filters.ModelChoiceFilter(
        label="Person", queryset=User.objects.none(), empty_label="Everyone"
    )
    thing = django_filters.CharFilter(
        label="Thing, or part of its name", field_name="subject_label", lookup_expr="icontains"
    )
    since = DateFilter(label="From", field_name="at", lookup_expr="date__gte")
    until = DateFilter(label="To", field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Change
        fields: list[str] = []
        form = FilterForm

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, queryset=Change.objects.for_audit(council), **kwargs)
        self.filters["by"].queryset = _who_changed_something(council)


def _who_changed_something(council: Council) -> QuerySet[User]:
    return User.objects.filter(pk__in=Change.objects.filter(council=council).values("by")).order_by("name")
