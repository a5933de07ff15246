"""Clearing away documents made of drafts that nobody has asked for in a month."""

from datetime import timedelta
from functools import partial

from django.db import transaction

from core.dates import now
from reports.models import Clearance, Document, Rendering, WordTemplate
from reports.papers import store

# A draft's document is used again while it is unchanged, and each use counts as made.
KEPT = timedelta(days=30)
# One tick a minute: a few at a time, so that nobody waits for the rest.
AT_ONCE = 100


def sweep() -> int:
    """Forget documents of drafts older than `KEPT` and remove their bytes, unless a publication or a younger draft has
    the same; gives how many were forgotten. Safe to call at any time and from several places."""
    before = now() - KEPT
    old = Rendering.objects.filter(made_at__lt=before).exclude(digest__in=Document.objects.values("digest"))
    return sum(_forget(row) for row in old.order_by("made_at")[:AT_ONCE])


@transaction.atomic
def _forget(row: Rendering) -> bool:
    # Whoever uses it meanwhile makes it young, and then it stays.
    forgotten, _ = Rendering.objects.filter(pk=row.pk, made_at=row.made_at).delete()
    if forgotten and not _is_used(row.digest):
        transaction.on_commit(partial(store.remove, row.digest))
    return bool(forgotten)


def _is_used(digest: str) -> bool:
    """Also where somebody cleared the paper by a mail that is the very file, or made it a template."""
    held = any(model.objects.filter(digest=digest).exists() for model in (Rendering, Document))
    held = held or WordTemplate.objects.filter(digest=digest).exists()
    return held or Clearance.objects.filter(file_digest=digest).exists()
