"""Forms in the look of the design system: the renderer, the bound field and the widgets of our own.

A form renders as `{{ form }}`, a field as `{{ form.name.as_field_group }}`; the markup is in
`templates/components/form.html` and `field.html`.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting

from core import asking
from core.dates import full_date, today
from core.refusing import sentence_of

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# A date outside these is a slip of the fingers, whatever it is the date of.
EARLIEST_YEAR, YEARS_AHEAD = 1900, 100
# What an empty choice is called where nobody gave it a name.
_UNSAID = {"---------", "Choose"}
_WIDTHS = (2, 3, 4, 5, 10, 20, 30)


class GovBoundField(BoundField):
    """A field that gives its control the class, width and state of the design system, and says in words what is
    to be chosen where nothing has been."""

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if getattr(field, "empty_label", None) in _UNSAID:
            unchosen = asking.ask_to_choose(str(self.label or name)) if field.required else "None"
            setattr(field, "empty_label", unchosen)  # noqa: B010 - only fields of rows have it

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        # Required is said in words, and checked by us, so that the error summary can name it.
        built.pop("required", None)
        if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
            built.pop("aria-invalid", None)
            return built
        if classes := self._control_classes(widget):
            built["class"] = " ".join(filter(None, [classes, str(widget.attrs.get("class", ""))]))
        if isinstance(widget, CountedTextarea) and self.auto_id:
            built["aria-describedby"] = f"{built.get('aria-describedby') or ''} {self.auto_id}-info".strip()
        return built

    def _control_classes(self, widget: forms.Widget) -> str:
        base = _base_class(widget)
        if base in {"", "govuk-checkboxes__input"}:
            return base
        classes = [base]
        if self.errors:
            classes.append(f"{base}--error")
        longest = getattr(self.field, "max_length", None) or widget.attrs.get("maxlength")
        if base == "govuk-input" and longest and (width := _width(int(longest))):
            classes.append(f"govuk-input--width-{width}")
        if isinstance(widget, CountedTextarea):
            classes.append("govuk-js-character-count")
        return " ".join(classes)

    @property
    def sentences(self) -> list[str]:
        """The errors, each a sentence of ours that names the field or says what to do."""
        label = str(self.label or self.name)
        return [sentence_of(error, self.field, label) for error in self.errors.as_data()]

    @property
    def first_input_id(self) -> str:
        """Where a link of the error summary goes: the control, or the first of several."""
        base = str(self.field.widget.attrs.get("id") or self.auto_id)
        return f"{base}_0" if self.use_fieldset else base

    @property
    def described_by(self) -> str:
        return self.aria_describedby or ""

    @property
    def is_checkbox(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self) -> bool:
        """Whether "(optional)" stands behind the label: not on filters and single checkboxes."""
        return not self.field.required and not self.is_checkbox and getattr(self.form, "marks_optional", True)

    @property
    def counted(self) -> "CountedTextarea | None":
        return self.field.widget if isinstance(self.field.widget, CountedTextarea) else None


class FormRenderer(TemplatesSetting):
    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = GovBoundField


class FilterForm(forms.Form):
    """The form of a FilterSet (`class Meta: form = FilterForm`): nothing in it is marked optional."""

    marks_optional = False


class RadioSelect(forms.RadioSelect):
    """Radios with a hint under each choice (`hints` by value as text), in a row when `inline`."""

    def __init__(
        self,
        attrs: dict[str, Any] | None = None,
        choices: Any = (),
        *,
        hints: Mapping[str, str] | None = None,
        inline: bool = False,
        small: bool = False,
    ) -> None:
        super().__init__(attrs, choices)
        self.hints = dict(hints or {})
        self.modifiers = " ".join(
            name for name, on in (("govuk-radios--inline", inline), ("govuk-radios--small", small)) if on
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["modifiers"] = self.modifiers
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        hint = self.hints.get(str(value))
        if hint and option["attrs"].get("id"):
            option["hint"] = hint
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}-hint"
        return option


class CountedTextarea(forms.Textarea):
    """A textarea that says how much room is left, by characters or by words."""

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, characters: int | None = None, words: int | None = None
    ) -> None:
        super().__init__({"rows": 5, **(attrs or {})})
        self.characters, self.words = characters, words

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        built: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        # A browser would cut off silently what is pasted beyond it; the count and the error say so instead.
        built.pop("maxlength", None)
        return built

    @property
    def limit_text(self) -> str:
        limit, unit = (self.words, "words") if self.words else (self.characters, "characters")
        return f"You can enter up to {limit} {unit}"


class GovDateWidget(forms.MultiWidget):
    """Day, month and year in three boxes, posted as `name_day`, `name_month` and `name_year`."""

    template_name = "components/date_input.html"
    use_fieldset = True
    parts = (("day", "Day", 2), ("month", "Month", 2), ("year", "Year", 4))

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {
                part: forms.TextInput(
                    attrs={
                        "class": f"govuk-input govuk-date-input__input govuk-input--width-{width}",
                        "inputmode": "numeric",
                    }
                )
                for part, _, width in self.parts
            },
            attrs,
        )

    def decompress(self, value: Any) -> list[Any]:
        return [value.day, value.month, value.year] if isinstance(value, date) else ["", "", ""]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        invalid = context["widget"]["attrs"].get("aria-invalid")
        for (_, label, _), box in zip(self.parts, context["widget"]["subwidgets"], strict=True):
            box["label"] = label
            if invalid:
                box["attrs"]["class"] += " govuk-input--error"
        return context


class GovDateField(forms.Field):
    """A date typed as day, month and year; months may be written as words. Gives a `date` or None."""

    widget = GovDateWidget

    def __init__(self, *, example: date | None = None, **kwargs: Any) -> None:
        if example is not None:
            kwargs.setdefault("help_text", f"For example, {example.day} {example.month} {example.year}")
        super().__init__(**kwargs)

    def clean(self, value: Any) -> date | None:
        typed = [str(part or "").strip() for part in (value or ["", "", ""])]
        if not any(typed):
            if self.required:
                raise forms.ValidationError(asking.ask_for_day(str(self.label or "date")), code="required")
            return None
        missing = [part for (part, _, _), text in zip(GovDateWidget.parts, typed, strict=True) if not text]
        if missing:
            raise forms.ValidationError(
                f"{self._called().capitalize()} must include a {' and a '.join(missing)}", code="incomplete"
            )
        found = self._parse(*typed)
        self.run_validators(found)
        return found

    def _parse(self, day: str, month: str, year: str) -> date:
        try:
            number = _month_number(month)
            if len(year) != 4 or number is None:
                raise ValueError
            found = date(int(year), number, int(day))
        except (ValueError, OverflowError):
            raise forms.ValidationError(
                f"{self._called().capitalize()} must be a real date, like {full_date(date(2025, 1, 13))}",
                code="invalid",
            ) from None
        latest = today().year + YEARS_AHEAD
        if not EARLIEST_YEAR <= found.year <= latest:
            words = f"must be between {EARLIEST_YEAR} and {latest}"
            raise forms.ValidationError(f"{self._called().capitalize()} {words}", code="far")
        return found

    def _called(self) -> str:
        return asking.lower(str(self.label or "date"))

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.clean(data) != initial)
        except forms.ValidationError:
            return True


class ManyRowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no parameter at run time
    """Any of the rows offered. A number too large for the database is a row that is not there."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except OverflowError:
            said = self.error_messages["invalid_choice"]
            raise forms.ValidationError(said, code="invalid_choice", params={"value": value}) from None


def _month_number(text: str) -> int | None:
    """Raises `ValueError` for a number of thousands of digits."""
    if text.isdecimal():
        return int(text)
    short = text[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else None


def _base_class(widget: forms.Widget) -> str:
    match widget:
        case forms.CheckboxInput():
            return "govuk-checkboxes__input"
        case forms.Textarea():
            return "govuk-textarea"
        case forms.Select():
            return "govuk-select"
        case forms.FileInput():
            return "govuk-file-upload"
        case forms.HiddenInput() | forms.MultiWidget():
            return ""
        case forms.widgets.Input():
            return "govuk-input"
    return ""


def _width(longest: int) -> int | None:
    return next((width for width in _WIDTHS if longest <= width), None)
