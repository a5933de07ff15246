"""The forms of inspections, intervention and findings."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Council
from core.dates import full_date, today
from core.forms import CountedTextarea, GovDateField, ManyRowsField, RadioSelect
from improvement.models import Action, Area, Finding, Inspection, Intervention, Judgement, Section
from improvement.models.inspections import AHEAD
from improvement.services.inspections import offered_steps


class InspectionForm(forms.Form):
    """An inspection or review: who came, when, and what they found in a few words."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        choices=Inspection.Kind.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose what kind of inspection it was"},
    )
    title = forms.CharField(
        label="Name", max_length=200, help_text="Like “Ofsted inspection, February 2024”."
    )
    body = forms.CharField(label="Carried out by", max_length=120)
    started_on = GovDateField(label="First day")
    ended_on = GovDateField(label="Last day", required=False)
    published_on = GovDateField(label="Date the report was published", required=False)
    summary = forms.CharField(required=False, max_length=4000, widget=CountedTextarea(words=120))

    def __init__(self, data: Any = None, *, inspection: Inspection | None = None) -> None:
        names = ("version", "kind", "title", "body", "started_on", "ended_on", "published_on", "summary")
        super().__init__(
            data, initial={name: getattr(inspection, name) for name in names} if inspection else None
        )


class JudgementForm(forms.Form):
    """What inspectors judged of one area."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    area = forms.ChoiceField(
        choices=Area.choices, widget=RadioSelect, error_messages={"required": "Choose the area"}
    )
    grade = forms.ChoiceField(
        label="Judgement",
        choices=Judgement.Grade.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose the judgement"},
    )
    as_at = GovDateField(label="As at", help_text="The day the judgement was published.")
    words = forms.CharField(
        label="What the inspectors said", required=False, max_length=2000, widget=CountedTextarea(words=80)
    )
    because = forms.CharField(
        label="What was wrong with the earlier entry",
        required=False,
        max_length=250,
        help_text="Needed only when this area has a judgement already: both entries stay visible.",
    )

    def __init__(self, data: Any = None, *, inspection: Inspection) -> None:
        super().__init__(
            data, initial={"version": inspection.version, "as_at": inspection.published_on or today()}
        )


class InterventionForm(forms.Form):
    """A notice, direction, visit, adviser or commissioner, and how it began."""

    kind = forms.ChoiceField(
        choices=Intervention.Kind.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose what it is"},
    )
    title = forms.CharField(label="Name", max_length=200, help_text="Like “First monitoring visit”.")
    body = forms.CharField(
        label="By whom", max_length=120, help_text="The body, not the person: the Department for Education."
    )
    inspection = forms.ModelChoiceField(
        label="Follows from", queryset=Inspection.objects.none(), required=False, empty_label="No inspection"
    )
    as_at = GovDateField(
        label="As at", help_text="The day it was served, appointed or, of a visit, arranged."
    )
    day = GovDateField(
        label="Planned for", required=False, help_text="Of a monitoring visit only: the day it is to be."
    )
    month_only = forms.BooleanField(label="Only the month is known", required=False)
    note = forms.CharField(
        label="What it says or is for", required=False, max_length=4000, widget=CountedTextarea(words=80)
    )

    def __init__(self, data: Any = None, *, council: Council) -> None:
        super().__init__(data, initial={"as_at": today()})
        _field(self, "inspection").queryset = Inspection.objects.of(council)


class EventForm(forms.Form):
    """What happened next to a notice, direction, visit or adviser."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    step = forms.ChoiceField(
        label="What happened", widget=RadioSelect, error_messages={"required": "Choose what happened"}
    )
    as_at = GovDateField(label="When", help_text="The day it happened or was decided.")
    day = GovDateField(label="New date of the visit", required=False)
    month_only = forms.BooleanField(label="Only the month is known", required=False)
    note = forms.CharField(
        label="What was said, or why", required=False, max_length=4000, widget=CountedTextarea(words=80)
    )
    because = forms.CharField(
        label="What was wrong with the last entry",
        required=False,
        max_length=250,
        help_text="Only to correct the last entry: this one then takes its place, and both stay visible.",
    )

    def __init__(self, data: Any = None, *, intervention: Intervention) -> None:
        super().__init__(data, initial={"version": intervention.version, "as_at": today()})
        offered = offered_steps(intervention.kind, intervention.step)
        _field(self, "step").choices = [(step.value, step.label) for step in offered]
        if not AHEAD & set(offered):
            del self.fields["day"], self.fields["month_only"]


class FindingForm(forms.Form):
    """What an inspection, visit or review said."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        choices=Finding.Kind.choices, widget=RadioSelect, error_messages={"required": "Choose a kind"}
    )
    source = forms.ChoiceField(
        label="Inspection, review or visit",
        error_messages={"required": "Choose the inspection, review or visit that made the finding"},
    )
    text = forms.CharField(label="The finding", max_length=2000, widget=CountedTextarea(words=80))
    paragraph = forms.CharField(
        required=False, max_length=20, help_text="Where it stands in the report, like 12."
    )
    found_on = GovDateField(label="Date of the finding")

    def __init__(self, data: Any = None, *, council: Council, finding: Finding | None = None) -> None:
        super().__init__(data, initial=_of_finding(finding) if finding else {"found_on": today()})
        self.sources: dict[str, Inspection | Intervention] = {
            f"inspection-{inspection.pk}": inspection for inspection in Inspection.objects.of(council)
        }
        visits = Intervention.objects.of(council).visits()
        self.sources |= {f"visit-{visit.pk}": visit for visit in visits}
        choices = [(key, _source_words(source)) for key, source in self.sources.items()]
        _field(self, "source").choices = [("", "Choose"), *choices]

    @property
    def facts(self) -> dict[str, Any]:
        """The answers as the services take them. Only when valid."""
        answers = {name: self.cleaned_data[name] for name in ("kind", "text", "paragraph", "found_on")}
        source = self.sources[self.cleaned_data["source"]]
        return answers | {
            "inspection": source if isinstance(source, Inspection) else None,
            "visit": source if isinstance(source, Intervention) else None,
        }


class LinkForm(forms.Form):
    """The sections a finding is about and the actions that answer it; the page draws the boxes by section."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sections = ManyRowsField(queryset=Section.objects.none(), required=False)
    actions = ManyRowsField(queryset=Action.objects.none(), required=False)

    def __init__(self, data: Any = None, *, finding: Finding) -> None:
        super().__init__(data, initial={"version": finding.version})
        council = finding.council
        # What has left the plan and is linked already is offered too: a save must not take it out unseen.
        answering = Q(pk__in=[link.action_id for link in finding.held if link.action_id])
        about = [link.section_id for link in finding.held]
        about += Action.objects.filter(answering).values_list("section_id", flat=True)
        in_force = Q(pk__in=Action.objects.existing_on(today()).values("pk"))
        _field(self, "sections").queryset = Section.objects.of(council).offered(about)
        _field(self, "actions").queryset = (
            Action.objects.of(council).filter(in_force | answering).in_plan_order()
        )


def _of_finding(finding: Finding) -> dict[str, Any]:
    source = f"inspection-{finding.inspection_id}" if finding.inspection_id else f"visit-{finding.visit_id}"
    names = ("version", "kind", "text", "paragraph", "found_on")
    return {name: getattr(finding, name) for name in names} | {"source": source}


def _source_words(source: Inspection | Intervention) -> str:
    began = f", {full_date(source.started_on)}" if isinstance(source, Inspection) else ""
    return f"{source}{began}"


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
