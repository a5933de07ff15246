"""The forms of groups, of who belongs to them and of their meetings."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from accounts.models import Council, Membership, User
from core.dates import today
from core.forms import GovDateField, RadioSelect
from improvement.models import Group, GroupMember, Meeting
from improvement.structure_forms import PartForm, RetireForm


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
        kept = [thing.parent_id] if thing and thing.parent_id else []
        standing = Q(retired_on=None) | Q(pk__in=kept)
        _field(self, "parent").queryset = others.filter(standing)
        _field(self, "chair").queryset = people_of(council, thing.chair_id if thing else None)


class RetireGroupForm(RetireForm):
    """Why a group no longer meets, and from when."""

    because = forms.CharField(
        label="Why it no longer meets",
        max_length=250,
        error_messages={"required": "Say why it no longer meets"},
    )
    on = GovDateField(label="From")


class GroupMemberForm(PartForm):
    """Somebody of a group: of one there already (`thing`) only from when until when."""

    NAMES = ("started_on", "ended_on")

    user = forms.ModelChoiceField(
        label="Person", queryset=User.objects.none(), required=False, empty_label="Nobody with a sign-in"
    )
    partner_role = forms.CharField(
        label="Or a partner’s role",
        required=False,
        max_length=120,
        help_text="Of a partner without a sign-in, like “Designated nurse, NHS partner”. A role, not a name.",
    )
    started_on = GovDateField(label="Member from")
    ended_on = GovDateField(
        label="No longer a member from", required=False, help_text="Leave it empty while they belong to it."
    )

    def __init__(self, data: Any = None, *, council: Council, thing: GroupMember | None = None) -> None:
        super().__init__(data, thing=thing)
        _field(self, "user").queryset = people_of(council)
        if thing:
            del self.fields["user"], self.fields["partner_role"]
        else:
            self.initial = {"started_on": today()}


class MeetingForm(PartForm):
    """A sitting of a group; `thing` as it stands, which stays its group's."""

    NAMES = ("held_on", "update_cutoff")

    held_on = GovDateField(label="Date of the meeting")
    update_cutoff = GovDateField(
        label="Updates in by",
        required=False,
        help_text="The last day for the updates that its paper reports.",
    )


class MarkForm(forms.Form):
    """What became of a meeting."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        label="This meeting",
        choices=Meeting.State.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose what became of it"},
    )
    because = forms.CharField(
        label="Why it is cancelled", required=False, max_length=250, help_text="Needed when it is cancelled."
    )

    def __init__(self, data: Any = None, *, meeting: Meeting) -> None:
        state = meeting.state
        if state == Meeting.State.PLANNED and meeting.held_on <= today():
            state = Meeting.State.HELD
        shown = {"version": meeting.version, "state": state, "because": meeting.cancelled_because}
        super().__init__(data, initial=shown)


def people_of(council: Council, kept: int | None = None) -> QuerySet[User]:
    """Who has a role at the council today, and whoever is `kept` though they may have left, by name."""
    current = Membership.objects.current().filter(council=council)
    people = User.objects.filter(Q(memberships__in=current) | Q(pk__in=[kept] if kept else []))
    return people.distinct().order_by("name")


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
