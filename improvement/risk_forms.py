"""The forms of a risk: what it is, how it is judged, who has taken it up, and why it is closed."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Council, User
from core.dates import today
from core.forms import CountedTextarea, GovDateField, RadioSelect
from improvement.group_forms import people_of
from improvement.models import Group, Risk, RiskAssessment, RiskEscalation, Section

_SCORE = [(score, str(score)) for score in range(1, 6)]


def _score(label: str, low: str, high: str) -> forms.TypedChoiceField:
    """From 1 to 5, as radios in a row."""
    return forms.TypedChoiceField(
        label=label,
        choices=_SCORE,
        coerce=int,
        widget=RadioSelect(inline=True),
        help_text=f"From 1, {low}, to 5, {high}.",
        error_messages={"required": f"Choose the {label.lower()} from 1 to 5"},
    )


class RiskWordsForm(forms.Form):
    """What a risk is, who watches it, and its place on the corporate register."""

    NAMES = ("title", "cause", "effect", "section", "owner", "on_corporate_register", "register_reference")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="The risk, in one line", max_length=200, error_messages={"required": "Say what the risk is"}
    )
    cause = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    effect = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))
    section = forms.ModelChoiceField(
        label="Plan area", queryset=Section.objects.none(), required=False, empty_label="The whole plan"
    )
    owner = forms.ModelChoiceField(
        queryset=User.objects.none(), required=False, empty_label="Nobody yet", help_text="Who watches it."
    )
    on_corporate_register = forms.BooleanField(label="On the corporate risk register", required=False)
    register_reference = forms.CharField(
        label="Its reference on the corporate register", required=False, max_length=40
    )

    def __init__(self, data: Any = None, *, council: Council, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        kept = initial or {}
        _field(self, "section").queryset = Section.objects.of(council).offered([kept.get("section")])
        _field(self, "owner").queryset = people_of(council, kept.get("owner"))

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class RiskForm(RiskWordsForm):
    """A risk to the plan, with its first assessment."""

    likelihood = _score("Likelihood", "remote", "almost certain")
    impact = _score("Impact", "slight", "very serious")
    mitigation = forms.CharField(
        label="What is done about it", required=False, max_length=4000, widget=CountedTextarea(words=60)
    )


class EditRiskForm(RiskWordsForm):
    """A risk as it stands; how it is judged is changed by an assessment."""

    def __init__(self, data: Any = None, *, thing: Risk) -> None:
        initial = {name: getattr(thing, name) for name in (*self.NAMES, "version")}
        initial |= {"section": thing.section_id, "owner": thing.owner_id}
        super().__init__(data, council=thing.council, initial=initial)


class AssessmentForm(forms.Form):
    """How likely and how bad a risk is now, and what is done about it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    likelihood = _score("Likelihood", "remote", "almost certain")
    impact = _score("Impact", "slight", "very serious")
    as_at = GovDateField(label="As at", help_text="The day it was judged: today unless you say otherwise.")
    mitigation = forms.CharField(
        label="What is done about it", required=False, max_length=4000, widget=CountedTextarea(words=60)
    )

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        initial = {
            "version": risk.version,
            "likelihood": risk.likelihood,
            "impact": risk.impact,
            "mitigation": risk.mitigation,
            "as_at": today(),
        }
        super().__init__(data, initial=initial)


class CorrectAssessmentForm(AssessmentForm):
    """What the assessment should have said, and what was wrong with it."""

    because = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="Both entries stay visible, with these words.",
        error_messages={"required": "Say what was wrong with the assessment you are correcting"},
    )
    void = forms.BooleanField(label="Take it out: nothing stands in its place", required=False)

    field_order = ("version", "because", "void", "likelihood", "impact", "as_at", "mitigation")

    def __init__(self, data: Any = None, *, assessment: RiskAssessment) -> None:
        super().__init__(data, risk=assessment.risk)
        names = ("likelihood", "impact", "as_at", "mitigation")
        self.initial.update({name: getattr(assessment, name) for name in names})


class _MoveForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    as_at = GovDateField(label="On", help_text="The day it was decided: today unless you say otherwise.")
    note = forms.CharField(required=False, max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        super().__init__(data, initial={"version": risk.version, "as_at": today()})

    @property
    def facts(self) -> dict[str, Any]:
        return {
            ("shown_version" if name == "version" else name): one for name, one in self.cleaned_data.items()
        }


class EscalateForm(_MoveForm):
    """To which group a risk is taken, and when."""

    group = forms.ModelChoiceField(
        label="Escalate it to",
        queryset=Group.objects.none(),
        empty_label="Choose",
        error_messages={"required": "Choose the group it is escalated to"},
    )

    field_order: tuple[str, ...] = ("version", "group", "as_at", "note")

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        super().__init__(data, risk=risk)
        _field(self, "group").queryset = Group.objects.of(risk.council).filter(retired_on=None)


class HandBackForm(_MoveForm):
    """When, and why, the group a risk was escalated to handed it back."""


class CloseRiskForm(forms.Form):
    """Why a risk is closed, and from when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        label="Why it is closed",
        max_length=250,
        help_text="It stays on the list of closed risks, with these words.",
        error_messages={"required": "Say why it is closed"},
    )
    on = GovDateField(label="From", help_text="Pages of earlier days still show it open.")

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        super().__init__(data, initial={"version": risk.version, "on": today()})


class ReopenRiskForm(forms.Form):
    """Why a closed risk is open again, and from when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        label="Why it is open again",
        max_length=250,
        help_text="It comes back with all that was recorded of it. For the days in between it stays closed.",
        error_messages={"required": "Say why it is open again"},
    )
    on = GovDateField(label="From")

    def __init__(self, data: Any = None, *, risk: Risk) -> None:
        super().__init__(data, initial={"version": risk.version, "on": today()})


class CorrectEscalationForm(EscalateForm):
    """What the escalation, or the handing back, should have said, and what was wrong with it."""

    because = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="Both entries stay visible, with these words.",
        error_messages={"required": "Say what was wrong with the entry you are correcting"},
    )
    void = forms.BooleanField(label="Take it out: nothing stands in its place", required=False)

    field_order = ("version", "because", "void", "group", "as_at", "note")

    def __init__(self, data: Any = None, *, escalation: RiskEscalation) -> None:
        super().__init__(data, risk=escalation.risk)
        names = ("as_at", "note")
        self.initial.update(
            {name: getattr(escalation, name) for name in names} | {"group": escalation.group_id}
        )
        group, offered = _field(self, "group"), _field(self, "group").queryset
        group.queryset = Group.objects.of(escalation.council).filter(
            Q(pk=escalation.group_id) | Q(pk__in=offered)
        )
        handed_back = escalation.step == RiskEscalation.Step.HANDED_BACK
        group.label = "Handed back by" if handed_back else "Escalated to"


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
