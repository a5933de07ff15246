"""Who may do what with a paper; one function a question, which views and services both ask."""

from accounts.access import may_see_exempt
from accounts.models import Council, User
from accounts.roles import Capability, Scope, holds
from reports.models import Paper, PublicationEvent


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
    """Whoever writes the paper, and the author the section was given to."""
    if may_write_papers(user, paper.council):
        return is_being_written(paper)
    return (
        may_be_given_sections(user, paper.council)
        and paper.sections.standing().filter(key=key, author=user).exists()
        and may_see_draft(user, paper)
        and is_being_written(paper)
    )


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
