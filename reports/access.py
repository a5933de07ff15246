"""Who may do what with a paper; one function a question, which views and services both ask."""

from collections.abc import Sequence

from accounts.access import may_see_exempt
from accounts.models import Council, User
from accounts.roles import Capability, Scope, holds
from reports.authors import clears_for, is_author
from reports.models import ClearanceRole, Paper, PublicationEvent
from reports.papers.kinds import is_implication


def may_see_record(user: User, council: Council) -> bool:
    return holds(user, council, Capability.SEE_RECORD) is not None


def may_see_paper(user: User, paper: Paper) -> bool:
    """Everyone of the council sees what is published; a draft is for those who work on it."""
    if paper.publications.exists():
        return may_see_record(user, paper.council)
    return may_see_draft(user, paper)


def may_see_draft(user: User, paper: Paper) -> bool:
    """A draft whose report is not for publication is for those who may see such documents."""
    return may_see_drafts(user, paper.council) and (paper.is_open or may_see_exempt(user, paper.council))


def may_see_drafts(user: User, council: Council) -> bool:
    return holds(user, council, Capability.SEE_DRAFT_PAPERS) is not None


def may_write_paper(user: User, paper: Paper) -> bool:
    """A published paper is not written any more, unless it has been taken up for correction."""
    return may_write_papers(user, paper.council) and is_being_written(paper)


def is_being_written(paper: Paper) -> bool:
    last = paper.publications.first()
    return last is None or PublicationEvent.objects.correcting(last) is not None


def may_write_papers(user: User, council: Council) -> bool:
    """Everything in them; the author of a section writes that one alone."""
    return holds(user, council, Capability.WRITE_PAPER) == Scope.ANY


def may_write_section(user: User, paper: Paper, key: str) -> bool:
    """Whoever writes the paper, the author the section was given to, and a reviewer the implications of their own
    role; nobody once it is published."""
    if may_write_papers(user, paper.council):
        return is_being_written(paper)
    return (
        may_be_given_sections(user, paper.council)
        and (_is_given(user, paper, key) or _is_reviewers(user, paper, key))
        and may_see_draft(user, paper)
        and is_being_written(paper)
    )


def _is_given(user: User, paper: Paper, key: str) -> bool:
    return paper.sections.standing().filter(key=key, author=user).exists()


def _is_reviewers(user: User, paper: Paper, key: str) -> bool:
    if not is_implication(key):
        return False
    listed = ClearanceRole.objects.of(paper.council)
    return any(key in role.sections and clears_for(user, role) for role in listed)


def may_be_given_sections(user: User, council: Council) -> bool:
    return holds(user, council, Capability.WRITE_PAPER) is not None


def may_publish_paper(user: User, paper: Paper) -> bool:
    return holds(user, paper.council, Capability.PUBLISH_PAPER) is not None


def may_answer_warnings(user: User, paper: Paper) -> bool:
    """Whoever writes the paper says why a warning may stand."""
    return may_write_paper(user, paper)


def may_withdraw_reason(user: User, council: Council) -> bool:
    """Also after the paper it was given in is published: later papers remember it."""
    return may_write_papers(user, council)


def may_edit_word_list(user: User, council: Council) -> bool:
    return may_write_papers(user, council)


# Clearance


def may_lock_paper(user: User, paper: Paper) -> bool:
    """Who publishes a paper locks its figures, asks for clearance, and records what came by mail."""
    return may_publish_paper(user, paper) and may_write_paper(user, paper)


def may_clear(user: User, paper: Paper, role: ClearanceRole, roles: Sequence[ClearanceRole]) -> bool:
    """Whoever the council's list names for the role; a paper's author only last, and where the council allows."""
    if not clears_for(user, role) or not may_see_draft(user, paper) or not is_being_written(paper):
        return False
    return (role.is_last and role.author_may_clear) or not is_author(user, paper, roles)


def may_edit_clearance_roles(user: User, council: Council) -> bool:
    return holds(user, council, Capability.MANAGE_SETTINGS) is not None
