"""Who may do what to posts and teams. Views and services ask the same functions."""

from accounts.models import Council, User
from accounts.roles import Capability, Scope, holds


def may_see_posts(user: User, council: Council) -> bool:
    return holds(user, council, Capability.SEE_RECORD) is not None


def may_manage_posts(user: User, council: Council) -> bool:
    """Posts, what they cost, teams and standards."""
    return holds(user, council, Capability.MANAGE_POSTS) is not None


def may_record_recruitment(user: User, council: Council) -> bool:
    """Recruitment events, cover and the monthly readings of teams."""
    return holds(user, council, Capability.RECORD_RECRUITMENT) is not None


def may_word_recruitment(user: User, council: Council) -> bool:
    """A sentence of one's own in place of the one the record makes: the workforce lead, authors of papers."""
    return may_record_recruitment(user, council) or (
        holds(user, council, Capability.WRITE_PAPER) == Scope.ANY
    )
