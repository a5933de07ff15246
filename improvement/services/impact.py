from datetime import date

from django.db import transaction

from accounts.changes import record
from accounts.models import User
from improvement.access import may_rate_impact
from improvement.models import ImpactRating, Rating, Section
from improvement.services.rules import Refusals, allow, append, check_uncorrected, take_version


@transaction.atomic
def rate_impact(
    *,
    section: Section,
    by: User,
    rating: Rating,
    as_at: date,
    narrative: str = "",
    shown_version: int | None = None,
) -> ImpactRating:
    """Append the impact rating of a section from `as_at` on.

    Raises PermissionDenied; StaleVersion; ValidationError naming `rating`, `as_at` or `narrative`.
    """
    allow(may_rate_impact(by, section), "Only a chair or the programme office may rate impact.")
    take_version(section, shown_version)
    refused = Refusals()
    _check(refused, section, rating, as_at, narrative)
    refused.raise_any()
    before = ImpactRating.objects.select_related("rating").latest_for(section, as_at)
    entry = ImpactRating(
        council=section.council,
        section=section,
        recorded_by=by,
        rating=rating,
        as_at=as_at,
        narrative=narrative.strip(),
    )
    append(entry)
    record(
        "rated the impact of",
        section,
        council=section.council,
        by=by,
        before={"rating": before.rating.code, "as_at": before.as_at} if before else {},
        after={"rating": rating.code, "as_at": as_at, "narrative": entry.narrative},
        entries=[entry],
    )
    return entry


@transaction.atomic
def correct_impact(
    *,
    entry: ImpactRating,
    by: User,
    because: str,
    rating: Rating,
    as_at: date,
    narrative: str = "",
    void: bool = False,
    shown_version: int | None = None,
) -> ImpactRating:
    """Append an entry that takes the place of a mistaken rating, or with `void` takes it out; both stay visible.

    Raises as `rate_impact` does; its ValidationError may also name `because`.
    """
    section = entry.section
    allow(may_rate_impact(by, section), "Only a chair or the programme office may rate impact.")
    take_version(section, shown_version)
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say what was wrong with the rating you are correcting.")
    if not void:
        _check(refused, section, rating, as_at, narrative)
    refused.raise_any()
    check_uncorrected(entry, "rating")
    corrected = ImpactRating(
        council=section.council,
        section=section,
        recorded_by=by,
        rating=entry.rating if void else rating,
        as_at=entry.as_at if void else as_at,
        narrative=narrative.strip(),
        corrects=entry,
        is_void=void,
        corrected_because=because.strip(),
    )
    append(corrected)
    record(
        "corrected the impact rating of",
        section,
        council=section.council,
        by=by,
        before={"rating": entry.rating.code, "as_at": entry.as_at, "narrative": entry.narrative},
        after={"rating": corrected.rating.code, "as_at": corrected.as_at, "narrative": corrected.narrative}
        | {"because": corrected.corrected_because, "void": void},
        entries=[corrected],
    )
    return corrected


def _check(refused: Refusals, section: Section, rating: Rating, as_at: date, narrative: str) -> None:
    wrong_key = rating.scale_id != section.chapter.plan.impact_scale_id
    refused.when(wrong_key, "rating", "Choose a rating from this plan's impact key.")
    refused.when_not_between(as_at, "as_at", first=section.added_on, thing="this section")
    silent = rating.needs_narrative and not narrative.strip()
    refused.when(silent, "narrative", f"Say what shows that the impact is “{rating}”.")
