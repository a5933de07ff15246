"""The record of facts: dated, signed, appended, never overwritten.

Every entry says from which day its fact holds (`as_at`, a local date) and when it was written down
(`recorded_at`). A mistake is put right by another entry that names the one it corrects; a void corrects and
states nothing in its place. One question is asked of it everywhere: what held on a day, as known at a moment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Self, TypeVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Subquery
from django.utils.http import urlencode

from core import dates

# Not bound to LedgerEntry: mypy cannot resolve a model whose manager is bound to the model itself.
Entry = TypeVar("Entry", bound=models.Model)
SubjectRef = str | tuple[str, ...]


class LedgerIsAppendOnly(TypeError):
    """Something tried to change or delete an entry of the ledger."""


class LedgerQuerySet(models.QuerySet[Entry]):
    """Reads of a ledger. Writes go through `save()` of a new entry, or `bulk_create`."""

    def known_at(self, moment: datetime | None) -> Self:
        """Entries recorded by then; None is no limit."""
        return self if moment is None else self.filter(recorded_at__lte=moment)

    def standing(self, day: date | None = None, known_at: datetime | None = None) -> Self:
        """Entries that hold from the day or earlier (None: any day), recorded by `known_at` (None: to this
        moment), that no entry known by then corrects, and that are not voids. A correction takes effect for
        every day once it is known, whatever its own date."""
        corrections = _ledger(self.model, self.db).known_at(known_at).filter(corrects=OuterRef("pk"))
        standing = self.known_at(known_at).filter(~Exists(corrections), is_void=False)
        return standing if day is None else standing.filter(as_at__lte=day)

    def current(self, day: date, known_at: datetime | None = None) -> Self:
        """Of each subject only the standing entry with the greatest (as at, id). Filters set on this queryset
        narrow the answer, they do not let an older entry through."""
        return self.filter(pk=self.latest_id_subquery(day, known_at, subject_outer_ref=_subject(self.model)))

    def latest_for(self, subject: Any, day: date, known_at: datetime | None = None) -> Entry | None:
        """The current entry of one subject (a tuple where the subject is several fields), or None."""
        values = subject if isinstance(subject, tuple) else (subject,)
        named = dict(zip(_subject(self.model), values, strict=True))
        return self.filter(**named).standing(day, known_at).order_by("-as_at", "-pk").first()

    def latest_id_subquery(
        self, day: date, known_at: datetime | None = None, *, subject_outer_ref: SubjectRef = "pk"
    ) -> Subquery:
        """The id of the subject's current entry, to annotate a queryset of subjects with. `subject_outer_ref`
        names the subject's key in that queryset (a tuple where the subject is several fields)."""
        return self.latest_value_subquery("pk", day, known_at, subject_outer_ref=subject_outer_ref)

    def latest_value_subquery(
        self,
        field: str,
        day: date,
        known_at: datetime | None = None,
        *,
        subject_outer_ref: SubjectRef = "pk",
    ) -> Subquery:
        """One field (or `rating__code`) of the subject's current entry, to annotate subjects with."""
        refs = (subject_outer_ref,) if isinstance(subject_outer_ref, str) else subject_outer_ref
        return Subquery(self._latest(day, known_at, refs).values(field)[:1])

    def link_to_change(self, change: models.Model) -> None:
        """Name the change these entries were born in. Only for the service that appended them, in the same
        transaction: raises `LedgerIsAppendOnly` if any of them is linked already."""
        pks = [entry.pk for entry in self]
        unlinked = _ledger(self.model, self.db).filter(pk__in=pks, change=None)
        if models.QuerySet.update(unlinked, change=change) != len(pks):
            raise LedgerIsAppendOnly("An entry is linked to the change that made it, and to no other.")

    def update(self, **kwargs: Any) -> int:
        raise LedgerIsAppendOnly("Entries are never updated: append a correction.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LedgerIsAppendOnly("Entries are never deleted: append a void.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise LedgerIsAppendOnly("Entries are never updated: append corrections.")

    def bulk_create(self, objs: Iterable[Entry], *args: Any, **kwargs: Any) -> list[Entry]:
        """New entries only: what would overwrite or skip existing ones is refused."""
        new = list(objs)
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise LedgerIsAppendOnly("Entries are appended, never merged.")
        for entry in new:
            cast(LedgerEntry, entry).check_append()
        return super().bulk_create(new, *args, **kwargs)

    def _latest(self, day: date, known_at: datetime | None, outer_refs: tuple[str, ...]) -> Self:
        names = _subject(self.model)
        subject = {name: OuterRef(ref) for name, ref in zip(names, outer_refs, strict=True)}
        latest = _ledger(self.model, self.db).filter(**subject).standing(day, known_at)
        return cast(Self, latest.order_by("-as_at", "-pk"))


class LedgerEntry(models.Model):
    """An entry of a ledger, abstract. A concrete entry names its subject in `SUBJECT` (a field, or a tuple
    of fields such as `("line", "month")`), has a nullable `change` key to the record of the write, and adds

        objects = LedgerQuerySet.as_manager()  # or of a queryset derived from it

        class Meta(LedgerEntry.Meta):
            indexes = [models.Index("subject", F("as_at").desc(), F("id").desc(), name=…)]

    which answers `current` for each subject with one seek. A Meta with constraints of its own starts its list
    with `*LedgerEntry.Meta.constraints`.
    """

    SUBJECT: SubjectRef

    as_at = models.DateField("as at")
    recorded_at = models.DateTimeField(default=dates.now, editable=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    is_void = models.BooleanField(default=False)

    class Meta:
        abstract = True
        base_manager_name = "objects"
        constraints = [
            # A second correction of the same entry would stand beside the first.
            models.UniqueConstraint(fields=["corrects"], name="%(app_label)s_%(class)s_corrected_once"),
            models.CheckConstraint(
                condition=models.Q(is_void=False) | models.Q(corrects__isnull=False),
                name="%(app_label)s_%(class)s_void_corrects",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append the entry. Raises `LedgerIsAppendOnly` when it is in the ledger already."""
        self.check_append()
        super().save(*args, **(kwargs | {"force_insert": True}))

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LedgerIsAppendOnly("Entries are never deleted: append a void.")

    def check_append(self) -> None:
        """Raises `LedgerIsAppendOnly` unless the entry is new, `ValueError` when it corrects an entry of
        another subject, or is a void of nothing."""
        if not self._state.adding:
            raise LedgerIsAppendOnly("Entries are never updated: append a correction.")
        if self.corrects is None:
            if self.is_void:
                raise ValueError("A void names the entry it takes out")
        elif self._subject_key() != self.corrects._subject_key():
            raise ValueError("An entry corrects another of the same subject")

    def _subject_key(self) -> tuple[Any, ...]:
        return tuple(self.serializable_value(name) for name in _subject(type(self)))

    def link_to_change(self, change: models.Model) -> None:
        """Name the change this entry was born in; see `LedgerQuerySet.link_to_change`."""
        ledger: LedgerQuerySet[Any] = _ledger(type(self), self._state.db)
        unlinked = ledger.filter(pk=self.pk, change=None)
        if models.QuerySet.update(unlinked, change=change) != 1:
            raise LedgerIsAppendOnly("An entry is linked to the change that made it, and to no other.")
        setattr(self, "change", change)  # noqa: B010 - the concrete entry declares it


def _subject(model: type[models.Model]) -> tuple[str, ...]:
    subject: SubjectRef = cast(type[LedgerEntry], model).SUBJECT
    return (subject,) if isinstance(subject, str) else subject


def _ledger(model: type[Entry], using: str | None) -> LedgerQuerySet[Entry]:
    """The whole ledger, whatever a concrete manager leaves out."""
    return LedgerQuerySet(model, using=using)


@dataclass(frozen=True)
class AsAt:
    """The two dates of a question: the day the facts hold on, and the moment they were known by (None: as we
    now know it)."""

    day: date
    known_at: datetime | None = None

    @classmethod
    def present(cls) -> Self:
        """Today, as we now know it."""
        return cls(dates.today())

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> Self:
        """From `?as_at=2024-11-13&known_at=2024-11-13` (a day, meaning its end, or an ISO moment with its
        zone). Without `as_at`, the day it was known. Raises `ValueError` with a sentence to show, also for a day
        yet to come: nothing is known of it."""
        known_at = _moment(query["known_at"]) if query.get("known_at") else None
        if known_at:
            _refuse_to_come("known at", dates.local_day(known_at))
        if query.get("as_at"):
            day = _day("as at", query["as_at"])
            _refuse_to_come("as at", day)
            return cls(day, known_at)
        return cls(dates.local_day(known_at) if known_at else dates.today(), known_at)

    @property
    def is_past(self) -> bool:
        """Whether the answer may differ from today's, so that the page has to say so."""
        return self.day < dates.today() or (self.known_at is not None and self.known_at < dates.now())

    @property
    def querystring(self) -> str:
        """`as_at=2024-11-13`, with `&known_at=…` where given: what an address needs to ask this again."""
        known = {"known_at": self.known_at.isoformat()} if self.known_at else {}
        return urlencode({"as_at": self.day.isoformat(), **known})


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
        if len(text) <= 10 or moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return dates.end_of_day(_day("known at", text))


def _refuse_to_come(name: str, day: date) -> None:
    if day > dates.today():
        words = f"The “{name}” date, {dates.full_date(day)}, has not come yet."
        raise ValueError(f"{words} Ask for today, {dates.full_date(dates.today())}, or an earlier day.")


def _day(name: str, text: str) -> date:
    try:
        return dates.parse_day(text)
    except ValueError as refused:
        raise ValueError(f"The “{name}” date in this address cannot be read. {refused}.") from None
