"""What is said of a field that was left empty reads as a sentence, whatever its label."""

import pytest
from django import forms

from core.asking import ask_for_day, ask_to_choose, ask_to_enter
from core.forms import FormRenderer, GovDateField, RadioSelect


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Meeting", "Choose a meeting"),
        ("Allocation", "Choose an allocation"),
        ("Unit", "Choose a unit"),
        ("Owner", "Choose an owner"),
        ("FTE band", "Choose an FTE band"),
        ("The plan", "Choose the plan"),
        ("What kind of group", "Choose what kind of group"),
        ("Is it a key decision?", "Choose an answer to “Is it a key decision?”"),
        ("Paid by", "Choose an answer to “Paid by”"),
    ],
)
def test_what_is_chosen(label: str, sentence: str) -> None:
    assert ask_to_choose(label) == sentence


@pytest.mark.parametrize(
    ("label", "sentence"),
    [
        ("Title", "Enter the title"),
        ("The finding", "Enter the finding"),
        ("Its rows", "Enter its rows"),
        ("What is to be done", "Say what is to be done"),
        ("Why", "Say why"),
        ("By whom", "Say by whom"),
        ("Asked for by", "Complete “Asked for by”"),
        ("Name", "Enter the name"),
    ],
)
def test_what_is_typed(label: str, sentence: str) -> None:
    assert ask_to_enter(label) == sentence


def test_days() -> None:
    assert ask_for_day("Due date") == "Enter the due date"
    assert ask_for_day("As at") == "Enter a date for “As at”"
    assert ask_for_day("When") == "Enter a date for “When”"


class Everything(forms.Form):
    default_renderer = FormRenderer

    title = forms.CharField()
    meeting = forms.ChoiceField(choices=[("1", "January")])
    kind = forms.ChoiceField(choices=[("a", "A")], widget=RadioSelect)
    email = forms.EmailField()
    password = forms.CharField(widget=forms.PasswordInput)
    many = forms.IntegerField(label="How many")
    good = forms.IntegerField()
    agreed = forms.BooleanField(label="I agree")
    held = GovDateField(label="First day")


def test_every_sort_of_field() -> None:
    form = Everything({"kind": "b"})
    form.is_valid()
    said = {name: form[name].sentences for name in form.fields}  # type: ignore[attr-defined]
    assert said == {
        "title": ["Enter the title"],
        "meeting": ["Choose a meeting"],
        "kind": ["Choose a kind from the list"],
        "email": ["Enter your email"],
        "password": ["Enter your password"],
        "many": ["Say how many"],
        "good": ["Enter a number for “Good”"],
        "agreed": ["Tick “I agree”"],
        "held": ["Enter the first day"],
    }
