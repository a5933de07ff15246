"""A funded post as it is typed: its words, its status, an entered cost, a sentence of one's own."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q

from accounts.models import Council
from core.dates import full_date, today
from core.financial_year import label
from core.forms import CountedTextarea, GovDateField, ManyRowsField, RadioSelect
from core.money import PoundsFormField, pounds
from finance.models import BudgetLine, FundingDecision
from improvement.models import Priority, Section
from workforce.models import FundedPost, PostSentence, PostStatus
from workforce.orders import NEXT_STATUS

Status = FundedPost.Status
SMALLEST, LARGEST = Decimal("0.01"), Decimal("99.99")
_FTE_WORDS = {
    "min_value": "The full-time equivalent must be more than 0",
    "max_value": f"The full-time equivalent must be {LARGEST} or less",
}
_STATUS_HINTS = {
    Status.APPROVED: "A decision gives it. Its positions are set up.",
    Status.LIVE: "The money has begun to be spent.",
    Status.ENDED: "The money is over, or the post has served. Say why.",
    Status.RETIRED: "Entered by mistake, or asked for and not given. It stays in the record. Say why.",
}


class PostForm(forms.Form):
    """What a post is. `version` is that of the post as it was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    role = forms.CharField(label="Role", max_length=160, help_text="As a paper prints it: Social Worker.")
    number = forms.IntegerField(
        label="How many",
        min_value=1,
        max_value=999,
        initial=1,
        error_messages={
            "min_value": "How many posts must be 1 or more",
            "max_value": "How many posts must be 999 or fewer",
        },
    )
    fte_each = forms.DecimalField(
        label="Full-time equivalent of each",
        min_value=SMALLEST,
        max_value=LARGEST,
        decimal_places=2,
        initial=Decimal("1.00"),
        error_messages=_FTE_WORDS,
        help_text="1 is full time; 0.5 is half. Two decimals at most.",
    )
    role_noun = forms.CharField(
        label="One of them is called",
        max_length=80,
        required=False,
        help_text="For the sentence of the paper: social worker.",
    )
    role_type = forms.CharField(
        label="Kind of role",
        max_length=80,
        required=False,
        help_text="Rows of one kind are counted together: Family support worker.",
    )
    team = forms.CharField(label="Team", max_length=120, required=False)
    grade = forms.CharField(label="Grade", max_length=20, required=False)
    contract = forms.ChoiceField(
        label="Contract", choices=FundedPost.Contract.choices, widget=RadioSelect(small=True)
    )
    core_social_care = forms.BooleanField(label="A core social care post", required=False)
    planned_start = GovDateField(label="Planned start", required=False)
    funded_until = GovDateField(
        label="Funded until", required=False, help_text="The last day it is paid for."
    )
    line = forms.ModelChoiceField(
        label="Funded by which budget line", queryset=BudgetLine.objects.none(), required=False
    )
    sections = ManyRowsField(
        label="Plan areas",
        queryset=Section.objects.none(),
        required=False,
        help_text="A paper says where none is given.",
        widget=forms.CheckboxSelectMultiple,
    )
    priority = forms.ModelChoiceField(
        label="Priority within the plan area", queryset=Priority.objects.none(), required=False
    )
    rationale = forms.CharField(
        label="Why it is needed",
        required=False,
        max_length=2000,
        help_text="A paper may print it. Never name a child.",
        widget=CountedTextarea({"rows": 4}, characters=2000),
    )
    basis = forms.ChoiceField(label="On what basis", required=False)
    basis_count = forms.DecimalField(
        label="How many the need is counted in",
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        error_messages={"min_value": "The figure must be 0 or more"},
        help_text="325 children without a service; 15 assessments.",
    )
    basis_of = forms.CharField(label="Of what", max_length=120, required=False)
    basis_unit_cost = PoundsFormField(
        label="What each costs now",
        required=False,
        help_text="For a displaced cost: 15 assessments at £2,200 each come to £33,000.",
    )

    def __init__(self, data: Any, *, council: Council, post: FundedPost | None = None) -> None:
        super().__init__(data, initial=_initial(post) if post else {"contract": "permanent"})
        areas = Section.objects.filter(council=council).select_related("chapter__plan").in_plan_order()
        _choices(self, "sections", areas)
        kept = Q(retired_on=None) | Q(pk=post.line_id if post else None)
        _choices(self, "line", BudgetLine.objects.of(council).filter(kept))
        _choices(self, "priority", Priority.objects.filter(council=council).select_related("section"))
        bases = [*FundedPost.BASES]
        if post and post.basis and post.basis not in bases:
            bases.append(post.basis)
        basis: Any = self.fields["basis"]
        basis.choices = [("", "Not said"), *((name, name) for name in bases)]

    def words(self) -> dict[str, Any]:
        """The keyword arguments of the services, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class NewPostForm(PostForm):
    """A post with the day on which it was asked for: no decision can lie before it."""

    as_at = GovDateField(
        label="Proposed on",
        required=False,
        help_text="The day it was asked for; today if you leave it blank. A decision cannot lie before it.",
    )


def told(words: dict[str, Any], names: set[str] | None = None) -> list[tuple[str, str]]:
    """What was typed, for the notice that shows what two people wrote."""
    return [
        (str(field.label), _shown(words.get(name)))
        for name, field in PostForm.base_fields.items()
        if name != "version" and (names is None or name in names)
    ]


def facts_of(post: FundedPost) -> dict[str, Any]:
    """The same facts of a post as it stands."""
    facts = {
        name: getattr(post, name) for name in PostForm.base_fields if name not in {"version", "sections"}
    }
    return facts | {"sections": list(post.sections.all())}


def _shown(value: object) -> str:
    match value:
        case None | "":
            return "Nothing"
        case bool():
            return "Yes" if value else "No"
        case date():
            return full_date(value)
        case list() | tuple():
            return ", ".join(map(str, value)) or "Nothing"
    return str(value)


def _initial(post: FundedPost) -> dict[str, Any]:
    facts = facts_of(post)
    keys = {"line": post.line_id, "priority": post.priority_id, "version": post.version}
    return facts | keys | {"sections": [area.pk for area in facts["sections"]]}


def _choices(form: forms.Form, name: str, rows: Any) -> None:
    field: Any = form.fields[name]
    field.queryset = rows


class StatusForm(forms.Form):
    """Where a post stands from a day on; only what may follow is offered."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label="It is now",
        widget=RadioSelect(hints={str(key): hint for key, hint in _STATUS_HINTS.items()}, small=True),
    )
    as_at = GovDateField(label="As at", help_text="The day it was decided, or the day it ended.")
    decision = forms.ModelChoiceField(
        label="The decision",
        queryset=FundingDecision.objects.none(),
        required=False,
        help_text="Needed for an approval, unless the note names it.",
    )
    note = forms.CharField(
        label="Note, or the reason",
        max_length=250,
        required=False,
        help_text="Never name a candidate or a child.",
    )

    def __init__(self, data: Any, *, post: FundedPost, corrects: PostStatus | None = None) -> None:
        initial = {"as_at": today(), "decision": post.line.decision_id if post.line else None}
        may: frozenset[str] = frozenset(NEXT_STATUS[Status(post.status)])
        if corrects:
            initial = {name: getattr(corrects, name) for name in ("status", "as_at", "decision", "note")}
            may = frozenset(Status)
        super().__init__(data, initial=initial | {"version": post.version})
        # What was typed stays to be seen, though somebody else may have moved the post on meanwhile.
        may |= {self.data.get("status", "")}
        status: Any = self.fields["status"]
        status.choices = [(value, words) for value, words in Status.choices if value in may]
        _choices(self, "decision", FundingDecision.objects.of(post.council))


