"""Evidence: a file, a link or where it is held; its newer versions; and what is taken out again."""

from datetime import date
from typing import Any, Protocol

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from core.dates import now, today
from improvement import evidence_files, evidence_store
from improvement.access import may_add_evidence
from improvement.models import Action, Evidence
from improvement.services.endorsements import check_counts
from improvement.services.rules import Refusals, add, allow, take_turn

_NOT_ALLOWED = "Only those who may update this action may add evidence to it."


class Upload(Protocol):
    """A file as it was brought: its bytes, and the name it claims to have."""

    name: str | None

    def read(self, num_bytes: int = ..., /) -> bytes: ...


@transaction.atomic
def add_evidence(
    *,
    action: Action,
    by: User,
    title: str,
    evidence_of: date,
    link: str = "",
    where_held: str = "",
    file: Upload | None = None,
) -> Evidence:
    """Evidence for an action: a file, a link, or where it is held; and the day it is evidence of.

    What stands already is returned, and nothing is added. Raises PermissionDenied, or ValidationError naming
    `file`, `title`, `link` or `evidence_of`.
    """
    allow(may_add_evidence(by, action), _NOT_ALLOWED)
    take_turn(action)
    _check_counts(action)
    facts = _checked(title=title, evidence_of=evidence_of, link=link, where_held=where_held, file=file)
    # A form sent twice must not add the same thing twice.
    if same := Evidence.objects.filter(action=action, **facts).as_at(today()).first():
        return same
    evidence = _add(action, by, facts)
    after = {name: facts[name] for name in ("evidence_of", "file_name", "link") if facts[name]}
    record(
        "added evidence to", action, council=action.council, by=by, after={"evidence": evidence.title} | after
    )
    return evidence


@transaction.atomic
def replace_evidence(
    *,
    evidence: Evidence,
    by: User,
    because: str,
    title: str,
    evidence_of: date,
    link: str = "",
    where_held: str = "",
    file: Upload | None = None,
) -> Evidence:
    """A newer version, to be reviewed afresh; the older one stays readable. Without a file the old one is kept.

    Raises as `add_evidence` does; its ValidationError may also name `because`, or no field where the evidence has
    been accepted, replaced or taken out.
    """
    action = evidence.action
    allow(may_add_evidence(by, action), _NOT_ALLOWED)
    take_turn(action)
    _check_counts(action)
    kept = evidence if file is None else None
    facts = _checked(
        title=title, evidence_of=evidence_of, link=link, where_held=where_held, file=file, kept=kept
    )
    _check_reason(because)
    if same := Evidence.objects.filter(replaces=evidence, **facts).first():
        return same
    check_changeable(evidence)
    newer = _add(action, by, facts | {"replaces": evidence, "replaced_because": because.strip()})
    record(
        "replaced evidence of",
        action,
        council=action.council,
        by=by,
        before={"evidence": evidence.title, "file": evidence.file_name},
        after={"evidence": newer.title, "file": newer.file_name, "because": newer.replaced_because},
    )
    return newer


@transaction.atomic
def take_out_evidence(*, evidence: Evidence, by: User, because: str) -> None:
    """Take out what was added by mistake; it stays on its page with the reason. Twice does nothing more.

    Raises PermissionDenied, or ValidationError (`because`, or no field where it has been accepted or replaced).
    """
    action = evidence.action
    allow(may_add_evidence(by, action), _NOT_ALLOWED)
    _check_reason(because)
    take_turn(action)
    evidence.refresh_from_db(fields=["taken_out_on"])
    if evidence.taken_out_on is not None:
        return
    check_changeable(evidence)
    evidence.taken_out_on, evidence.taken_out_at = today(), now()
    evidence.taken_out_by, evidence.taken_out_because = by, because.strip()[:250]
    evidence.save(update_fields=["taken_out_on", "taken_out_at", "taken_out_by", "taken_out_because"])
    after = {"evidence": evidence.title, "because": evidence.taken_out_because}
    record("took out evidence of", action, council=action.council, by=by, after=after)


def _check_counts(action: Action) -> None:
    refused = Refusals()
    check_counts(refused, action, "title")
    refused.raise_any()


def _checked(
    *,
    title: str,
    evidence_of: date,
    link: str,
    where_held: str,
    file: Upload | None,
    kept: Evidence | None = None,
) -> dict[str, Any]:
    """The columns that say what the evidence is; the file's bytes are stored. Raises ValidationError."""
    refused = Refusals()
    refused.when(not title.strip(), "title", "Say what this is evidence of.")
    has_file = file is not None or bool(kept and kept.file_digest)
    nothing = not has_file and not link and not where_held.strip()
    refused.when(nothing, "link", "Bring a file, give a link, or say where the evidence is held.")
    refused.when(evidence_of > today(), "evidence_of", "The date must be today or earlier.")
    told = {
        "title": title.strip(),
        "link": link,
        "where_held": where_held.strip(),
        "evidence_of": evidence_of,
    }
    if file is None:
        refused.raise_any()
        return told | _file_of(kept)
    try:
        brought = evidence_files.inspect(file.read(evidence_files.LARGEST_FILE + 1), file.name or "")
    except evidence_files.Unacceptable as unacceptable:
        refused.when(True, "file", f"{unacceptable}.")
        brought = None
    refused.raise_any()
    return told | _stored(brought) if brought else told


def _stored(brought: evidence_files.EvidenceFile) -> dict[str, Any]:
    return {
        "file_name": brought.name,
        "file_kind": brought.kind,
        "file_size": len(brought.content),
        "file_digest": evidence_store.put(brought.content),
    }


def _file_of(kept: Evidence | None) -> dict[str, Any]:
    names = ("file_name", "file_kind", "file_size", "file_digest")
    return {name: getattr(kept or Evidence(), name) for name in names}


def _add(action: Action, by: User, facts: dict[str, Any]) -> Evidence:
    evidence = Evidence(
        council=action.council, action=action, added_on=today(), added_at=now(), added_by=by, **facts
    )
    add(evidence)
    return evidence


def _check_reason(because: str) -> None:
    refused = Refusals()
    refused.when(not because.strip(), "because", "Say why.")
    refused.raise_any()


def check_changeable(evidence: Evidence) -> None:
    """Raises ValidationError where others rely on the evidence, or it does not stand any more."""
    held = Evidence.objects.filter(pk=evidence.pk).as_at(today()).first()
    if held is None:
        raise ValidationError("This evidence has been replaced or taken out already.")
    if held.verdict == "sufficient":
        raise ValidationError(
            "This evidence has been accepted, so it stays as it is. Add further evidence, or have the review "
            "corrected first."
        )
