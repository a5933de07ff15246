"""The forms of a paper's authors. Each carries the version it was shown, so that a stale save is noticed."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from accounts.models import Council
from core.dates import full_date, today
from core.forms import GovDateField
from finance.models import FundingDecision
from improvement.models import Group, Meeting, Plan
from reports.models import Paper, Resolution
from reports.papers import recognise
from reports.papers.kinds import KINDS, BlockKind, Kind
from reports.services.drafting import (
    DETAILS,
    NOT_A_WEB_ADDRESS,
    BackgroundRow,
    ConsulteeRow,
    OptionRow,
    is_web_address,
)

# Groups of councillors, to whom a paper goes.
RECEIVING = (Group.Kind.COMMITTEE, Group.Kind.CABINET, Group.Kind.FULL_COUNCIL)


class NewPaperForm(forms.Form):
    """Of what kind the new paper is, for which meeting, of which plan, and about which decision."""

    kind = forms.ChoiceField(
        label="Kind of paper", choices=[(kind.key, kind.label) for kind in KINDS.values()], initial="progress"
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        meetings = Meeting.objects.of(council).from_day(today()).filter(group__kind__in=RECEIVING)
        plans = Plan.objects.of(council)
        self.fields["meeting"] = forms.ModelChoiceField(
            meetings, label="Meeting", empty_label="Choose a meeting"
        )
        self.fields["plan"] = forms.ModelChoiceField(
            plans, label="Plan", empty_label=None, initial=plans.first()
        )
        self.fields["decision"] = forms.ModelChoiceField(
            FundingDecision.objects.of(council),
            required=False,
            label="Funding decision",
            empty_label="None",
            help_text="What a funding request or a drawdown is about; other kinds have none",
        )
        self.meetings = list(meetings)
        self.has_choice = bool(self.meetings) and plans.exists()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = KINDS.get(cleaned.get("kind", ""))
        if kind and kind.needs_decision and not cleaned.get("decision") and "decision" not in self.errors:
            self.add_error("decision", f"Choose the decision that this {kind.label.lower()} is about")
        if kind and not kind.needs_decision and cleaned.get("decision"):
            self.add_error("decision", f"Choose “None”: a {kind.label.lower()} is not about a decision")
        return cleaned


class PaperDetailsForm(forms.ModelForm[Paper]):
    """The title block, and for each block of the paper the date it holds for."""

    shown_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Paper
        fields = DETAILS
        labels = {
            "report_of": "Report of",
            "reference": "Report reference number",
            "wards": "Wards affected",
            "contact": "Contact officer",
            "plan_table": "Appendix with the plan",
            "printed_sums": "Appendix with the costings",
            "contact_email": "Contact officer’s email",
        }

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.blocks: tuple[BlockKind, ...] = kind.every_block
        if not kind.has("ratings"):
            del self.fields["plan_table"]
        else:
            self.fields["plan_table"].required = False
        if not any(document.title_unprinted for document in kind.documents):
            del self.fields["printed_sums"]
        else:
            self.fields["printed_sums"].required = False
        dates = dict(self.instance.block_dates.values_list("block", "as_at"))
        led_by = next(block.label for block in kind.every_block if block.key == kind.leading)
        for block in self.blocks:
            self.fields[f"as_at_{block.key}"] = GovDateField(
                label=f"{block.label}: as at",
                initial=dates.get(block.key),
                required=block in kind.blocks,
                help_text="" if block in kind.blocks else f"If left empty, the date of “{led_by}”",
            )
        self.initial["shown_version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for block in self.blocks:
            day = cleaned.get(f"as_at_{block.key}")
            if day and day > today():
                self.add_error(f"as_at_{block.key}", f"{block.label}: the date must not be in the future")
        return cleaned

    def clean_plan_table(self) -> str:
        """What stands, where nothing is chosen."""
        return str(self.cleaned_data["plan_table"] or self.instance.plan_table)

    def clean_printed_sums(self) -> str:
        """What stands, where nothing is chosen."""
        return str(self.cleaned_data["printed_sums"] or self.instance.printed_sums)

    @property
    def block_dates(self) -> dict[str, date | None]:
        """None where the date was left empty or taken out."""
        return {block.key: self.cleaned_data[f"as_at_{block.key}"] for block in self.blocks}

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What was typed, field by field, as `details_in_words` says what stands."""
        return self._told(self.details, self.block_dates)

    def details_in_words(self, paper: Paper) -> list[tuple[str, str]]:
        """What stands in the paper, field by field."""
        details = {name: getattr(paper, name) for name in self.details}
        return self._told(details, dict(paper.block_dates.values_list("block", "as_at")))

    def _told(self, details: Mapping[str, str], days: Mapping[str, date | None]) -> list[tuple[str, str]]:
        told = [(str(self.fields[name].label), text) for name, text in details.items()]
        for block in self.blocks:
            day = days.get(block.key)
            told.append((str(self.fields[f"as_at_{block.key}"].label), full_date(day) if day else "None"))
        return told

    @property
    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name in self.cleaned_data}


def _lines(typed: object) -> str:
    """What was typed, its lines ended as the paper keeps them: a browser's own ends would make other words of them."""
    return str(typed or "").replace("\r\n", "\n").strip()