class CorrectStatusForm(StatusForm):
    """What a status should have been, and what was wrong."""

    reason = forms.CharField(
        label="What was wrong",
        max_length=250,
        help_text="What was recorded stays in the change log, with these words. Never name a candidate or a child.",
        error_messages={"required": "Say what was wrong"},
    )

    def __init__(self, data: Any, *, post: FundedPost, corrects: PostStatus) -> None:
        super().__init__(data, post=post, corrects=corrects)
        self.fields["status"].label = "It should have been"


class PositionForm(forms.Form):
    """A position's full-time equivalent, and why it stands above what was approved."""

    version = forms.IntegerField(widget=forms.HiddenInput, initial=1)
    fte = forms.DecimalField(
        label="Full-time equivalent",
        min_value=SMALLEST,
        max_value=LARGEST,
        decimal_places=2,
        help_text="It holds for every day of the position, those gone by too.",
        error_messages=_FTE_WORDS,
    )
    above_reason = forms.CharField(
        label="Why more is held than was approved",
        max_length=250,
        required=False,
        help_text="Only where the row has no room for it. Never name a candidate or a child.",
    )


class NewPositionForm(PositionForm):
    approved_on = GovDateField(label="Approved on")


class EnteredCostForm(forms.Form):
    """A cost of a year in place of the computed one; blank gives the year back to the computation."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    financial_year = forms.TypedChoiceField(label="Financial year", coerce=int)
    amount = PoundsFormField(
        label="Cost of the year", required=False, help_text="Leave it blank to go back to the computed cost."
    )
    note = forms.CharField(
        label="Where the figure comes from",
        max_length=250,
        help_text="Never name a candidate or a child.",
        error_messages={"required": "Say where the figure comes from, or why it goes"},
    )

    def __init__(self, data: Any, *, post: FundedPost, computed: dict[int, Decimal | None]) -> None:
        super().__init__(data, initial={"version": post.version})
        year: Any = self.fields["financial_year"]
        year.choices = [
            (each, label(each) + (f" (computed: {pounds(sum_)})" if sum_ is not None else ""))
            for each, sum_ in computed.items()
        ]


class SentenceForm(forms.Form):
    """A sentence of one's own for the recruitment table."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label="What the paper says",
        max_length=PostSentence._meta.get_field("text").max_length,
        required=False,
        help_text="Leave it empty to go back to the sentence of the record. Never name a candidate or a child.",
        widget=CountedTextarea({"rows": 4}, characters=400),
    )
