"""Forms of clearance: what a reviewer says, what came by mail, asking for it, and the council's list of roles."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import Council, User
from accounts.roles import Role
from core.dates import publication_deadline, today
from core.forms import GovDateField, ManyRowsField, RadioSelect
from core.upload_limits import LARGEST_UPLOAD
from reports.messages import WANTED, Message, NotAMessage, read_message
from reports.models import Clearance, ClearanceRole, Paper
from reports.papers.clearing import Standing, State
from reports.papers.kinds import KINDS
from reports.services.clearance_roles import RoleFacts

A_COMMENT = forms.Textarea({"rows": 4})


class SayForm(forms.Form):
    """What a reviewer says of their sections; which of the two buttons was pressed says the rest."""

    comment = forms.CharField(
        required=False,
        max_length=2000,
        help_text="Needed to return it: say what has to change.",
        widget=A_COMMENT,
    )
    shown_digest = forms.CharField(widget=forms.HiddenInput, required=False)


class ByMailForm(forms.Form):
    """What somebody said by mail of a paper as it now stands, with the message."""

    verdict = forms.ChoiceField(
        label="What they said",
        choices=Clearance.Verdict.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose whether they cleared it or returned it"},
    )
    given_by = forms.CharField(
        label="Who said it",
        max_length=120,
        help_text="The name that the paper will print.",
        error_messages={"required": "Enter whose message it is"},
    )
    on = GovDateField(label="Day of the message")
    file = forms.FileField(
        label="The message",
        help_text=f"{WANTED}, of up to {LARGEST_UPLOAD // 1_000_000} MB.",
        error_messages={"required": "Choose the message"},
    )
    comment = forms.CharField(
        required=False, max_length=2000, help_text="Needed if they returned it.", widget=A_COMMENT
    )
    shown_digest = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_file(self) -> Message:
        file = self.cleaned_data["file"]
        try:
            return read_message(file.read(LARGEST_UPLOAD + 1), file.name or "")
        except NotAMessage as refused:
            raise ValidationError(str(refused)) from None


class CorrectMailForm(forms.Form):
    """Whose message it was, and of which day; or that it was none."""

    given_by = forms.CharField(label="Who said it", max_length=120)
    on = GovDateField(label="Day of the message")
    is_void = forms.BooleanField(
        label="Take it out", required=False, help_text="It was about something else, or recorded by mistake"
    )


class ReasonForm(forms.Form):
    """Why the figures are refreshed, of the figures and the lock that were shown."""

    reason = forms.CharField(
        label="Why you refresh them",
        max_length=250,
        help_text="It is kept with the lock.",
        error_messages={"required": "Say why you refresh them"},
    )
    shown_digest = forms.CharField(widget=forms.HiddenInput, required=False)
    shown_lock = forms.IntegerField(widget=forms.HiddenInput, required=False)


class AskForm(forms.Form):
    """Whom to ask for clearance, and by when."""

    roles = forms.MultipleChoiceField(
        label="Ask",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose whom to ask"},
    )
    by_when = GovDateField(label="Clear it by")
    note = forms.CharField(
        label="What to add to the mail", required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, paper: Paper, standings: list[Standing], **kwargs: Any) -> None:
        open_ones = [each for each in standings if each.state != State.CLEARED]
        last_day = publication_deadline(paper.meeting.held_on)
        kwargs["initial"] = {
            "roles": [each.role.key for each in open_ones if each.role.is_required and not each.role.is_last],
            "by_when": max(today(), last_day - timedelta(days=1)),
        } | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        field = self.fields["roles"]
        field.choices = [(each.role.key, each.role.name) for each in open_ones]  # type: ignore[attr-defined]

    def clean_by_when(self) -> Any:
        if (day := self.cleaned_data["by_when"]) < today():
            raise ValidationError("Choose today or a day to come")
        return day


class ClearanceRoleForm(forms.Form):
    """A role of the council's list. `facts` is what the services take."""

    name = forms.CharField(max_length=60, help_text="As the paper prints it, such as “Legal”.")
    answers_for = forms.ChoiceField(
        label="Answers for", choices=ClearanceRole.AnswersFor.choices, widget=RadioSelect
    )
    sections = forms.MultipleChoiceField(
        required=False,
        help_text="Over all kinds of paper. A paper without any of them does not need this role.",
        widget=forms.CheckboxSelectMultiple,
    )
    product_roles = forms.MultipleChoiceField(
        label="Who may clear, by their role here",
        required=False,
        choices=[(key, label) for key, label in Role.choices if key != Role.READER],
        widget=forms.CheckboxSelectMultiple,
    )
    is_required = forms.BooleanField(label="No paper is published without it", required=False)
    is_last = forms.BooleanField(
        label="Comes last",
        required=False,
        help_text="Once every required role before it has cleared the paper.",
    )
    author_may_clear = forms.BooleanField(
        label="May be cleared by an author of the paper",
        required=False,
        help_text="Only for who comes last.",
    )
    shown_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = section_choices()  # type: ignore[attr-defined]
        members = (
            User.objects.filter(memberships__council=council, is_active=True).distinct().order_by("name")
        )
        people = ManyRowsField(
            members, label="And who by name", required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["people"] = people
        self.order_fields(["name", "answers_for", "sections", "product_roles", "people"])

    @property
    def facts(self) -> RoleFacts:
        given = {name: value for name, value in self.cleaned_data.items() if name != "shown_version"}
        return RoleFacts(**(given | {"people": tuple(given["people"])}))

    def in_words(self, facts: Mapping[str, Any]) -> list[tuple[str, str]]:
        """What the form says, or would say of other facts, field by field."""
        return [
            (str(field.label or name.replace("_", " ").capitalize()), _in_words(facts.get(name)))
            for name, field in self.fields.items()
            if name != "shown_version"
        ]

    @staticmethod
    def of(role: ClearanceRole) -> dict[str, Any]:
        """What the form shows of a role."""
        names = (
            "name",
            "answers_for",
            "sections",
            "product_roles",
            "is_required",
            "is_last",
            "author_may_clear",
        )
        return {name: getattr(role, name) for name in names} | {"people": list(role.people.all())}


def _in_words(value: Any) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case str() | None:
            return value or ""
    return ", ".join(map(str, value))


class RetireRoleForm(forms.Form):
    """Why a role is taken off the list."""

    because = forms.CharField(
        label="Why it is taken off",
        max_length=250,
        error_messages={"required": "Say why it is taken off the list"},
    )


def section_choices() -> list[tuple[str, str]]:
    """Every section of every kind once, with the headings it has and the kinds that have it."""
    headings: dict[str, list[str]] = {}
    kinds: dict[str, list[str]] = {}
    for kind in KINDS.values():
        for section in kind.sections:
            if section.heading not in headings.setdefault(section.key, []):
                headings[section.key].append(section.heading)
            kinds.setdefault(section.key, []).append(kind.label.lower())
    return [(key, f"{' / '.join(headings[key])} ({', '.join(kinds[key])})") for key in headings]
