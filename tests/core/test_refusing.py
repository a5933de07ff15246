"""What a form says of what it cannot take, in our words and never in the framework's."""

from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.validators import MaxValueValidator, MinValueValidator

from core.forms import FormRenderer, ManyRowsField
from core.refusing import NOT_AS_SHOWN


class Probe(forms.Form):
    """A form of one field, whose name and label are “title”."""

    default_renderer = FormRenderer

    def __init__(self, field: forms.Field, value: Any) -> None:
        sent: Any = {"title": value}
        super().__init__(sent, sent)
        self.fields["title"] = field

    @property
    def sentences(self) -> list[str]:
        said: list[str] = self["title"].sentences  # type: ignore[attr-defined]  # our renderer's bound field
        return said


MONTHS = [("1", "January")]


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (forms.CharField(), "", "Enter the title"),
        (
            forms.CharField(max_length=4),
            "abcdef",
            "Title may have 4 characters, and this has 6: shorten it by 2",
        ),
        (forms.CharField(min_length=4), "ab", "Title needs 4 characters or more, and this has 2"),
        (forms.CharField(), "a\0", "Title holds a character that cannot be kept: type it again"),
        (forms.CharField(widget=forms.HiddenInput), "", NOT_AS_SHOWN),
        (forms.IntegerField(label="How many"), "x", "“How many” must be a whole number, like 12"),
        (forms.IntegerField(min_value=1), "0", "“Title” must be 1 or more"),
        (forms.IntegerField(max_value=1000), "1001", "“Title” must be 1,000 or less"),
        (forms.IntegerField(min_value=-50, max_value=9), "10", "“Title” must be between −50 and 9"),
        (forms.IntegerField(validators=[MinValueValidator(3)]), "2", "“Title” must be 3 or more"),
        (
            forms.IntegerField(min_value=1, validators=[MaxValueValidator(5)]),
            "6",
            "“Title” must be between 1 and 5",
        ),
        (forms.IntegerField(widget=forms.HiddenInput), "x", NOT_AS_SHOWN),
        (forms.DecimalField(), "x", "“Title” must be a number, like 12.5"),
        (forms.DecimalField(decimal_places=1), "0.25", "“Title” may have 1 decimal place at most"),
        (forms.DecimalField(max_digits=2), "123", "“Title” may have 2 digits at most"),
        (forms.DecimalField(min_value=Decimal("0.01")), "0", "“Title” must be 0.01 or more"),
        (forms.EmailField(), "x", "Enter an email address like name@council.gov.uk"),
        (
            forms.URLField(assume_scheme="https"),
            "//",
            "Title must be a web address, like https://council.example/page",
        ),
        (forms.SlugField(), "a b", "Title may have letters, digits, hyphens and underscores only"),
        (forms.RegexField("^a$"), "b", "Title cannot be read: type it again"),
        (forms.ChoiceField(choices=MONTHS), "2", "Choose a title from the list"),
        (forms.MultipleChoiceField(choices=MONTHS), ["2"], "Choose a title from the list"),
        (ManyRowsField(queryset=None), "x", "Choose a title from the list"),
        (forms.FileField(), None, "Choose a title"),
        (forms.FileField(), SimpleUploadedFile("a.csv", b""), "The file is empty: choose another"),
        (
            forms.FileField(max_length=4),
            SimpleUploadedFile("abc.csv", b"x"),
            "The name of the file may have 4 characters, and this has 7: shorten it by 3",
        ),
    ],
)
def test_the_frameworks_sentences_are_said_in_ours(field: forms.Field, value: Any, sentence: str) -> None:
    assert Probe(field, value).sentences == [sentence]


def test_what_a_form_says_itself_is_printed_as_it_is() -> None:
    own = forms.CharField(max_length=4, error_messages={"max_length": "Four letters, not %(show_value)d"})
    assert Probe(own, "abcdef").sentences == ["Four letters, not 6"]


def test_what_a_service_refuses_with_is_printed_as_it_is() -> None:
    form = Probe(forms.CharField(), "a")
    form.is_valid()
    form.add_error("title", ["There is one already", "Choose another"])
    assert form.sentences == ["There is one already", "Choose another"]
