"""A council's own keys. One in use is reworded and extended, never so as to change what was reported by it."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from improvement.access import may_edit_plan
from improvement.models import ImpactRating, ProgressUpdate, Rating, RatingScale
from improvement.models.ratings import ImpactMeaning, ProgressMeaning
from improvement.services.rules import Refusals, add, allow, check_version, edit
from improvement.shipped_scales import SHIPPED

MEANINGS: dict[str, list[tuple[str, str]]] = {
    RatingScale.Kind.PROGRESS: [(one.value, str(one.label)) for one in ProgressMeaning],
    RatingScale.Kind.IMPACT: [(one.value, str(one.label)) for one in ImpactMeaning],
}

# What the symbol face holds besides letters and digits (deploy/build.py): shapes, stars, ticks and crosses.
_SHAPES = {*range(0x25A0, 0x2600), 0x2605, 0x2606, *range(0x2713, 0x2719), 0x2B1B, 0x2B24}

_NOT_ALLOWED = "Only those who edit the plan may change a key."


@transaction.atomic
def create_scale(*, council: Council, by: User, kind: str, name: str) -> RatingScale:
    """A council's own key, of progress or of impact; its ratings follow with `add_rating`."""
    allow(may_edit_plan(by, council), "Only those who edit the plan may add a key.")
    scale = RatingScale(council=council, kind=kind, name=name)
    _check_name(scale)
    add(scale)
    record("added the key", scale, council=council, by=by, after={"kind": kind, "name": name})
    return scale


@transaction.atomic
def start_scale(*, council: Council, by: User, shipped: str, name: str) -> RatingScale:
    """A key with the ratings of one of the shipped ones (`shipped_scales.SHIPPED`). Raises PermissionDenied, or
    ValidationError naming `shipped` or `name`."""
    source = SHIPPED.get(shipped)
    if source is None:
        raise ValidationError({"shipped": "Choose one of the keys to start from."})
    scale = create_scale(council=council, by=by, kind=source.kind, name=name)
    for order, rating in enumerate(source.ratings, 1):
        add_rating(scale=scale, by=by, order=order, **vars(rating))
    return scale


@transaction.atomic
def rename_scale(*, scale: RatingScale, by: User, name: str, shown_version: int | None) -> None:
    """Raises PermissionDenied, StaleVersion, or ValidationError naming `name`."""
    allow(may_edit_plan(by, scale.council), _NOT_ALLOWED)
    check_version(scale, shown_version)
    _check_name(RatingScale(pk=scale.pk, council=scale.council, kind=scale.kind, name=name))
    before, after = edit(scale, shown_version, name=name)
    if after:
        record("renamed the key", scale, council=scale.council, by=by, before=before, after=after)


@transaction.atomic
def add_rating(
    *,
    scale: RatingScale,
    by: User,
    code: str,
    label: str,
    description: str,
    colour: str,
    symbol: str,
    meaning: str,
    order: int,
    needs_narrative: bool = False,
    needs_evidence: bool = False,
) -> Rating:
    """One step of a key. Its meaning comes from the list of the key's kind; the lists never mix.

    Raises PermissionDenied, or ValidationError naming the field.
    """
    allow(may_edit_plan(by, scale.council), _NOT_ALLOWED)
    rating = Rating(
        council=scale.council,
        scale=scale,
        code=code,
        label=label,
        description=description,
        colour=colour,
        symbol=symbol,
        meaning=meaning,
        order=order,
        needs_narrative=needs_narrative,
        needs_evidence=needs_evidence,
    )
    _check_rating(rating)
    add(rating)
    after = {"code": code, "meaning": meaning, "needs_evidence": needs_evidence}
    record("added the rating", rating, council=scale.council, by=by, after=after)
    return rating


@transaction.atomic
def edit_rating(*, rating: Rating, by: User, shown_version: int | None, **facts: Any) -> None:
    """Reword a rating, or change how it looks and what it asks for; its `code` and `meaning` only while nothing
    has been rated by it. Raises PermissionDenied, StaleVersion, or ValidationError naming the field."""
    allow(may_edit_plan(by, rating.scale.council), _NOT_ALLOWED)
    check_version(rating, shown_version)
    refused = Refusals()
    if used_ratings([rating]):
        for name in ("code", "meaning"):
            changes = facts.get(name, getattr(rating, name)) != getattr(rating, name)
            refused.when(changes, name, f"Ratings have been reported by it, so its {name} stays.")
    refused.raise_any()
    names = ("code", "label", "description", "colour", "symbol", "meaning", "order")
    flags = ("needs_narrative", "needs_evidence")
    would_be = {name: facts.get(name, getattr(rating, name)) for name in (*names, *flags)}
    _check_rating(Rating(pk=rating.pk, scale=rating.scale, **would_be))
    before, after = edit(rating, shown_version, **facts)
    if after:
        record("edited the rating", rating, council=rating.council, by=by, before=before, after=after)


@transaction.atomic
def remove_rating(*, rating: Rating, by: User, shown_version: int | None) -> None:
    """Take a rating out of its key, while nothing has been rated by it. Raises as `edit_rating` does."""
    allow(may_edit_plan(by, rating.scale.council), _NOT_ALLOWED)
    check_version(rating, shown_version)
    check_unused(rating)
    before = {"code": rating.code, "label": rating.label, "meaning": rating.meaning}
    record("removed the rating", rating, council=rating.council, by=by, before=before)
    rating.delete()


def check_unused(rating: Rating) -> None:
    """Raises ValidationError where anything was ever rated by it."""
    if used_ratings([rating]):
        raise ValidationError("Ratings have been reported by it, so it cannot be removed. Reword it instead.")


def used_ratings(ratings: Iterable[Rating]) -> set[int]:
    """The keys of those by which anything was ever rated, corrected entries included (two queries)."""
    wanted = [rating.pk for rating in ratings]
    progress = ProgressUpdate.objects.filter(rating__in=wanted).values_list("rating_id", flat=True)
    impact = ImpactRating.objects.filter(rating__in=wanted).values_list("rating_id", flat=True)
    return {*progress.order_by().distinct(), *impact.order_by().distinct()}


def _check_name(scale: RatingScale) -> None:
    same = RatingScale.objects.filter(council=scale.council_id, kind=scale.kind, name=scale.name)
    refused = Refusals()
    refused.when(same.exclude(pk=scale.pk).exists(), "name", "There is a key of that kind and name already.")
    refused.raise_any()


def _check_rating(rating: Rating) -> None:
    """A rating can be told from its neighbours without colour, and means something of its own key's kind."""
    refused = Refusals()
    kind = RatingScale.Kind(rating.scale.kind)
    words = f"“{rating.meaning}” is not a meaning of a {kind.label.lower()}."
    refused.when(rating.meaning not in dict(MEANINGS[kind]), "meaning", words)
    beside = list(Rating.objects.filter(scale=rating.scale_id).exclude(pk=rating.pk))
    for name in ("code", "label", "symbol"):
        same = next((other for other in beside if getattr(other, name) == getattr(rating, name)), None)
        refused.when(same is not None, name, f"“{same}” has this {name} already.")
    printable = all((one.isascii() and one.isprintable()) or ord(one) in _SHAPES for one in rating.symbol)
    known = bool(rating.symbol.strip()) and printable
    refused.when(
        not known, "symbol", "Choose a letter, a digit or a shape that every page and paper can show."
    )
    proves = rating.needs_evidence and rating.meaning != ProgressMeaning.DONE
    refused.when(
        proves, "needs_evidence", "Only a progress rating that means done asks for accepted evidence."
    )
    refused.raise_any()
