"""Why a warning of the checks may stand: given once, remembered while its sentence stands, and withdrawn."""

from collections.abc import Collection, Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import raise_version
from core.dates import today
from reports.access import may_answer_warnings, may_edit_word_list, may_withdraw_reason
from reports.checked import checked
from reports.models import Paper, Reason, WordList
from reports.papers.finding import Finding

LONGEST = 2000
WORD_LISTS = ("acronyms", "hosts")


class AnsweredMeanwhile(Exception):
    """Somebody else has given a reason for some of the warnings since they were shown: `reasons` are theirs, and
    nothing has been saved."""

    def __init__(self, reasons: tuple[Reason, ...]) -> None:
        super().__init__("Somebody else has answered some of these warnings meanwhile.")
        self.reasons = reasons


def give_reason(*, paper: Paper, by: User, digests: Collection[str], words: str) -> list[Reason]:
    """Answer the warnings of these digests with one reason; what has it already from the same person gets it no
    second time.

    Raises PermissionDenied, AnsweredMeanwhile, and ValueError for no reason, one too long, no warning, or one that
    does not stand any more because its sentence or numbers changed. A blocker cannot be answered.
    """
    if not may_answer_warnings(by, paper):
        raise PermissionDenied
    words = words.strip()
    if not words:
        raise ValueError("Enter the reason")
    if len(words) > LONGEST:
        raise ValueError(f"Shorten the reason to {LONGEST:,} characters")
    found = {one.finding.digest: one.finding for one in checked(paper).warnings}
    if not digests:
        raise ValueError("Tick the warnings that the reason is for")
    if not set(digests) <= set(found):
        raise ValueError(
            "One of these warnings does not stand any more: its sentence or numbers have changed"
        )
    return _append(paper, by, [found[digest] for digest in found if digest in digests], words)


@transaction.atomic
def _append(paper: Paper, by: User, findings: Iterable[Finding], words: str) -> list[Reason]:
    # One after the other: two people answering at once see each other's reasons.
    Council.objects.select_for_update().get(pk=paper.council_id)
    asked = {finding.digest: finding for finding in findings}
    standing = list(Reason.objects.answering(paper.council, asked))
    if theirs := tuple(one for one in standing if (one.recorded_by_id, one.words) != (by.pk, words)):
        raise AnsweredMeanwhile(theirs)
    new = [
        _entry(paper, by, finding, words)
        for digest, finding in asked.items()
        if digest not in {one.digest for one in standing}
    ]
    for entry in new:
        entry.save()
    if new:
        after = {"reason": words, "warnings": [entry.about for entry in new]}
        record("answered warnings of", paper, council=paper.council, by=by, after=after, entries=new)
    return new


def _entry(paper: Paper, by: User, finding: Finding, words: str) -> Reason:
    return Reason(
        council=paper.council,
        paper=paper,
        code=finding.code,
        digest=finding.digest,
        about=finding.subject,
        words=words,
        as_at=today(),
        recorded_by=by,
    )


@transaction.atomic
def withdraw_reason(*, reason: Reason, by: User) -> Reason | None:
    """Take a reason back, in every paper that remembers it; one taken back already is left as it is.
    Raises PermissionDenied."""
    if not may_withdraw_reason(by, reason.council):
        raise PermissionDenied
    Council.objects.select_for_update().get(pk=reason.council_id)
    if reason.is_void or reason.corrections.exists():
        return None
    entry = Reason(
        council=reason.council,
        paper=reason.paper,
        code=reason.code,
        digest=reason.digest,
        about=reason.about,
        words=reason.words,
        as_at=today(),
        recorded_by=by,
        corrects=reason,
        is_void=True,
    )
    entry.save()
    before = {"reason": reason.words, "warnings": [reason.about]}
    record(
        "withdrew a reason for a warning of",
        reason.paper,
        council=reason.council,
        by=by,
        before=before,
        entries=[entry],
    )
    return entry


def word_list_of(council: Council) -> WordList:
    """The council's lists; empty ones where nobody has written them yet."""
    return WordList.objects.get_or_create(council=council)[0]


@transaction.atomic
def save_word_list(*, word_list: WordList, by: User, shown_version: int, acronyms: str, hosts: str) -> None:
    """Replace what the council's checks know. Raises PermissionDenied or StaleVersion."""
    if not may_edit_word_list(by, word_list.council):
        raise PermissionDenied
    raise_version(word_list, shown=shown_version)
    before = {name: getattr(word_list, name) for name in WORD_LISTS}
    word_list.acronyms, word_list.hosts = acronyms.strip(), hosts.strip()
    word_list.save(update_fields=WORD_LISTS)
    after = {name: getattr(word_list, name) for name in WORD_LISTS}
    record("changed", word_list, council=word_list.council, by=by, before=before, after=after)
