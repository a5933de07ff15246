"""Words that are no ledger, as they were known on an earlier day: the change log holds what each was before."""

from collections.abc import Callable
from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Subquery
from django.db.models.fields.json import KT

from accounts.models import Change


def word_known_by(model: type[models.Model], name: str, known_at: datetime | None) -> Subquery:
    """A word of a row as text where it has been changed since `known_at`; else None. A change holds for every day of
    the row, from when it was recorded."""
    later = Change.objects.filter(subject_type=model._meta.label_lower, subject_id=OuterRef("pk"))
    key = {"before__has_key": name}
    later = later.none() if known_at is None else later.filter(at__gt=known_at, **key)
    before = later.order_by("id").annotate(word=KT(f"before__{name}")).values("word")
    return Subquery(before[:1], output_field=models.TextField(null=True))


class KnownWord:
    """Puts the annotation of its name, where there is one, in the place of today's word; `read` reads its text."""

    def __init__(self, name: str, read: Callable[[str], object]) -> None:
        self.name, self.read = name, read

    def __set__(self, row: models.Model, text: str | None) -> None:
        if text is not None:
            setattr(row, self.name, self.read(text))
