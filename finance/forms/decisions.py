"""A funding decision as it is typed: its words, its approvals in sequence, and its sources."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory

from accounts.models import Council
from core.dates import today
from core.forms import CountedTextarea, GovDateField, RadioSelect
from core.money import PoundsFormField
from finance.figures import NIL
from finance.forms.words import Words, saved_words, typed_words
from finance.models import FundingDecision, MoneyRules, Source, Tranche
from finance.services import ApprovalGiven, SourceGiven, given_approvals, given_sources
from improvement.models import Plan

MOST_ROWS = 12
BLANK_ROWS = 2


ON_PURPOSE, WRONG = "on_purpose", "wrong"
ABOUT_THE_CHANGE = ("change", "holds_from")


class DecisionForm(forms.Form):
    """The words and sums of a decision, and, of one that stands, from when the change holds."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    title = forms.CharField(label="Title", max_length=200)
    amount = PoundsFormField(label="Amount authorised")
    already_in_budget = PoundsFormField(
        label="Growth already in the budget",
        required=False,
        help_text="Of the amount: what the budget holds already. The rest is the net investment.",
    )
    plan = forms.ModelChoiceField(label="Plan", queryset=Plan.objects.none(), required=False)
    wards = forms.IntegerField(
        label="Wards affected",
        required=False,
        min_value=0,
        max_value=500,
        help_text="How many. Two or more suggest a key decision.",
    )
    delegated_to = forms.CharField(label="Delegated to", required=False, max_length=200)
    delegated_with = forms.CharField(label="In consultation with", required=False, max_length=250)
    delegated_up_to = PoundsFormField(label="Up to", required=False)
    delegation = forms.CharField(
        label="What may be decided under the delegation",
        required=False,
        max_length=2000,
        widget=CountedTextarea({"rows": 2}, characters=2000),
    )
    conditions = forms.CharField(
        label="Conditions",
        required=False,
        max_length=2000,
        help_text="What the money may not be spent without, and what has to be brought back.",
        widget=CountedTextarea({"rows": 3}, characters=2000),
    )
    change = forms.ChoiceField(
        label="What is this change?",
        choices=[
            (ON_PURPOSE, "It was decided later: days before keep what held then"),
            (WRONG, "What stood was wrong from the start: put it right on every day"),
        ],
        initial=ON_PURPOSE,
        widget=RadioSelect(),
    )
    holds_from = GovDateField(
        label="It holds from",
        required=False,
        help_text="Only where it was decided later. Today, or an earlier day after the last change.",
    )

    def __init__(self, data: Any, *, council: Council, decision: FundingDecision | None) -> None:
        names = [name for name in self.base_fields if name not in ("plan", "change", "holds_from")]
        initial = {name: getattr(decision, name) for name in names} if decision else {}
        more = {"plan": decision.plan_id, "holds_from": today()} if decision else {}
        super().__init__(data, initial=initial | more)
        if decision is None:
            del self.fields["change"], self.fields["holds_from"]
        plans = self.fields["plan"]
        assert isinstance(plans, forms.ModelChoiceField)
        plans.queryset = Plan.objects.of(council)
        if council.system != Council.System.EXECUTIVE:
            del self.fields["wards"]

    @property
    def what_it_says(self) -> list[forms.BoundField]:
        """The fields of the decision itself."""
        return [field for field in self.visible_fields() if field.name not in ABOUT_THE_CHANGE]

    @property
    def about_the_change(self) -> list[forms.BoundField]:
        """What is asked last of a decision that stands: it is about approvals and sources, too."""
        return [field for field in self.visible_fields() if field.name in ABOUT_THE_CHANGE]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        if (
            facts.get("change") == ON_PURPOSE
            and not facts.get("holds_from")
            and "holds_from" not in self.errors
        ):
            self.add_error("holds_from", "Enter the day from which the change holds")
        limits = facts.get("delegated_with") or facts.get("delegated_up_to") is not None
        if limits and not facts.get("delegated_to") and "delegated_to" not in self.errors:
            self.add_error("delegated_to", "Enter to whom it is delegated")
        return facts

    def words(self) -> dict[str, Any]:
        """The keyword arguments of the services."""
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if facts.pop("change", None) == WRONG:
            facts["holds_from"] = None
        return facts | {"already_in_budget": facts["already_in_budget"] or NIL}


