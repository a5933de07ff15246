"""The first rows of a council, made on the server: itself, and who looks after it. Everything else is done in the
browser."""

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.changes import record
from accounts.models import Council, Membership, User
from accounts.roles import Role
from core.dates import today

_SLUG = re.compile(r"[a-z][a-z0-9-]{1,48}[a-z0-9]")
# What a short name leaves out, longest first.
_ENDINGS = (
    " Metropolitan Borough Council",
    " Borough Council",
    " County Council",
    " City Council",
    " Council",
)


@dataclass(frozen=True)
class Founded:
    """A council with its administrator, and which of them are new."""

    council: Council
    administrator: User
    is_new_council: bool
    is_new_person: bool
    is_new_role: bool


@transaction.atomic
def found_council(
    *,
    slug: str,
    name: str,
    email: str,
    system: str | None = None,
    short_name: str = "",
    person: str = "",
) -> Founded:
    """A council with somebody in the role of administrator; what is there already stays. `system` is `committee`
    unless given. Raises ValidationError in a sentence: a slug that cannot be an address or is another council's, an
    unknown system, no name, or an address that is none."""
    _check(slug, name, system, email)
    council, is_new_council = _council(slug, name.strip(), system, short_name.strip())
    user, is_new_person = _person(email, person.strip())
    current = Membership.objects.current().filter(council=council, user=user, role=Role.ADMINISTRATOR)
    is_new_role = not current.exists()
    if is_new_role:
        begun = Membership.objects.create(
            council=council, user=user, role=Role.ADMINISTRATOR, started_on=today()
        )
        after = {"email": user.email, "role": Role.ADMINISTRATOR.label, "started_on": begun.started_on}
        record("gave a role on the server to", user, council=council, by=user, after=after)
    return Founded(council, user, is_new_council, is_new_person, is_new_role)


def _check(slug: str, name: str, system: str | None, email: str) -> None:
    if not _SLUG.fullmatch(slug) or slug in _taken():
        raise ValidationError(
            f"“{slug}” cannot be the beginning of addresses: use 3 to 50 small letters, digits and "
            f"hyphens that begin with a letter, and none of {', '.join(sorted(_taken()))}."
        )
    if not name.strip():
        raise ValidationError("Give the council’s name.")
    if system is not None and system not in Council.System.values:
        raise ValidationError(f"“{system}” is no system: it is {' or '.join(Council.System.values)}.")
    try:
        validate_email(email)
    except ValidationError:
        raise ValidationError(f"“{email}” is no email address.") from None


def _council(slug: str, name: str, system: str | None, short_name: str) -> tuple[Council, bool]:
    there = Council.objects.filter(slug=slug).first()
    if there is None:
        made = Council(
            slug=slug,
            name=name,
            short_name=short_name or _shortened(name),
            system=system or Council.System.COMMITTEE,
        )
        made.full_clean()
        made.save()
        return made, True
    if there.name != name or system not in (None, there.system):
        raise ValidationError(
            f"There is a council {slug} already: {there.name}, {there.get_system_display().lower()}. It has not been "
            "changed."
        )
    return there, False


def _person(email: str, name: str) -> tuple[User, bool]:
    there = User.objects.filter(email__iexact=email).first()
    if there:
        return there, False
    known = name or re.sub(r"[._-]+", " ", email.partition("@")[0]).strip().title()
    return User.objects.create_user(email=email, name=known), True


def _shortened(name: str) -> str:
    return next((name.removesuffix(ending) for ending in _ENDINGS if name.endswith(ending)), name)[:60]


def _taken() -> set[str]:
    """The beginnings of the addresses that belong to no council."""
    found = {"static"}
    for pattern in _patterns(get_resolver()):
        first = pattern.lstrip("^").partition("/")[0]
        if first and "<" not in first:
            found.add(first)
    return found


def _patterns(resolver: URLResolver) -> list[str]:
    """Whole addresses of the first two storeys: includes without a beginning of their own are looked into."""
    found: list[str] = []
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern) or str(each.pattern):
            found.append(str(each.pattern))
        else:
            found += _patterns(each)
    return found
