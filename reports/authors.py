"""Who wrote a paper: who began it, changed its lists or title block, or wrote a section of it. Whoever wrote only the
implications of the role they clear for is its reviewer, not its author."""

from collections.abc import Iterable, Iterator

from django.db.models import Q, QuerySet

from accounts.models import Change, User
from accounts.roles import roles_of
from reports.models import ClearanceRole, Paper, PaperSection
from reports.papers.kinds import is_implication

_OF_THE_PAPER = Q(verb="began") | (Q(verb__startswith="changed the ") & Q(verb__endswith=" of"))
# What stands for the paper itself among the sections somebody wrote.
_PAPER = ""


def is_author(user: User, paper: Paper, roles: Iterable[ClearanceRole]) -> bool:
    """Whether this person wrote anything of the paper but the implications of a role of theirs."""
    return paper.pk in authored(user, [paper], roles)


def authored(user: User, papers: Iterable[Paper], roles: Iterable[ClearanceRole]) -> set[int]:
    """Those of several papers of one council that this person wrote, in three queries."""
    listed = list(papers)
    if not listed:
        return set()
    own = {key for role in roles if clears_for(user, role) for key in own_keys(role)}
    return {pk for pk, key in _written(user, listed) if key not in own}


def clears_for(user: User, role: ClearanceRole) -> bool:
    """Whether this person is one of those who clear for a role, whatever the paper."""
    held = {str(each) for each in roles_of(user, role.council)}
    return bool(held & set(role.product_roles)) or (
        bool(held) and user.pk in {person.pk for person in role.people.all()}
    )


def written_by(paper: Paper) -> dict[int, set[str]]:
    """By person's id, the keys of the sections of a paper that they wrote, in three queries; of the paper itself, an
    empty one."""
    found: dict[int, set[str]] = {}
    for by, _, key in _rows(Change.objects.filter(council=paper.council_id), [paper]):
        found.setdefault(by, set()).add(key)
    return found


def own_keys(role: ClearanceRole) -> set[str]:
    """The implications of a role: who clears for it may write them, and is no author for it."""
    return {key for key in role.sections if is_implication(key)}


def _written(user: User, papers: list[Paper]) -> set[tuple[int, str]]:
    """(paper, section key) of all that this person wrote, as the change log has it."""
    made = Change.objects.filter(council=papers[0].council_id, by=user)
    return {(pk, key) for _, pk, key in _rows(made, papers)}


def _rows(made: QuerySet[Change], papers: list[Paper]) -> Iterator[tuple[int, int, str]]:
    """(person, paper, section key) of these changes, as far as they wrote one of the papers."""
    made = made.order_by()
    begun = made.filter(
        _OF_THE_PAPER, subject_type=Paper._meta.label_lower, subject_id__in=[paper.pk for paper in papers]
    )
    sections = {row.pk: row for row in PaperSection.objects.filter(paper__in=papers).only("paper_id", "key")}
    wrote = made.filter(
        verb="wrote", subject_type=PaperSection._meta.label_lower, subject_id__in=list(sections)
    )
    for by, pk in begun.values_list("by_id", "subject_id").distinct():
        yield by, pk, _PAPER
    for by, pk in wrote.values_list("by_id", "subject_id").distinct():
        yield by, sections[pk].paper_id, sections[pk].key
