from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from improvement.access import may_edit_plan
from improvement.models import Rating, RatingScale
from improvement.models.ratings import ImpactMeaning, ProgressMeaning
from improvement.services.rules import add, allow

_MEANINGS = {
    RatingScale.Kind.PROGRESS: ProgressMeaning.values,
    RatingScale.Kind.IMPACT: ImpactMeaning.values,
}


@transaction.atomic
def create_scale(*, council: Council, by: User, kind: str, name: str) -> RatingScale:
    """A council's own key, of progress or of impact; its ratings follow with `add_rating`."""
    allow(may_edit_plan(by, council), "Only those who edit the plan may add a key.")
    scale = RatingScale(council=council, kind=kind, name=name)
    add(scale)
    record("added the key", scale, council=council, by=by, after={"kind": kind, "name": name})
    return scale


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
) -> Rating:
    """One step of a key. Its meaning comes from the list of the key's kind; the lists never mix."""
    allow(may_edit_plan(by, scale.council), "Only those who edit the plan may change a key.")
    if meaning not in _MEANINGS[RatingScale.Kind(scale.kind)]:
        raise ValidationError(
            {"meaning": f"“{meaning}” is not a meaning of a {scale.get_kind_display().lower()}."}
        )
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
    )
    add(rating)
    record("added the rating", rating, council=scale.council, by=by, after={"code": code, "meaning": meaning})
    return rating
