"""My actions: one row for each action, with its form, what was typed into it, and what came of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError

from accounts.models import Council, User
from accounts.versions import StaleVersion
from core.dates import full_date, full_moment, today
from improvement.desk import Desk, Pile
from improvement.forms import UpdateForm, on_top, typed
from improvement.models import Action, ProgressUpdate, Rating
from improvement.services import save_update
from improvement.services.confirming import confirm_unchanged
from improvement.services.rules import OfferedInstead
from improvement.wording import Length, length_of

# Posted by hand, more rows than any page shows would only cost time.
MOST_ROWS = 200
_ALWAYS_THERE = {"as_at", "shown_update"}


class RowForm(UpdateForm):
    """The update form of one row; its ratings were read once for all rows of the page."""

    def __init__(self, data: Any = None, *, action: Action, ratings: list[Rating]) -> None:
        self.ratings = ratings
        super().__init__(data, action=action, prefix=prefix_of(action))
        # A browser posts back what it was shown, so that only what this person touched counts as changed.
        for name in ("rating", "blockers"):
            self.fields[name].show_hidden_initial = True
        self.fields["narrative"].widget.attrs["rows"] = 4
        self.fields["narrative"].label = "What councillors will read"
        self.fields["narrative"].help_text = ""

    def rating_field(self, action: Action) -> forms.Field:
        choices = [("", "Choose a rating"), *((str(rating.pk), rating.label) for rating in self.ratings)]
        return forms.TypedChoiceField(
            label="Progress rating",
            choices=choices,
            coerce=self.rating_of,
            error_messages={
                "required": "Choose a progress rating",
                "invalid_choice": "Choose a progress rating from the list",
            },
        )

    def rating_of(self, value: str) -> Rating:
        """The rating a choice stands for. Raises ValueError for none of this key."""
        for rating in self.ratings:
            if str(rating.pk) == value:
                return rating
        raise ValueError(value)

    @property
    def is_touched(self) -> bool:
        """Whether anything was chosen or typed; a date alone says nothing."""
        return bool(set(self.changed_data) - _ALWAYS_THERE)

    @property
    def opens_more(self) -> bool:
        """Whether what stands behind “More” has to be seen: it was typed into, or is refused."""
        names = {"blockers", "new_due", "reason", "as_at"}
        return bool(names & set(self.errors)) or (
            self.is_bound and bool(names & set(self.changed_data) - _ALWAYS_THERE)
        )


@dataclass
class Row:
    """One action of the page. `saved` once it was saved, `conflict` where somebody else was first."""

    action: Action
    form: RowForm
    saved: ProgressUpdate | None = None
    conflict: dict[str, object] | None = None
    offer: OfferedInstead | None = None
    asked_for_date: bool = False
    was_pressed: bool = False
    is_first: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its form must be seen: something was typed into it, or refused."""
        return self.failed or (self.form.is_bound and self.form.is_touched)

    @property
    def failed(self) -> bool:
        return bool(self.conflict or self.offer or self._is_refused)

    @property
    def _is_refused(self) -> bool:
        return self.was_pressed and self.saved is None and bool(self.form.errors)

    @property
    def words(self) -> str:
        """What councillors would read: what is typed or, while the rating stays, what was last said."""
        return self._typed_words or ("" if self._moves_rating else self.action.narrative or "")

    @property
    def is_as_last_said(self) -> bool:
        return not self._typed_words and bool(self.words)

    @property
    def _typed_words(self) -> str:
        return str(self.form["narrative"].value() or "").strip()

    @property
    def _moves_rating(self) -> bool:
        return str(self.form["rating"].value() or "") != str(self.action.rating_id or "")

    @property
    def rating(self) -> Rating | None:
        """The rating chosen in the form, or the one that holds."""
        chosen = str(self.form["rating"].value() or "")
        return next((rating for rating in self.form.ratings if str(rating.pk) == chosen), None)

    @property
    def length(self) -> Length:
        return length_of(self.words)

    @property
    def outcome(self) -> str:
        """What was saved, in one sentence."""
        if self.saved is None:
            return ""
        said = f"Saved: progress is “{self.saved.rating}” as at {full_date(self.saved.as_at)}"
        return f"{said}, and the new date is under review" if self.asked_for_date else said

    def save(self, by: User) -> None:
        """Save what was typed; what is refused stands at its field."""
        self.was_pressed = True
        if self.form.is_valid():
            answers = self.form.cleaned_data | {"narrative": self.words}
            self.asked_for_date = answers["new_due"] is not None
            self._attempt(partial(save_update, action=self.action, by=by, **answers))

    def confirm(self, by: User) -> None:
        """“No change, confirmed”: carries what was last said, so it is refused where something else was typed."""
        self.was_pressed = True
        if self.form.is_touched:
            self.form.add_error(None, "You have changed something here: save the update, or put it back.")
            return
        # A form nobody has touched lacks nothing that a confirmation needs.
        self.form.errors.clear()
        shown = self.form.cleaned_data.get("shown_update", 0)
        self._attempt(partial(confirm_unchanged, action=self.action, by=by, shown_update=shown))

    def _attempt(self, write: Callable[[], ProgressUpdate]) -> None:
        try:
            self.saved = write()
        except StaleVersion:
            self._show_both()
        except OfferedInstead as offer:
            self.offer = offer
            self._show_again("rating", offer.instead.pk)
        except PermissionDenied as refused:
            self.form.add_error(None, str(refused))
        except ValidationError as refused:
            self.form.add_error(None, refused)

    def _show_both(self) -> None:
        updates = ProgressUpdate.objects.filter(action=self.action).for_timeline()
        theirs = updates.order_by("-recorded_at", "-id").first()
        names = ("rating", "narrative", "blockers", "new_due") if self.form.is_touched else ()
        self.conflict = {
            "who": theirs.recorded_by if theirs else "Somebody",
            "when": full_moment(theirs.recorded_at) if theirs else "",
            "mine": typed(self.form, names),
            "theirs": told(theirs) if theirs else [],
        }
        self._show_again("shown_update", theirs.pk if theirs else 0)

    def _show_again(self, name: str, value: int) -> None:
        """The same form with what was typed kept, and one field brought up to date."""
        data = on_top(self.form.data, value, self.form.add_prefix(name))
        self.form = RowForm(data, action=self.action, ratings=self.form.ratings)


