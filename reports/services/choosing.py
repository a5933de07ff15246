"""What an author chooses of the blocks of a paper: which rows and parts they show, and since when they tell."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from accounts.changes import record
from accounts.models import User
from accounts.versions import raise_version
from reports.access import may_write_paper
from reports.models import Paper
from reports.papers.choices import OPTIONS, kept, windows
from reports.papers.collect_style import kind_for
from reports.papers.kinds import Kind, kind_of

_LABELS = {option.name: option for option in OPTIONS}


@transaction.atomic
def choose_blocks(
    *,
    paper: Paper,
    by: User,
    shown_version: int,
    options: Mapping[str, Sequence[str]],
    since: Mapping[str, date | None],
) -> None:
    """Keep what was chosen of the options named, and since which day each block named tells; None is the last paper's
    own date. As it stands already, nothing happens.

    Raises PermissionDenied, StaleVersion, and ValidationError for a choice that there is not.
    """
    if not may_write_paper(by, paper):
        raise PermissionDenied
    kind = kind_of(paper.kind)
    chosen, days = _options(kind, paper, options), _since(kind, paper, since)
    if (chosen, days) == (paper.block_options, paper.block_since):
        return
    raise_version(paper, shown=shown_version)
    before = told(paper)
    paper.block_options, paper.block_since = chosen, days
    paper.save(update_fields=["block_options", "block_since"])
    record("changed the choices of", paper, council=paper.council, by=by, before=before, after=told(paper))


def told(paper: Paper) -> dict[str, str]:
    """What is chosen, in words, by what it is about."""
    chosen = {_LABELS[name].label: _LABELS[name].words(codes) for name, codes in paper.block_options.items()}
    labels = {window.block: window.label for window in windows(kind_for(paper))}
    return chosen | {labels.get(block, block): day for block, day in paper.block_since.items()}


def _options(kind: Kind, paper: Paper, options: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    beside = {name: codes for name, codes in paper.block_options.items() if name not in options}
    try:
        return kept(kind, beside | dict(options))
    except ValueError as refused:
        raise ValidationError(str(refused)) from None


def _since(kind: Kind, paper: Paper, since: Mapping[str, date | None]) -> dict[str, str]:
    if not set(since) <= {window.block for window in windows(kind)}:
        raise ValidationError("This paper tells nothing since a day there.")
    beside = {block: day for block, day in paper.block_since.items() if block not in since}
    return beside | {block: day.isoformat() for block, day in since.items() if day}
