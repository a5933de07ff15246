"""The form of external help."""

from typing import Any

from django import forms

from accounts.models import Council
from core.dates import today
from core.forms import GovDateField, ManyRowsField, RadioSelect
from improvement.models import ExternalHelp, Section


class ExternalHelpForm(forms.Form):
    """Who helps with which sections, from when until when."""

    NAMES = ("source", "provider", "what", "sections", "contact_role", "starts_on", "ends_on")

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    source = forms.ChoiceField(
        label="Who gives the help",
        choices=ExternalHelp.Source.choices,
        widget=RadioSelect,
        error_messages={"required": "Choose who gives the help"},
    )
    provider = forms.CharField(label="Which body or team", max_length=120)
    what = forms.CharField(label="What the help is", max_length=2000, widget=forms.Textarea({"rows": 3}))
    sections = ManyRowsField(
        label="Plan areas it helps with",
        queryset=Section.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one plan area"},
    )
    contact_role = forms.CharField(
        label="Contact", required=False, max_length=120, help_text="A role, never a person's name."
    )
    starts_on = GovDateField(label="From")
    ends_on = GovDateField(label="Until", required=False, help_text="Leave it empty while no end is agreed.")

    def __init__(
        self, data: Any = None, *, thing: ExternalHelp | None = None, council: Council | None = None
    ) -> None:
        initial: dict[str, Any] = {"starts_on": today()}
        if thing is not None:
            names = (name for name in (*self.NAMES, "version") if name != "sections")
            initial = {name: getattr(thing, name) for name in names}
            initial["sections"] = [section.pk for section in thing.sections.all()]
        super().__init__(data, initial=initial)
        owner = council or (thing.council if thing else None)
        found = Section.objects.filter(council=owner).select_related("chapter__plan")
        field: Any = self.fields["sections"]
        field.queryset = found.offered(initial.get("sections", ()))

    @property
    def facts(self) -> dict[str, Any]:
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return told | {"sections": list(told["sections"])}