@dataclass
class Outcome:
    """What came of saving several rows: each by itself, so that a bad one spoils no other."""

    rows: list[Row] = field(default_factory=list)

    @property
    def saved(self) -> list[Row]:
        return [row for row in self.rows if row.saved]

    @property
    def failed(self) -> list[Row]:
        return [row for row in self.rows if row.failed]

    @property
    def is_all_saved(self) -> bool:
        """Something was saved, nothing was refused, and nothing typed into another row would be lost."""
        typed = any(row.form.is_touched for row in self.rows if row.saved is None)
        return bool(self.saved) and not self.failed and not typed

    @property
    def sentence(self) -> str:
        """`3 updates saved`, or what the only one says."""
        if len(self.saved) == 1:
            return self.saved[0].outcome
        return f"{len(self.saved) or 'No'} updates saved"


def told(update: ProgressUpdate) -> list[tuple[str, str]]:
    """An update as pairs (label, words), to be shown beside what somebody else typed."""
    return [
        ("Progress rating", str(update.rating)),
        ("As at", full_date(update.as_at)),
        ("What has been done, and what difference it has made", update.narrative),
        ("What is in the way", update.blockers),
    ]


def prefix_of(action: Action) -> str:
    return f"a{action.pk}"


def rows_for(actions: Iterable[Action], council: Council, data: Any = None) -> list[Row]:
    """A row for each action, which carries its facts and `last_update` (one query for all their ratings)."""
    by_scale: dict[int, list[Rating]] = {}
    ratings = Rating.objects.filter(council=council, scale__plans_by_progress__isnull=False)
    for rating in ratings.select_related("scale").distinct().in_key_order():
        by_scale.setdefault(rating.scale_id, []).append(rating)
    rows = []
    for action in actions:
        own = by_scale.get(action.plan.progress_scale_id, [])
        rows.append(Row(action, RowForm(data, action=action, ratings=own)))
    return rows


def group_rows(desk: Desk, rows: Iterable[Row]) -> list[tuple[Pile, list[Row]]]:
    """The rows of a page under the piles of the desk in which they lie; piles without a row here are left out.
    The first is marked as such: its form stands open."""
    by_action = {row.action.pk: row for row in rows}
    for row in list(by_action.values())[:1]:
        row.is_first = True
    piles = [
        (pile, [by_action[action.pk] for action in pile.actions if action.pk in by_action])
        for pile in desk.to_write
    ]
    return [(pile, found) for pile, found in piles if found]


def posted_rows(council: Council, data: Mapping[str, Any]) -> list[Row]:
    """The rows that were posted, in the order in which they were shown, whoever leads them by now."""
    order = [name[1:].removesuffix("-shown_update") for name in data if name.endswith("-shown_update")]
    numbers = [int(number) for number in order if number.isdecimal() and len(number) <= 9][:MOST_ROWS]
    found = Action.objects.of(council).with_facts(today()).with_last_update().in_bulk(numbers)
    for action in found.values():
        action.council = council
    return rows_for([found[number] for number in numbers if number in found], council, data)
