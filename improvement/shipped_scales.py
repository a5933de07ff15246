"""The keys a council may start from; each becomes its own, to be worded as it likes."""

from dataclasses import dataclass

from improvement.models.ratings import ImpactMeaning, Palette, ProgressMeaning, RatingScale


@dataclass(frozen=True)
class ShippedRating:
    code: str
    label: str
    description: str
    colour: str
    symbol: str
    meaning: str
    needs_narrative: bool = False
    needs_evidence: bool = False


@dataclass(frozen=True)
class ShippedScale:
    kind: str
    words: str
    ratings: tuple[ShippedRating, ...]


_P, _I, _C = ProgressMeaning, ImpactMeaning, Palette

_OFF_TRACK = ShippedRating(
    "red", "Red", "The date will not be met, or the result is in doubt.", _C.RED, "▲", _P.OFF_TRACK, True
)
_AT_RISK = ShippedRating(
    "amber", "Amber", "Behind, with a plan to recover it.", _C.AMBER, "◆", _P.AT_RISK, True
)
_ON_TRACK = ShippedRating(
    "green", "Green", "Under way, and will be finished by its date.", _C.GREEN, "●", _P.ON_TRACK
)

SHIPPED = {
    "red-amber-green-complete": ShippedScale(
        RatingScale.Kind.PROGRESS,
        "Red, amber, green, complete",
        (
            _OFF_TRACK,
            _AT_RISK,
            _ON_TRACK,
            ShippedRating(
                "complete",
                "Complete",
                "Done, and somebody other than the lead has accepted the evidence.",
                _C.BLUE,
                "✓",
                _P.DONE,
                needs_evidence=True,
            ),
        ),
    ),
    "blue-green-amber-red": ShippedScale(
        RatingScale.Kind.PROGRESS,
        "Blue, green, amber, red (blue: complete and embedded)",
        (
            ShippedRating(
                "blue",
                "Blue",
                "Complete and embedded: the evidence has been accepted.",
                _C.BLUE,
                "★",
                _P.DONE,
                needs_evidence=True,
            ),
            _ON_TRACK,
            _AT_RISK,
            _OFF_TRACK,
        ),
    ),
    "amber-e": ShippedScale(
        RatingScale.Kind.PROGRESS,
        "Red, amber, amber E, green, complete (amber E: done, evidence under scrutiny)",
        (
            _OFF_TRACK,
            _AT_RISK,
            ShippedRating(
                "amber-e",
                "Amber E",
                "Done, and the evidence awaits further scrutiny.",
                _C.AMBER,
                "E",
                _P.DONE_AWAITING_EVIDENCE,
            ),
            _ON_TRACK,
            ShippedRating(
                "complete",
                "Complete",
                "Done, and the evidence has been accepted.",
                _C.BLUE,
                "✓",
                _P.DONE,
                needs_evidence=True,
            ),
        ),
    ),
    "impact": ShippedScale(
        RatingScale.Kind.IMPACT,
        "Impact: not yet rated to lasting difference",
        (
            ShippedRating(
                "not-yet-rated",
                "Not yet rated",
                "It is too soon to look for a difference.",
                _C.GREY,
                "○",
                _I.NOT_YET_RATED,
            ),
            ShippedRating(
                "none-yet",
                "No difference yet",
                "We have looked, and children and families do not yet feel a difference.",
                _C.RED,
                "△",
                _I.NONE_YET,
                True,
            ),
            ShippedRating(
                "early",
                "Early signs",
                "Some children and families feel a difference, in some places.",
                _C.AMBER,
                "◇",
                _I.EARLY,
                True,
            ),
            ShippedRating(
                "clear",
                "Clear difference",
                "Most children and families concerned feel a difference, and measures show it.",
                _C.GREEN,
                "◆",
                _I.CLEAR,
                True,
            ),
            ShippedRating(
                "sustained",
                "Lasting difference",
                "The difference has held for six months or more.",
                _C.BLUE,
                "★",
                _I.SUSTAINED,
                True,
            ),
        ),
    ),
}
