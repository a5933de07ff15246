"""What the pages of the app read, each in a fixed number of queries."""

from dataclasses import dataclass

from core.ledger import AsAt
from workforce.models import Cover, FundedPost
from workforce.own_words import OwnWords
from workforce.sentences import PositionRecord, RecruitmentHistory
from workforce.states import State
from workforce.wording import row_sentence


@dataclass(frozen=True)
class PostInList:
    """A post with its state on the day, as the list shows it. `recorded` is the sentence its events make,
    whatever an author wrote."""

    post: FundedPost
    sentence: str
    counts: dict[State, int]
    own_words: OwnWords | None = None
    recorded: str = ""

    @property
    def states(self) -> list[tuple[State, int]]:
        """The states that have positions, with how many."""
        return [(state, count) for state, count in self.counts.items() if count]


def posts_in_list(posts: list[FundedPost], at: AsAt) -> list[PostInList]:
    """Each post with its sentence and its positions by state; a proposal has neither."""
    history = RecruitmentHistory(posts, at.day, at.known_at)
    return [_in_list(post, history) for post in posts]


def _in_list(post: FundedPost, history: RecruitmentHistory) -> PostInList:
    if post.status not in FundedPost.GIVEN:
        return PostInList(post, _NOT_GIVEN[FundedPost.Status(post.status)], {})
    return PostInList(
        post,
        history.sentence_of(post),
        history.counts(post),
        history.own_words_of(post),
        row_sentence(history.facts(post)),
    )


_NOT_GIVEN = {
    FundedPost.Status.PROPOSED: "Proposed; not yet approved.",
    FundedPost.Status.RETIRED: "Retired: it stands in the record, and no table lists it.",
}


@dataclass(frozen=True)
class PostPage:
    """A post as its page shows it on a day."""

    listed: PostInList
    positions: tuple[PositionRecord, ...]
    cover: tuple[Cover, ...]
    cover_over: tuple[Cover, ...]
    # Of a day that is past nobody asks what was still to come: what has come since stands on the page of today.
    cover_to_come: tuple[Cover, ...]


def post_page(post: FundedPost, at: AsAt) -> PostPage:
    history = RecruitmentHistory([post], at.day, at.known_at)
    return PostPage(
        _in_list(post, history),
        tuple(history.records(post)),
        tuple(history.cover_of(post)),
        tuple(history.cover_over_of(post)),
        () if at.is_past else tuple(Cover.objects.to_come(post, at.day)),
    )


@dataclass(frozen=True)
class BoardCard:
    """A position on the board: whose it is, what became of it last, and by when it was due."""

    post: FundedPost
    record: PositionRecord


@dataclass(frozen=True)
class BoardColumn:
    """The positions in one state."""

    state: State
    cards: tuple[BoardCard, ...]


def board_of(posts: list[FundedPost], at: AsAt) -> list[BoardColumn]:
    """The positions of these posts by state, in the order of `State`; a state without positions is left out."""
    history = RecruitmentHistory(posts, at.day, at.known_at)
    cards = [BoardCard(post, record) for post in posts for record in history.records(post)]
    columns = [
        BoardColumn(state, tuple(card for card in cards if card.record.state == state)) for state in State
    ]
    return [column for column in columns if column.cards]
