"""What an author says of a post's recruitment in place of the record, and whether that is still up to date."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from workforce.models import Cover, FundedPost, PostSentence, PostStatus, RecruitmentEvent


@dataclass(frozen=True)
class OwnWords:
    """A sentence an author wrote in place of the record's. `is_stale` once something newer was recorded of the
    post: the record then speaks for itself again."""

    text: str
    by: str
    on: date
    is_stale: bool


def own_words(posts: list[int], day: date, known_at: datetime | None = None) -> dict[int, OwnWords]:
    """What authors have written of these posts, by post. A post without words is not in it."""
    current = PostSentence.objects.filter(post__in=posts).current(day, known_at)
    found = {words.post_id: words for words in current.select_related("recorded_by")}
    newest = _newest_changes(found, day, known_at) if found else {}
    return {
        pk: OwnWords(
            words.text,
            words.recorded_by.name,
            words.as_at,
            is_stale=newest.get(pk, 0) > (words.change_id or 0),
        )
        for pk, words in found.items()
    }


def _newest_changes(posts: Iterable[int], day: date, known_at: datetime | None) -> dict[int, int]:
    """By post the number of the last change of its events, its cover and its end that was known; numbers only grow."""
    events = RecruitmentEvent.objects.filter(position__post__in=list(posts), as_at__lte=day)
    newest: dict[int, int] = defaultdict(int)
    told = events.known_at(known_at).order_by().values_list("position__post", "change").distinct()
    cover = Cover.objects.filter(post__in=list(posts), started_on__lte=day)
    if known_at is not None:
        cover = cover.filter(change__at__lte=known_at)
    ends = PostStatus.objects.filter(post__in=list(posts), status=FundedPost.Status.ENDED, as_at__lte=day)
    over = ends.known_at(known_at).order_by().values_list("post", "change")
    rows = [*told, *over, *cover.values_list("post", "change")]
    ended = cover.exclude(end_change=None).values_list("post", "end_change", "end_change__at")
    rows += [(post, change) for post, change, at in ended if known_at is None or at <= known_at]
    for post, change in rows:
        newest[post] = max(newest[post], change or 0)
    return newest