class ApprovalRow(forms.Form):
    """One body of the sequence; a blank row is none."""

    body = forms.CharField(label="Body", required=False, max_length=120)
    approved_on = GovDateField(
        label="Approved on", required=False, help_text="Leave it blank until the body has approved."
    )
    minute = forms.CharField(label="Minute", required=False, max_length=80)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        if not facts.get("body") and (facts.get("approved_on") or facts.get("minute")):
            self.add_error("body", "Enter the body that approved")
        return facts


class SourceRow(forms.Form):
    """One source; a blank row is none."""

    kind = forms.ChoiceField(label="Kind of source", required=False, choices=[("", "None"), *Source.choices])
    amount = PoundsFormField(label="Amount", required=False)
    name = forms.CharField(
        label="Its name", required=False, max_length=250, help_text="Which reserve or grant."
    )
    is_recurring = forms.BooleanField(
        label="It comes every year", required=False, help_text="The amount is then that of one year."
    )
    balance = PoundsFormField(label="What the reserve held", required=False)
    balance_on = GovDateField(label="It held that on", required=False)
    ends_on = GovDateField(label="The money is there until", required=False)

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        is_given = any(facts.get(name) for name in self.fields)
        if is_given and not facts.get("kind"):
            self.add_error("kind", "Choose what kind of source it is")
        if is_given and facts.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", "Enter the amount from this source")
        return facts


def _rows(row: type[forms.Form], data: Any, prefix: str, given: Sequence[Any]) -> BaseFormSet[forms.Form]:
    """The rows that stand and two blank ones. Each is read whatever the post says of its first state."""
    kind = formset_factory(row, extra=BLANK_ROWS, max_num=MOST_ROWS, validate_max=True)
    initial = [vars(each) for each in given]
    return kind(data, prefix=prefix, initial=initial, form_kwargs={"empty_permitted": False})


class DecisionForms:
    """The form of a decision with the rows of its approvals and sources: one page, one save."""

    def __init__(self, data: Any, *, council: Council, decision: FundingDecision | None = None) -> None:
        self.decision = decision
        self.main = DecisionForm(data, council=council, decision=decision)
        approvals = given_approvals(decision) if decision else []
        sources = given_sources(decision) if decision else []
        self.meetings = {(given.body, given.approved_on): given.meeting for given in approvals}
        self.approvals = _rows(ApprovalRow, data, "approval", approvals)
        self.sources = _rows(SourceRow, data, "source", sources)

    @property
    def all(self) -> list[forms.Form]:
        return [self.main, *self.approvals.forms, *self.sources.forms]

    @property
    def has_errors(self) -> bool:
        return any(form.errors for form in self.all)

    def is_valid(self) -> bool:
        rows = [self.approvals, self.sources]
        good = [self.main.is_valid(), *(each.is_valid() for each in rows)]
        for each in rows:
            for sentence in each.non_form_errors():
                self.main.add_error(None, sentence)
        return all(good)

    def given_approvals(self) -> list[ApprovalGiven]:
        rows = [form.cleaned_data for form in self.approvals.forms if form.cleaned_data.get("body")]
        return [
            ApprovalGiven(**row, meeting=self.meetings.get((row["body"], row["approved_on"]))) for row in rows
        ]

    def given_sources(self) -> list[SourceGiven]:
        rows = [form.cleaned_data for form in self.sources.forms if form.cleaned_data.get("kind")]
        return [SourceGiven(**row) for row in rows]

    def facts(self) -> dict[str, Any]:
        """The keyword arguments of the services."""
        parts = {"approvals": self.given_approvals(), "sources": self.given_sources()}
        return parts | self.main.words()

    def typed(self) -> Words:
        return typed_words(self.main) + self._told(self.given_approvals(), self.given_sources())

    def saved(self) -> Words:
        """What stands now, of a fresh set of forms."""
        assert self.decision is not None
        told = self._told(given_approvals(self.decision), given_sources(self.decision))
        return saved_words(self.main) + told

    def _told(self, approvals: Sequence[ApprovalGiven], sources: Sequence[SourceGiven]) -> Words:
        bodies = [f"{each.body}, {each.approved_on or 'not yet'}" for each in approvals]
        sums = [f"{Source(each.kind).label} {each.name} {each.amount}" for each in sources]
        return [("Approvals", "; ".join(bodies)), ("Sources", "; ".join(sums))]


