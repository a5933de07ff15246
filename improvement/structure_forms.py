"""The forms of a plan and of what it is made of."""

from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Council, Membership, User
from core.dates import today
from core.forms import CountedTextarea, GovDateField
from improvement import references
from improvement.models import Action, Group, Plan, Priority, RatingScale, Section


class _PlanRules(forms.Form):
    """What may be changed of a plan at any time."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label="Title", max_length=200)
    # The field takes its place in the form, not in the class: Django keeps its own prefix of field names.
    prefix = forms.CharField(  # type: ignore[assignment]
        label="Prefix", max_length=4, help_text="How papers cite it: IP gives “IP Ch.1, S.3”."
    )
    needs_evidence = forms.BooleanField(
        label="An action counts as done only once somebody other than its lead accepts evidence",
        required=False,
    )
    dates_decided_by = forms.ModelChoiceField(
        label="New dates are decided by",
        queryset=Group.objects.none(),
        required=False,
        empty_label="Not yet chosen",
    )
    actions_endorsed_by = forms.ModelChoiceField(
        label="New actions are endorsed by",
        queryset=Group.objects.none(),
        required=False,
        empty_label="Not yet chosen",
    )
    evidence_reviewed_by = forms.ModelChoiceField(
        label="Evidence is reviewed by",
        queryset=Group.objects.none(),
        required=False,
        empty_label="The workstream of each action",
    )

    def __init__(self, data: Any = None, *, council: Council, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        for name in ("dates_decided_by", "actions_endorsed_by", "evidence_reviewed_by"):
            kept = getattr(initial.get(name), "pk", None)
            meeting = Q(pk__in=Group.objects.existing_on(today()).values("pk"))
            _field(self, name).queryset = Group.objects.of(council).filter(meeting | Q(pk=kept))

    @property
    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PlanForm(_PlanRules):
    """A plan as it stands."""

    progress_scale = forms.ModelChoiceField(
        label="Key of progress ratings",
        queryset=RatingScale.objects.none(),
        required=False,
        empty_label=None,
        help_text="Another one can be chosen until progress has been reported by it.",
    )
    impact_scale = forms.ModelChoiceField(
        label="Key of impact ratings",
        queryset=RatingScale.objects.none(),
        required=False,
        empty_label=None,
        help_text="Another one can be chosen until impact has been rated by it.",
    )

    NAMES = (
        "title",
        "prefix",
        "needs_evidence",
        "dates_decided_by",
        "actions_endorsed_by",
        "evidence_reviewed_by",
        "progress_scale",
        "impact_scale",
    )

    def __init__(self, data: Any = None, *, thing: Plan) -> None:
        initial = {name: getattr(thing, name) for name in (*self.NAMES, "version")}
        super().__init__(data, council=thing.council, initial=initial)
        _offer_keys(self, thing.council)

    @property
    def facts(self) -> dict[str, Any]:
        """A key that was not posted stays as it is."""
        keys = ("progress_scale", "impact_scale")
        return {name: value for name, value in super().facts.items() if value is not None or name not in keys}


class NewPlanForm(_PlanRules):
    """A plan to begin: also when it was adopted, and the two keys by which it is rated from then on."""

    adopted_on = GovDateField(label="Adopted on")
    progress_scale = forms.ModelChoiceField(
        label="Key of progress ratings", queryset=RatingScale.objects.none(), empty_label="Choose"
    )
    impact_scale = forms.ModelChoiceField(
        label="Key of impact ratings", queryset=RatingScale.objects.none(), empty_label="Choose"
    )

    def __init__(self, data: Any = None, *, council: Council) -> None:
        super().__init__(data, council=council, initial={"prefix": "IP", "needs_evidence": True})
        _offer_keys(self, council)
        self.order_fields(("title", "prefix", "adopted_on", "progress_scale", "impact_scale"))


def _offer_keys(form: forms.Form, council: Council) -> None:
    scales = RatingScale.objects.filter(council=council)
    _field(form, "progress_scale").queryset = scales.filter(kind=RatingScale.Kind.PROGRESS)
    _field(form, "impact_scale").queryset = scales.filter(kind=RatingScale.Kind.IMPACT)


class PartForm(forms.Form):
    """A part of a plan, new or (`thing`) as it stands."""

    NAMES: tuple[str, ...] = ("title",)

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, thing: Any = None) -> None:
        super().__init__(data, initial=self.shown(thing) if thing else None)

    def shown(self, thing: Any) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in (*self.NAMES, "version")}

    @property
    def facts(self) -> dict[str, Any]:
        """The answers as the services take them. Only when valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ChapterForm(PartForm):
    NAMES = ("number", "title")

    number = forms.IntegerField(
        min_value=1,
        max_value=999,
        help_text="As papers cite it: 1 gives “Ch.1”. Chapters stand in the order of their numbers.",
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    title = forms.CharField(max_length=200)


class SectionForm(PartForm):
    NAMES = ("label", "title", "outcome")

    label = forms.CharField(
        max_length=10, help_text="As papers cite it, like S.3 or SL1. Spaces and points are put right."
    )
    title = forms.CharField(max_length=200)
    outcome = forms.CharField(
        required=False,
        max_length=2000,
        help_text="What children and families will notice.",
        widget=CountedTextarea({"rows": 3}, words=80),
    )


class PriorityForm(PartForm):
    NAMES = ("label", "title")

    label = forms.CharField(max_length=10, help_text="As papers cite it, like P.5 or D.")
    title = forms.CharField(max_length=200)


class ActionForm(PartForm):
    """An action's words, its place and its people. Its first date is asked for only of a new one."""

    NAMES = (
        "place",
        "number",
        "title",
        "success_measure",
        "lead",
        "partner_lead",
        "deputy",
        "workstream",
    )

    place = forms.CharField(
        label="Section, or priority of a section",
        max_length=60,
        help_text="Its reference, like IP Ch.1, S.3 or IP Ch.1, S.3, P.5.",
    )
    number = forms.CharField(max_length=10, help_text="Within the section: 1, 2, 2a.")
    title = forms.CharField(label="What is to be done", max_length=400)
    success_measure = forms.CharField(
        required=False, max_length=2000, widget=CountedTextarea({"rows": 3}, words=60)
    )
    original_due = GovDateField(label="Due date")
    as_adopted = forms.BooleanField(
        label="It was in the plan when the plan was adopted",
        required=False,
        help_text="Leave this clear for a new action: it is proposed, and counts once it has been endorsed.",
    )
    lead = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label="Nobody yet")
    partner_lead = forms.CharField(
        label="Or a partner’s role",
        required=False,
        max_length=120,
        help_text="Of a partner without an account, like “Head of Safeguarding, NHS”.",
    )
    deputy = forms.ModelChoiceField(queryset=User.objects.none(), required=False, empty_label="None")
    workstream = forms.ModelChoiceField(queryset=Group.objects.none(), required=False, empty_label="None")

    def __init__(self, data: Any = None, *, plan: Plan, thing: Action | None = None, place: str = "") -> None:
        super().__init__(data, thing=thing)
        self.plan = plan
        self.found: tuple[Section, Priority | None] | None = None
        if thing:
            del self.fields["original_due"]
        if thing or _has_been_published(plan):
            del self.fields["as_adopted"]
        if not thing:
            self.initial = {"place": place}
        for name in ("lead", "deputy"):
            _field(self, name).queryset = _people(plan, getattr(thing, f"{name}_id", None))
        groups = Group.objects.filter(council=plan.council_id).workstreams()
        kept = Q(retired_on=None) | Q(pk=thing.workstream_id if thing else None)
        _field(self, "workstream").queryset = groups.filter(kept)

    def shown(self, thing: Any) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in (*self.NAMES[1:], "version")} | {
            "place": place_of(thing)
        }

    def clean_place(self) -> str:
        text = str(self.cleaned_data["place"])
        try:
            cited = references.parse(text)
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from None
        if cited.action:
            raise forms.ValidationError("Name the section or priority it hangs on, without an action.")
        self.found = place_cited(self.plan, cited)
        if self.found is None:
            raise forms.ValidationError(f"{self.plan.title} has no {_cite(self.plan, cited)} in force.")
        return _cite(self.plan, cited)

    @property
    def facts(self) -> dict[str, Any]:
        assert self.found is not None
        facts = {name: value for name, value in super().facts.items() if name != "place"}
        return facts | {"section": self.found[0], "priority": self.found[1]}


