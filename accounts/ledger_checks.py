"""What ties every app's ledger to the change log: read by `verify_ledger`, one sentence a problem."""

from collections.abc import Iterator
from datetime import timedelta

from django.apps import apps
from django.db.models import Exists, F, OuterRef

from accounts.models import Change, Council, Entry

# A service writes its entries and their change in one go; a grid of a thousand cells takes a while.
ONE_GO = timedelta(minutes=1)


def problems(council: Council) -> Iterator[str]:
    """A sentence for each entry that its change in the log does not vouch for."""
    for model in apps.get_models():
        if issubclass(model, Entry):
            yield from _unvouched(model, council)


def _unvouched(model: type[Entry], council: Council) -> Iterator[str]:
    """Entries whose change is gone from the log, is somebody else's, or was written at another time."""
    name = str(model._meta.verbose_name).capitalize()
    entries = model._default_manager.filter(council=council).exclude(change=None)
    there = Exists(Change.objects.filter(pk=OuterRef("change_id")))
    for pk in entries.filter(~there).values_list("pk", flat=True):
        yield f"{name} {pk} names a change that is not in the change log."
    for pk in entries.exclude(change__by=F("recorded_by")).filter(there).values_list("pk", flat=True):
        yield f"{name} {pk} is not by the person whom the change log names."
    for pk, recorded_at, at in entries.values_list("pk", "recorded_at", "change__at"):
        if at is not None and abs(recorded_at - at) > ONE_GO:
            yield f"{name} {pk} was not recorded when the change log says."
