import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import Change, User
from core.forms import FilterForm, GovDateField


def _who_changed_something(request: HttpRequest) -> QuerySet[User]:
    changes = Change.objects.filter(council=request.council)  # type: ignore[attr-defined]
    return User.objects.filter(pk__in=changes.values("by")).order_by("name")


class DateFilter(django_filters.Filter):
    field_class = GovDateField


class ChangeFilter(django_filters.FilterSet):
    """The change log of the request's council, by person, by thing and by day."""

    by = django_filters.ModelChoiceFilter(
        label="Person",
        # The stubs do not know that it may be a function of the request.
        queryset=_who_changed_something,  # type: ignore[arg-type]
        empty_label="Everyone",
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
