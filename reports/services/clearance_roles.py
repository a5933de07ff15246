"""The council's list of who clears its papers, kept by the administrator."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify

from accounts.changes import record
from accounts.models import Council, Membership, User
from accounts.roles import Role
from accounts.versions import raise_version
from core.dates import today
from reports.access import may_edit_clearance_roles, may_write_papers
from reports.models import ClearanceRole

AnswersFor = ClearanceRole.AnswersFor


@dataclass(frozen=True)
class RoleFacts:
    """What the administrator says of a role; `people` clear for it besides the holders of its product roles."""

    name: str
    answers_for: str = AnswersFor.SECTIONS
    sections: Sequence[str] = ()
    is_required: bool = True
    is_last: bool = False
    author_may_clear: bool = False
    product_roles: Sequence[str] = ()
    people: Sequence[User] = field(default=())


# The reviewers of document 003, in its order, over the sections of every kind.
USUAL: tuple[RoleFacts, ...] = (
    RoleFacts("Governance", AnswersFor.REST, product_roles=(Role.CLERK, Role.PROGRAMME)),
    RoleFacts(
        "Finance",
        sections=(
            *("implications_finance", "costings", "budget", "afterwards", "capital", "resources"),
            *("recruitment", "sources", "funds", "costs"),
        ),
        product_roles=(Role.FINANCE,),
    ),
    RoleFacts("Legal", sections=("implications_legal", "legal"), product_roles=(Role.LEGAL,)),
    RoleFacts(
        "Communications",
        sections=("consultation", "consultees", "feedback", "community"),
        product_roles=(Role.PROGRAMME,),
    ),
    RoleFacts("Equality", sections=("implications_equality", "equality"), product_roles=(Role.PROGRAMME,)),
    RoleFacts("Procurement", sections=("resources", "capital", "funds"), product_roles=(Role.FINANCE,)),
    RoleFacts("Risk", sections=("implications_risk", "risks"), product_roles=(Role.PROGRAMME,)),
    RoleFacts(
        "HR",
        sections=("implications_hr", "recruitment", "capacity", "services", "proposal", "considerations"),
        product_roles=(Role.WORKFORCE,),
    ),
    RoleFacts("Approved by", AnswersFor.ALL, is_last=True, product_roles=(Role.PROGRAMME,)),
)


@transaction.atomic
def begin_roles(*, council: Council, by: User) -> list[ClearanceRole]:
    """Give a council that has never had a list the usual one; one that has is left as it is. Raises
    PermissionDenied: the administrator begins it, or whoever begins the first paper."""
    if not (may_edit_clearance_roles(by, council) or may_write_papers(by, council)):
        raise PermissionDenied
    Council.objects.select_for_update().get(pk=council.pk)
    if ClearanceRole.objects.filter(council=council).exists():
        return []
    return [_create(council, by, facts, order) for order, facts in enumerate(USUAL, 1)]


@transaction.atomic
def add_role(*, council: Council, by: User, facts: RoleFacts) -> ClearanceRole:
    """Add a role at the end of the list. Raises PermissionDenied, or ValidationError where `facts` do not hold."""
    _may_edit(by, council)
    _check(council, facts)
    last = ClearanceRole.objects.filter(council=council).order_by("-order").first()
    return _create(council, by, facts, last.order + 1 if last else 1)


@transaction.atomic
def edit_role(*, role: ClearanceRole, by: User, shown_version: int, facts: RoleFacts) -> None:
    """Change a role for the papers not published yet. Raises PermissionDenied, StaleVersion or ValidationError."""
    _may_edit(by, role.council)
    _check(role.council, facts, besides=role)
    raise_version(role, shown=shown_version)
    before = _told(role)
    for name, value in _columns(facts).items():
        setattr(role, name, value)
    role.save(update_fields=list(_columns(facts)))
    role.people.set(facts.people)
    fresh = ClearanceRole.objects.get(pk=role.pk)
    record("changed", role, council=role.council, by=by, before=before, after=_told(fresh))


@transaction.atomic
def move_role(*, role: ClearanceRole, by: User, up: bool) -> None:
    """One place up or down; at the end of the list nothing happens. Raises PermissionDenied."""
    _may_edit(by, role.council)
    listed = list(ClearanceRole.objects.of(role.council).filter(is_last=role.is_last))
    at = next((at for at, each in enumerate(listed) if each.pk == role.pk), None)
    to = None if at is None else at + (-1 if up else 1)
    if at is None or to is None or not 0 <= to < len(listed):
        return
    listed[at], listed[to] = listed[to], listed[at]
    for order, each in enumerate(listed, 1):
        ClearanceRole.objects.filter(pk=each.pk).update(order=order)
    direction = "up" if up else "down"
    record("moved", role, council=role.council, by=by, after={"direction": direction})


@transaction.atomic
def retire_role(*, role: ClearanceRole, by: User, because: str) -> None:
    """Take a role off the list from today; what it cleared stays on record. Raises PermissionDenied, or
    ValidationError without a reason; one retired already stays as it is."""
    _may_edit(by, role.council)
    if role.retired_on:
        return
    if not because.strip():
        raise ValidationError("Say why it is taken off the list.")
    role.retired_on, role.retired_because = today(), because.strip()
    role.save(update_fields=["retired_on", "retired_because"])
    record("retired", role, council=role.council, by=by, after={"because": role.retired_because})


@transaction.atomic
def bring_back_role(*, role: ClearanceRole, by: User) -> None:
    """Put a retired role on the list again; one that is on it stays as it is. Raises PermissionDenied."""
    _may_edit(by, role.council)
    if role.retired_on is None:
        return
    role.retired_on, role.retired_because = None, ""
    role.save(update_fields=["retired_on", "retired_because"])
    record("brought back", role, council=role.council, by=by)


def _may_edit(by: User, council: Council) -> None:
    if not may_edit_clearance_roles(by, council):
        raise PermissionDenied


def _check(council: Council, facts: RoleFacts, besides: ClearanceRole | None = None) -> None:
    if not facts.name.strip():
        raise ValidationError({"name": "Enter the name of the role."})
    others = ClearanceRole.objects.filter(council=council)
    if besides:
        others = others.exclude(pk=besides.pk)
    if others.filter(name__iexact=facts.name.strip()).exists():
        raise ValidationError({"name": "There is a role of this name already."})
    if facts.author_may_clear and not facts.is_last:
        raise ValidationError({"author_may_clear": "Only who clears last may be an author of the paper."})
    if facts.answers_for == AnswersFor.SECTIONS and not facts.sections:
        raise ValidationError({"sections": "Tick at least one section."})
    if not facts.product_roles and not facts.people:
        raise ValidationError({"product_roles": "Choose who may clear: a role, or people by name."})
    if any(not _belongs(person, council) for person in facts.people):
        raise ValidationError({"people": "Choose people of this council."})


def _belongs(person: User, council: Council) -> bool:
    return Membership.objects.current().filter(user=person, council=council).exists()


def _create(council: Council, by: User, facts: RoleFacts, order: int) -> ClearanceRole:
    role = ClearanceRole.objects.create(
        council=council, key=_free_key(council, facts.name), order=order, **_columns(facts)
    )
    role.people.set(facts.people)
    record("added", role, council=council, by=by, after=_told(role))
    return role


def _free_key(council: Council, name: str) -> str:
    """The name as an address, with a number behind where another role has it."""
    key = slugify(name)[:30] or "role"
    taken: Collection[str] = set(
        ClearanceRole.objects.filter(council=council, key__startswith=key).values_list("key", flat=True)
    )
    numbered = (f"{key}-{at}" for at in range(2, len(taken) + 3))
    return key if key not in taken else next(each for each in numbered if each not in taken)


def _columns(facts: RoleFacts) -> dict[str, Any]:
    columns = {name: value for name, value in vars(facts).items() if name != "people"}
    return columns | {
        "name": facts.name.strip(),
        "sections": list(facts.sections),
        "product_roles": [str(role) for role in facts.product_roles],
    }


def _told(role: ClearanceRole) -> dict[str, Any]:
    names = ("name", "answers_for", "sections", "is_required", "is_last", "author_may_clear", "product_roles")
    people = sorted(person.name for person in role.people.all())
    return {name: getattr(role, name) for name in names} | {"people": people}
