"""Who may read what a role said of a paper: a comment, or the message it came by, may quote what it is about."""

from collections.abc import Collection

from accounts.access import may_see_exempt
from accounts.models import User
from reports.models import Clearance, Paper
from reports.papers.documents import own_stem
from reports.papers.sections_seen import cleared_under

KEPT_BACK = "Not shown: it is about a document that is not for publication"


def closed_keys(paper: Paper) -> frozenset[str]:
    """The keys of sections under which documents are cleared that are not for publication now."""
    stems = [row.stem for row in paper.document_classes.all() if not row.is_open]
    stems += [own_stem(paper.kind, at) for at, row in enumerate(paper.appendices.all()) if not row.is_open]
    return frozenset(cleared_under(paper.kind, stem) for stem in stems)


def may_read_said(reader: User, entry: Clearance, closed: Collection[str]) -> bool:
    """Whoever sees what it is about, and whoever said it or wrote it down."""
    if entry.recorded_by_id == reader.pk or not set(entry.seen) & set(closed):
        return True
    return may_see_exempt(reader, entry.council)


def comment_for(reader: User, entry: Clearance, closed: Collection[str]) -> str:
    """The comment, or that it is kept back; nothing where there is none."""
    return entry.comment if not entry.comment or may_read_said(reader, entry, closed) else KEPT_BACK
