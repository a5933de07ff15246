"""The forms and filters of committee requests and undertakings."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Council, User
from core.dates import today
from core.forms import CountedTextarea, FilterForm, GovDateField, RadioSelect
from core.ledger import AsAt
from improvement.group_forms import people_of
from improvement.models import Meeting
from improvement.models.requests import OPEN
from improvement.owed import Kind
from improvement.structure_forms import PartForm


class OwedForm(PartForm):
    """What both say: the words and who owes it. When it is due is asked for only of a new one."""

    text = forms.CharField(max_length=4000, widget=CountedTextarea({"rows": 3}, words=80))
    owner = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label="Nobody yet")
    owner_role = forms.CharField(
        label="Or a role without a sign-in", required=False, max_length=120, help_text="A role, not a name."
    )
    due = GovDateField(label="Due by", required=False)

    def __init__(self, data: Any = None, *, council: Council, thing: Any = None) -> None:
        super().__init__(data, thing=thing)
        kept = thing.owner_id if thing else None
        self.fields["owner"].queryset = people_of(council, kept)  # type: ignore[attr-defined]
        if thing:
            del self.fields["due"]


class RequestForm(OwedForm):
    NAMES = ("text", "asked_by", "owner", "owner_role", "minute")

    meeting = forms.ModelChoiceField(queryset=Meeting.objects.none(), empty_label="Choose a meeting")
    asked_by = forms.CharField(
        label="Asked for by",
        max_length=120,
        help_text="Their role, like “Members of the committee”. Never a name.",
    )
    minute = forms.CharField(required=False, max_length=40, help_text="Its number, if it has one.")

    def __init__(self, data: Any = None, *, council: Council, thing: Any = None) -> None:
        super().__init__(data, council=council, thing=thing)
        self.fields["text"].label = "What was asked for"
        self.fields["owner"].label = "Who is to answer"
        held = Meeting.objects.of(council).by_day(today())
        self.fields["meeting"].queryset = held  # type: ignore[attr-defined]
        self.order_fields(("version", "meeting", "asked_by", "text", "minute", "owner", "owner_role", "due"))
        if thing:
            del self.fields["meeting"]


class UndertakingForm(OwedForm):
    NAMES = ("text", "paper", "paragraph", "owner", "owner_role")

    paper = forms.CharField(max_length=200, help_text="Its title, as members know it.")
    paragraph = forms.CharField(required=False, max_length=20)
    given_on = GovDateField(label="Date of the meeting the paper went to")

    def __init__(self, data: Any = None, *, council: Council, thing: Any = None) -> None:
        super().__init__(data, council=council, thing=thing)
        self.fields["text"].label = "What was promised"
        self.fields["owner"].label = "Who is to see to it"
        names = ("version", "text", "paper", "paragraph", "given_on", "owner", "owner_role", "due")
        self.order_fields(names)
        if thing:
            del self.fields["given_on"]


FORMS: dict[str, type[OwedForm]] = {"request": RequestForm, "undertaking": UndertakingForm}


class StepForm(forms.Form):
    """What became of something owed."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.ChoiceField(
        label="What became of it",
        widget=RadioSelect,
        error_messages={"required": "Choose what became of it"},
    )
    as_at = GovDateField(label="As at", help_text="The day it happened: today unless you say otherwise.")
    words = forms.CharField(
        label="In what words",
        max_length=4000,
        widget=CountedTextarea({"rows": 4}, words=120),
        help_text="The answer as members will read it, how it was kept, or why it changes.",
    )
    due = GovDateField(label="Due by", required=False, help_text="Only where it stays, or is again, open.")
    because = forms.CharField(
        label="What was wrong with the last step",
        required=False,
        max_length=250,
        help_text="Only to correct it: this then takes its place, and both stay visible.",
    )

    def __init__(self, data: Any = None, *, kind: Kind, thing: Any) -> None:
        settled = kind.settled if thing.is_open else OPEN
        initial = {"version": thing.version, "step": settled, "as_at": today(), "due": thing.due}
        super().__init__(data, initial=initial)
        self.fields["step"].choices = kind.steps.Step.choices  # type: ignore[attr-defined]


class OwedFilter(django_filters.FilterSet):
    """Requests or undertakings by words, where they stand, who owes them and whether they are late."""

    q = django_filters.CharFilter(label="Words", method="search")
    step = django_filters.ChoiceFilter(label="Where it stands", empty_label="Any")
    owner = django_filters.ModelChoiceFilter(
        label="Owed by", queryset=User.objects.none(), empty_label="Anyone"
    )
    overdue = django_filters.BooleanFilter(label="Overdue", method="late", widget=forms.CheckboxInput)
    # Kept in the address when the filters are applied; the view reads them.
    as_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)
    known_at = django_filters.CharFilter(method="carried", widget=forms.HiddenInput)

    class Meta:
        form = FilterForm

    def __init__(self, data: Any, *, kind: Kind, council: Council, asked: AsAt) -> None:
        told = kind.model.objects.of(council).as_at(asked.day, asked.known_at)
        super().__init__(data, queryset=told.order_by("-pk"))
        self.asked = asked
        self.filters["step"].extra["choices"] = kind.steps.Step.choices
        owners = kind.model.objects.filter(council=council).values("owner")
        self.filters["owner"].queryset = User.objects.filter(pk__in=owners)  # type: ignore[attr-defined]

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the day is asked for."""
        data = self.data or {}
        return any(data.get(name) for name in self.filters if name not in {"as_at", "known_at"})

    def search(self, owed: QuerySet[Any], name: str, words: str) -> QuerySet[Any]:
        for word in words.split()[:8]:
            owed = owed.filter(Q(text__icontains=word) | Q(words__icontains=word))
        return owed

    def late(self, owed: Any, name: str, wanted: bool) -> QuerySet[Any]:
        found: QuerySet[Any] = owed.overdue(self.asked.day) if wanted else owed
        return found

    def carried(self, owed: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return owed