class RecommendationForm(forms.Form):
    text = forms.CharField(
        label="Recommendation", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    @property
    def row(self) -> str:
        return _lines(self.cleaned_data.get("text"))


class OptionForm(forms.Form):
    option = forms.CharField(
        label="Option", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    impact = forms.CharField(
        label="Impact", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    risk = forms.CharField(label="Risk", required=False, max_length=2000, widget=forms.Textarea({"rows": 3}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if any(cleaned.values()):
            for name in ("option", "impact", "risk"):
                if not cleaned.get(name):
                    self.add_error(name, f"Enter the {name}, or clear the whole row to leave it out")
        return cleaned

    @property
    def row(self) -> OptionRow | None:
        values = {name: _lines(self.cleaned_data.get(name)) for name in ("option", "impact", "risk")}
        return OptionRow(**values) if all(values.values()) else None


class BackgroundForm(forms.Form):
    title = forms.CharField(label="Background paper", required=False, max_length=250)
    link = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Where anyone can read it",
    )

    def clean_link(self) -> str:
        """Only what a reader's browser opens."""
        link = str(self.cleaned_data["link"])
        if link and not is_web_address(link):
            raise ValidationError(NOT_A_WEB_ADDRESS)
        return link

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("link") and not cleaned.get("title"):
            raise ValidationError({"title": "Enter the title of the paper this link leads to"})
        return cleaned

    @property
    def row(self) -> BackgroundRow | None:
        title = str(self.cleaned_data.get("title", "")).strip()
        return BackgroundRow(title, self.cleaned_data.get("link", "")) if title else None


class ConsulteeForm(forms.Form):
    name = forms.CharField(
        label="Who was consulted", required=False, max_length=250, help_text="A body or a role, not a person"
    )
    consulted_on = GovDateField(label="Day they were consulted", required=False)
    view = forms.CharField(
        label="What they said", required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("consulted_on") or cleaned.get("view")) and not cleaned.get("name"):
            self.add_error("name", "Enter who was consulted, or clear the whole row to leave it out")
        if cleaned.get("name") and not cleaned.get("consulted_on") and "consulted_on" not in self.errors:
            self.add_error("consulted_on", "Enter the day on which they were consulted")
        if cleaned.get("consulted_on") and cleaned["consulted_on"] > today():
            self.add_error("consulted_on", "The day must not be in the future")
        return cleaned

    @property
    def row(self) -> ConsulteeRow | None:
        name, on = str(self.cleaned_data.get("name", "")).strip(), self.cleaned_data.get("consulted_on")
        return ConsulteeRow(name, on, _lines(self.cleaned_data.get("view"))) if name and on else None


class MinuteForm(forms.Form):
    """The day on which a meeting resolved on the paper's recommendations."""

    on = GovDateField(label="Resolved on")
    shown_version = forms.IntegerField(widget=forms.HiddenInput)


class ResolutionForm(forms.Form):
    """What was resolved on one recommendation; nothing chosen is nothing recorded."""

    outcome = forms.ChoiceField(
        label="Resolved", required=False, choices=[("", "Nothing to record"), *Resolution.Outcome.choices]
    )
    minute = forms.CharField(label="Number of the minute", required=False, max_length=80)
    words = forms.CharField(
        label="New words",
        required=False,
        max_length=2000,
        help_text="The recommendation as amended; of any other, what was said of it",
        widget=forms.Textarea({"rows": 3}),
    )

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("outcome"):
            if cleaned.get("minute") or cleaned.get("words"):
                self.add_error("outcome", "Choose what was resolved, or clear the minute and the words")
            return cleaned
        if not cleaned.get("minute"):
            self.add_error("minute", "Enter the number of the minute")
        if cleaned["outcome"] == Resolution.Outcome.AMENDED and not cleaned.get("words"):
            self.add_error("words", "Enter the recommendation as amended")
        return cleaned


class CorrectResolutionForm(ResolutionForm):
    """What should have been recorded, or nothing."""

    on = GovDateField(label="Resolved on")
    is_void = forms.BooleanField(
        label="Take it out", required=False, help_text="Nothing was resolved on this recommendation"
    )


class CheckDocumentForm(forms.Form):
    """A file somebody was given, or its digest; the file is read once and not kept."""

    file = forms.FileField(
        label="The document",
        required=False,
        help_text="It is read once to work out its digest, and is not kept",
    )
    typed = forms.CharField(
        label="Or its SHA-256 digest",
        required=False,
        max_length=200,
        help_text="64 characters, as a page of a paper or a program shows it",
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    marks_optional = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        file, typed = cleaned.get("file"), str(cleaned.get("typed") or "").strip()
        if self.errors:
            return cleaned
        if bool(file) == bool(typed):
            words = "Choose one: a document or a digest" if file else "Choose a document, or enter a digest"
            self.add_error("file", words)
            return cleaned
        try:
            cleaned["digest"] = recognise.digest_of_file(file) if file else recognise.digest_typed(typed)
        except ValueError as refused:
            self.add_error("file" if file else "typed", str(refused))
        return cleaned


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was posted, be it nothing at all; None when nothing was asked."""
    return request.POST if request.method == "POST" else None


def filled(rows: Iterable[Any]) -> list[Any]:
    """The rows somebody filled in; an emptied one is left out."""
    return [row for row in rows if row]
