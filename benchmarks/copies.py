"""Large databases from a small one: every row of a council copied, with its keys moved along.

Raw rows, which only benchmarks write: a council of the demonstration is loaded through the services once, and
copied in SQL, because thousands of actions through the services would take an hour.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models

from accounts.models import Council, CouncilOwned

# Stay one of a kind when a council grows: who is in it, how it works, and what it published.
SHARED = frozenset(
    {
        "accounts.Change",
        "accounts.Job",
        "accounts.Membership",
        "finance.MonthClose",
        "improvement.Group",
        "improvement.Meeting",
        "improvement.Rating",
        "improvement.RatingScale",
    }
)
_OF_PAPERS = "reports"


def copy_council(source: Council, slug: str) -> Council:
    """Another council with a copy of everything the source has."""
    copy = Council.objects.get(pk=source.pk)
    copy.pk, copy.slug, copy.name, copy.short_name = None, slug, f"{source.name} {slug}", slug
    copy._state.adding = True
    copy.save()
    _copy(_owned(), source, copy, suffix="")
    return copy


def enlarge(council: Council, times: int) -> None:
    """Give a council its own plan, money and posts again, so that it has them `times` over; a power of two."""
    grown = [
        model
        for model in _owned()
        if model._meta.label not in SHARED and model._meta.app_label != _OF_PAPERS and not _one_each(model)
    ]
    size = 1
    while size < times:
        _copy(grown, council, council, suffix=f"-{size}")
        size *= 2


def reset_sequences() -> None:
    """Let the database number new rows after those that were numbered here."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _owned()):
            cursor.execute(statement)


def _owned() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if issubclass(model, CouncilOwned)]


def _one_each(model: type[models.Model]) -> bool:
    """Whether a council has one such row only: its own settings."""
    field = model._meta.get_field("council")
    alone = any(tuple(rule.fields) == ("council",) for rule in _unique_rules(model))
    return alone or bool(getattr(field, "unique", False))


def _copy(owned: Sequence[type[models.Model]], source: Council, target: Council, *, suffix: str) -> None:
    offsets = {model: _greatest_key(model) for model in owned}
    with connection.constraint_checks_disabled(), connection.cursor() as cursor:
        for model in owned:
            cursor.execute(*_insertion(model, offsets, source, target, suffix))
            for link in model._meta.local_many_to_many:
                if statement := _linking(link, offsets, source):
                    cursor.execute(*statement)


def _greatest_key(model: type[models.Model]) -> int:
    return int(model._base_manager.aggregate(greatest=models.Max("pk"))["greatest"] or 0)


def _insertion(
    model: type[models.Model],
    offsets: dict[type[models.Model], int],
    source: Council,
    target: Council,
    suffix: str,
) -> tuple[str, list[int]]:
    """INSERT … SELECT of one table: the council and the keys into copied tables change, the rest is as it was."""
    fields = model._meta.concrete_fields
    columns = ", ".join(_name(field.column) for field in fields)
    named = _named_once(model) if suffix else frozenset()
    values = [_value(field, offsets, target, suffix if field.name in named else "") for field in fields]
    table = _name(model._meta.db_table)
    # Every word of it is a table, a column or a number of ours.
    statement = f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} "  # noqa: S608
    return statement + "WHERE council_id = %s", [source.pk]


def _value(
    field: models.Field[Any, Any], offsets: dict[type[models.Model], int], target: Council, suffix: str
) -> str:
    column = _name(field.column)
    if field.name == "council":
        return str(target.pk)
    if field.primary_key:
        return f"{column} + {offsets[field.model]}"
    if isinstance(field, models.ForeignKey) and (
        moved := offsets.get(cast(type[models.Model], field.related_model))
    ):
        return f"{column} + {moved}"
    if isinstance(field, models.UUIDField) and field.unique:
        return "lower(hex(randomblob(16)))" if connection.vendor == "sqlite" else "gen_random_uuid()"
    if suffix and isinstance(field, models.CharField):
        return f"{column} || '{suffix}'"
    return column


def _named_once(model: type[models.Model]) -> frozenset[str]:
    """The words that may stand once in a council, such as the code of a line."""
    rules = (rule for rule in _unique_rules(model) if "council" in rule.fields)
    return frozenset(name for rule in rules for name in rule.fields)


def _unique_rules(model: type[models.Model]) -> Iterator[models.UniqueConstraint]:
    return (rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint))


def _linking(
    link: models.ManyToManyField[Any, Any], offsets: dict[type[models.Model], int], source: Council
) -> tuple[str, list[int]] | None:
    """The rows that tie copies together as their originals are; None for a table that is copied by itself."""
    through = cast(type[models.Model], link.remote_field.through)
    if through in offsets:
        return None
    ours, theirs = _name(link.m2m_column_name()), _name(link.m2m_reverse_name())
    table, subject = _name(through._meta.db_table), _name(link.model._meta.db_table)
    other = offsets.get(link.remote_field.model, 0)
    statement = (
        f"INSERT INTO {table} ({ours}, {theirs}) "  # noqa: S608 - as above
        f"SELECT {ours} + {offsets[link.model]}, {theirs} + {other} FROM {table} "
        f"WHERE {ours} IN (SELECT id FROM {subject} WHERE council_id = %s AND id <= {offsets[link.model]})"
    )
    return statement, [source.pk]


def _name(word: str) -> str:
    return connection.ops.quote_name(word)
