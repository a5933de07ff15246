"""The forms of groups and of their meetings."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Council, Membership, User
from core.forms import GovDateField
from improvement.models import Group
from improvement.structure_forms import PartForm


class GroupForm(PartForm):
    """A body that meets, new or (`thing`) as it stands."""

    NAMES = ("name", "kind", "parent", "chair")

    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(label="What kind of group", choices=[("", "Choose"), *Group.Kind.choices])
    parent = forms.ModelChoiceField(
        label="Reports to", queryset=Group.objects.none(), required=False, empty_label="No other group"
    )
    chair = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, empty_label="Nobody with a sign-in"
    )

    def __init__(self, data: Any = None, *, council: Council, thing: Group | None = None) -> None:
        super().__init__(data, thing=thing)
        others = Group.objects.of(council).exclude(pk__in=[thing.pk] if thing else [])
        kept = [thing.chair_id] if thing and thing.chair_id else []
        current = Membership.objects.current().filter(council=council)
        people = User.objects.filter(Q(memberships__in=current) | Q(pk__in=kept))
        _field(self, "parent").queryset = others
        _field(self, "chair").queryset = people.distinct().order_by("name")


class MeetingForm(PartForm):
    """A sitting of a group; `thing` as it stands, which stays its group's."""

    NAMES = ("held_on", "update_cutoff")

    held_on = GovDateField(label="Date of the meeting")
    update_cutoff = GovDateField(
        label="Updates in by",
        required=False,
        help_text="The last day for the updates that its paper reports.",
    )


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