class KeyForm(forms.Form):
    """The clerk's decision whether it is key."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    is_key = forms.TypedChoiceField(
        label="Is it a key decision?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda answer: answer == "yes",
        widget=RadioSelect(inline=True),
    )
    reasons = forms.CharField(
        label="Reasons",
        max_length=2000,
        help_text="They print in the paper.",
        widget=CountedTextarea({"rows": 4}, characters=2000),
    )

    def __init__(self, data: Any, *, decision: FundingDecision) -> None:
        answer = {True: "yes", False: "no"}.get(decision.is_key) if decision.is_key is not None else None
        initial = {"version": decision.version, "is_key": answer, "reasons": decision.key_reasons}
        super().__init__(data, initial=initial)


class TrancheForm(forms.Form):
    """A part of a decision; `version` is the decision's."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    amount = PoundsFormField(label="Amount")
    available_from = GovDateField(label="Available from", required=False)
    brought_forward = PoundsFormField(
        label="Part brought forward",
        required=False,
        help_text="What was released before the tranche was drawn down; it counts as drawn.",
    )
    brought_forward_on = GovDateField(label="Brought forward on", required=False)
    brought_forward_note = forms.CharField(
        label="By whom, in consultation with whom, under which power", required=False, max_length=250
    )
    drawn_on = GovDateField(label="Drawn down on")
    drawn_by = forms.CharField(
        label="By which decision",
        max_length=200,
        help_text="The body and its meeting.",
        error_messages={"required": "Enter the decision by which it was drawn down, or say that it was not"},
    )
    not_drawn = forms.BooleanField(
        label="It was not drawn down after all",
        required=False,
        help_text="Its sum may then be changed, and it may be drawn down again.",
    )
    # Asked for only of a tranche that was drawn down, to be put right.
    DRAWING = ("drawn_on", "drawn_by", "not_drawn")

    def __init__(self, data: Any, *, decision: FundingDecision, tranche: Tranche | None = None) -> None:
        names = [name for name in self.base_fields if name not in {"version", "not_drawn"}]
        initial = {name: getattr(tranche, name) for name in names} if tranche else {}
        if tranche and not tranche.brought_forward:
            initial["brought_forward"] = None
        super().__init__(data, initial={"version": decision.version, **initial})
        self.version_now = decision.version
        if tranche is None or tranche.drawn_on is None:
            for name in self.DRAWING:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = self.cleaned_data
        on, by_whom = facts.get("brought_forward_on"), facts.get("brought_forward_note")
        if not facts.get("brought_forward") and "brought_forward" not in self.errors and (on or by_whom):
            self.add_error("brought_forward", "Enter the part that was brought forward")
        # What is brought forward counts as drawn: from a day, and by somebody's authority.
        if facts.get("brought_forward") and not on and "brought_forward_on" not in self.errors:
            self.add_error("brought_forward_on", "Enter the day on which it was brought forward")
        if on and on > today():
            self.add_error("brought_forward_on", "It is brought forward on a day that has come")
        if facts.get("brought_forward") and not by_whom and "brought_forward_note" not in self.errors:
            self.add_error(
                "brought_forward_note", "Say by whom it was brought forward, and under which power"
            )
        # Who was shown the tranche before it was drawn is told of that, and not asked for what was not on the page.
        if facts.get("not_drawn") or facts.get("version") != self.version_now:
            for name in self.DRAWING:
                self.errors.pop(name, None)
        return facts

    def words(self) -> dict[str, Any]:
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return facts | {"brought_forward": facts["brought_forward"] or NIL}


class DrawForm(forms.Form):
    """The decision that draws a tranche down."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    drawn_on = GovDateField(label="Drawn down on")
    drawn_by = forms.CharField(
        label="By which decision", max_length=200, help_text="The body and its meeting."
    )


class RulesForm(forms.Form):
    """The sums the council's own rules name."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    key_decision_above = PoundsFormField(
        label="A decision may be key from", help_text="Only where the council has an executive."
    )
    virement_needs_decision_above = PoundsFormField(
        label="A virement names its decision above",
        help_text="In a financial year, all from a line to the same other line that named no decision count together.",
    )

    def __init__(self, data: Any, *, rules: MoneyRules) -> None:
        super().__init__(data, initial={name: getattr(rules, name) for name in self.base_fields})