class RetireForm(forms.Form):
    """Why something leaves the plan, and from when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        label="Why it leaves the plan",
        max_length=250,
        error_messages={"required": "Say why it leaves the plan"},
    )
    on = GovDateField(label="From", help_text="Pages of earlier days still show it.")

    def __init__(self, data: Any = None, *, thing: Any) -> None:
        super().__init__(data, initial={"version": thing.version, "on": today()})


class ReturnForm(forms.Form):
    """Why something comes back, and from when."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    because = forms.CharField(
        label="Why it comes back",
        max_length=250,
        error_messages={"required": "Say why it comes back"},
    )
    on = GovDateField(label="From")

    def __init__(self, data: Any = None, *, thing: Any) -> None:
        super().__init__(data, initial={"version": thing.version, "on": today()})


class OriginalDateForm(PartForm):
    """The date that should have been typed in the first place, and what was wrong."""

    NAMES = ("original_due",)

    original_due = GovDateField(label="Original due date")
    reason = forms.CharField(
        label="What was wrong",
        max_length=250,
        error_messages={"required": "Say what was wrong with the date"},
    )


def _has_been_published(plan: Plan) -> bool:
    shown = Action.objects.filter(section__chapter__plan=plan).exclude(first_published_on=None)
    return shown.exists()


def place_of(action: Action) -> str:
    """The section or priority an action hangs on, as it is cited."""
    priority = action.priority.label if action.priority else ""
    chapter = action.section.chapter
    return references.cite(chapter.plan.prefix, chapter.number, action.section.label, priority)


def place_cited(plan: Plan, cited: references.Reference) -> tuple[Section, Priority | None] | None:
    """The section, and the priority where one is cited, in force in this plan; None where there is none."""
    section = (
        Section.objects.filter(council=plan.council_id, chapter__plan=plan, retired_on=None)
        .filter(chapter__number=cited.chapter, label=cited.section)
        .select_related("chapter__plan")
        .first()
    )
    if section is None or not cited.priority:
        return (section, None) if section else None
    priority = section.priorities.filter(label=cited.priority, retired_on=None).first()
    return (section, priority) if priority else None


def _cite(plan: Plan, cited: references.Reference) -> str:
    return references.cite(plan.prefix, *cited)


def _people(plan: Plan, kept: int | None) -> Any:
    """Whoever is a member today, and whoever the action names already."""
    current = Membership.objects.current().filter(council=plan.council_id)
    people = User.objects.filter(Q(memberships__in=current) | Q(pk=kept))
    return people.distinct().order_by("name")


def _field(form: forms.Form, name: str) -> Any:
    return form.fields[name]
