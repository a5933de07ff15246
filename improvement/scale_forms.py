"""The forms of rating scales and of their ratings."""

from typing import Any

from django import forms

from core.forms import RadioSelect
from improvement.models import Rating, RatingScale
from improvement.models.ratings import Palette
from improvement.services.scales import MEANINGS, used_ratings
from improvement.shipped_scales import SHIPPED
from improvement.structure_forms import PartForm


class NewScaleForm(PartForm):
    """A key to start, from one of those that come with the application."""

    shipped = forms.ChoiceField(
        label="Start from",
        choices=[(key, scale.words) for key, scale in SHIPPED.items()],
        widget=RadioSelect(
            hints={key: ", ".join(rating.label for rating in scale.ratings) for key, scale in SHIPPED.items()}
        ),
        error_messages={"required": "Choose a key to start from"},
    )
    name = forms.CharField(max_length=80, help_text="What your council calls it.")


class ScaleForm(PartForm):
    NAMES = ("name",)

    name = forms.CharField(max_length=80)


class RatingForm(PartForm):
    """One rating of a key: its words, its look, and what it means to the system."""

    NAMES = (
        "code",
        "label",
        "description",
        "colour",
        "symbol",
        "order",
        "meaning",
        "needs_narrative",
        "needs_evidence",
    )

    code = forms.SlugField(max_length=20, help_text="A short name for exports and files, like on-track.")
    label = forms.CharField(max_length=60, help_text="The word on the tag.")
    description = forms.CharField(
        max_length=250,
        label="What it means",
        help_text="As the key prints it.",
        widget=forms.Textarea({"rows": 2}),
    )
    colour = forms.ChoiceField(
        choices=Palette.choices,
        widget=RadioSelect(inline=True, small=True),
        error_messages={"required": "Choose a colour"},
    )
    symbol = forms.CharField(
        max_length=2,
        help_text="So that it can be told without colour: a letter, or one of ○ ● ◐ ◇ ◆ △ ▲ ▽ ▼ □ ■ ☆ ★ ✓ ✗.",
    )
    order = forms.IntegerField(
        min_value=0,
        max_value=999,
        label="Place in the key",
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )
    meaning = forms.ChoiceField(
        label="What it means to the system",
        widget=RadioSelect(small=True),
        error_messages={"required": "Choose what it means to the system"},
    )
    needs_narrative = forms.BooleanField(label="It needs words to say why", required=False)
    needs_evidence = forms.BooleanField(
        label="It holds only once somebody other than the lead has accepted evidence", required=False
    )

    def __init__(self, data: Any = None, *, scale: RatingScale, thing: Rating | None = None) -> None:
        super().__init__(data, thing=thing)
        meaning: Any = self.fields["meaning"]
        meaning.choices = MEANINGS[scale.kind]
        if scale.kind != RatingScale.Kind.PROGRESS:
            del self.fields["needs_evidence"]
        if thing and used_ratings([thing]):
            # Reported already: shown on the page, and no longer asked.
            del self.fields["code"], self.fields["meaning"]
        if not thing:
            self.initial = {"order": scale.ratings.count() + 1}


class RemoveForm(PartForm):
    """Only the version: the page says what is removed."""

    NAMES = ()
