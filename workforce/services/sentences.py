from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import today
from improvement.services.rules import allow, append, take_version
from workforce.access import may_word_recruitment
from workforce.models import FundedPost, PostSentence


@transaction.atomic
def word_recruitment(
    *, post: FundedPost, by: User, text: str, shown_version: int | None = None
) -> PostSentence | None:
    """What an author says of a post's recruitment in place of the sentence its events make, until something
    newer is recorded; an empty text gives the row back to the record. The same text over nothing newer adds
    nothing. Raises PermissionDenied, StaleVersion, and ValidationError."""
    allow(
        may_word_recruitment(by, post.council), "Only authors of papers and the workforce lead may do this."
    )
    text = text.strip()
    standing = PostSentence.objects.latest_for(post, today())
    if not text and standing is None:
        return None
    if len(text) > PostSentence._meta.get_field("text").max_length:  # type: ignore[operator]
        raise ValidationError({"text": "The sentence is too long: a paper prints one or two."})
    take_version(post, shown_version)
    entry = PostSentence(
        council=post.council,
        post=post,
        text=text or standing.text,  # type: ignore[union-attr]
        as_at=today(),
        recorded_by=by,
        corrects=standing if not text else None,
        is_void=not text,
    )
    append(entry)
    before = {"sentence": standing.text if standing else ""}
    record(
        "worded the recruitment of",
        post,
        council=post.council,
        by=by,
        before=before,
        after={"sentence": text},
        entries=[entry],
    )
    return entry if text else None
