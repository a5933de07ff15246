"""Tables of records: the columns of the house and the body that our one table template loops over.

Columns only show what a queryset brought; they never compute or ask. A cell costs one call of its column's
`render`: what it wants is found out once a column, not once a cell, which halves the cost of a page.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import django_tables2 as tables
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import F
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_tables2.data import TableQuerysetData
from django_tables2.utils import Accessor

from core import dates, money

A_PAGE = 50
LARGEST_PAGE = 200
EMPTY = "–"

_DEFAULTS: dict[str, Any] = {
    "attrs": {},
    "default": EMPTY,
    "empty_text": "There is nothing here yet",
    "per_page": A_PAGE,
    "template_name": "components/table.html",
}


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, and how a click would sort (empty where it does not)."""

    words: str
    css: str
    aria_sort: str = ""
    next_sort: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell: its content, its classes, the words of its head for narrow screens."""

    content: Any
    label: str
    css: str
    is_head: bool


@dataclass(frozen=True)
class Row:
    """One row with the attributes that `Meta.row_attrs` gives it."""

    cells: list[Cell]
    attrs: Any
    record: Any


class BlanksLowest(TableQuerysetData):
    """Sorts what is blank below everything, whichever database answers: left alone, PostgreSQL puts it above."""

    data: Any

    def order_by(self, aliases: Any) -> None:
        super().order_by(aliases)
        self.data = self.data.order_by(*(blank_lowest(self.data, name) for name in self.data.query.order_by))


def blank_lowest(queryset: models.QuerySet[Any], name: Any) -> Any:
    """A name to sort by, as an expression that puts blanks lowest; a relation sorts as its model says, and stays."""
    if not isinstance(name, str):
        return name
    bare = name.removeprefix("-")
    if bare not in queryset.query.annotations:
        _, field, _, _ = queryset.query.names_to_path(bare.split("__"), queryset.model._meta)
        if field.is_relation:
            return name
    return F(bare).desc(nulls_last=True) if name != bare else F(bare).asc(nulls_first=True)


class Table(tables.Table):
    """The base of every table. In `Meta`: `caption` (every table has one), `caption_hidden` where a heading
    says the same, `scrolls` for a table of figures that must keep its columns on narrow screens,
    `row_header` (a column's name; the first unless given), and django-tables2's own options."""

    caption = ""
    caption_hidden = False
    scrolls = False
    row_header: str | None = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        options = getattr(cls, "Meta", None)
        for name, value in _DEFAULTS.items():
            if not hasattr(options, name):
                setattr(cls._meta, name, value)
        for name in ("caption", "caption_hidden", "scrolls", "row_header"):
            setattr(cls, name, getattr(options, name, getattr(cls, name)))

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(BlanksLowest(data) if isinstance(data, models.QuerySet) else data, *args, **kwargs)

    def paginate(self, *args: Any, per_page: int | None = None, **kwargs: Any) -> Any:
        """As the library's, but an address cannot ask for a page so long, or so short, that it breaks."""
        if per_page is not None and not 1 <= per_page <= LARGEST_PAGE:
            per_page = None
        return super().paginate(*args, per_page=per_page, **kwargs)

    @cached_property
    def heads(self) -> list[Head]:
        """The heads of the visible columns."""
        return [_head(column) for column in self.columns]

    @cached_property
    def body(self) -> list[Row]:
        """The rows of this page, rendered."""
        rows = list(self.paginated_rows)
        if not rows:
            return []
        row_header = self.row_header or next(iter(self.columns)).name
        model = type(rows[0].record)
        makers = [_CellMaker(column, self, model, column.name == row_header) for column in self.columns]
        return [
            Row(
                [maker.cell(row) for maker in makers],
                row.attrs.as_html() if self.row_attrs else "",
                row.record,
            )
            for row in rows
        ]

    @cached_property
    def feet(self) -> list[Cell]:
        """The footer, a cell a column; empty unless a column has one."""
        if not self.has_footer():
            return []
        return [
            Cell(column.footer, str(column.header), _css("cell", column), number == 0)
            for number, column in enumerate(self.columns)
        ]


def _head(column: Any) -> Head:
    words, css = str(column.header), _css("header", column)
    if not column.orderable:
        return Head(words, css)
    alias = column.order_by_alias
    direction = "descending" if alias.is_descending else "ascending"
    return Head(words, css, direction if column.is_ordered else "none", str(alias.next))


def _css(element: str, column: Any) -> str:
    classes = [f"govuk-table__{element}"]
    if getattr(column.column, "is_number", False):
        classes.append(f"govuk-table__{element}--numeric")
    attrs = column.column.attrs
    own = attrs.get("th" if element == "header" else "td", attrs.get("cell", {})).get("class")
    return " ".join([*classes, own] if own else classes)


class _CellMaker:
    """Renders the cells of one column; what its `render` wants to be given is read from its signature once."""

    def __init__(self, bound_column: Any, table: Table, model: type[Any], is_head: bool) -> None:
        self.bound_column, self.table, self.is_head = bound_column, table, is_head
        self.render, self.link = bound_column.render, bound_column.link
        self.default, self.empty_values = bound_column.default, bound_column.column.empty_values
        self.value_of = _reader(bound_column.accessor, model)
        parameters = inspect.signature(self.render).parameters.values()
        self.takes_all = any(parameter.kind is parameter.VAR_KEYWORD for parameter in parameters)
        self.wanted = [parameter.name for parameter in parameters]
        self.label = str(bound_column.header)
        self.css = _css("header" if is_head else "cell", bound_column)

    def cell(self, row: Any) -> Cell:
        return Cell(self.content(row), self.label, self.css, self.is_head)

    def content(self, row: Any) -> Any:
        value = self.value_of(row.record)
        if value in self.empty_values:
            return self.default
        facts = {
            "value": value,
            "record": row.record,
            "column": self.bound_column.column,
            "bound_column": self.bound_column,
            "bound_row": row,
            "table": self.table,
        }
        wanted = facts if self.takes_all else {name: facts[name] for name in self.wanted}
        content = self.render(**wanted)
        return self.link(content, **facts) if self.link else content


def _reader(accessor: Any, model: type[Any]) -> Callable[[Any], Any]:
    """Gives a record's value for a column: the words of a choice rather than its code."""
    path = Accessor(accessor)
    if issubclass(model, models.Model) and _has_choices(path, model):
        *parents, name = path.bits
        path = Accessor("__".join([*parents, f"get_{name}_display"]))
    if len(path.bits) == 1 and not path.startswith("get_"):
        return _one_step(path)
    return lambda record: path.resolve(record, quiet=True)


def _one_step(path: Any) -> Callable[[Any], Any]:
    def read(record: Any) -> Any:
        value = getattr(record, path, None)
        return path.resolve(record, quiet=True) if value is None or callable(value) else value

    return read


def _has_choices(path: Any, model: type[models.Model]) -> bool:
    try:
        field: Any = path.get_field(model)
    except FieldDoesNotExist:
        return False
    return bool(field is not None and field.name == path.bits[-1] and getattr(field, "choices", None))


# The columns


class Column(tables.Column):
    """Text."""

    is_number = False


class DateColumn(Column):
    """A date, as `13 November 2024`."""

    def render(self, value: date) -> str:
        return dates.full_date(value)


class NumberColumn(Column):
    """A number, to the right."""

    is_number = True

    def render(self, value: Decimal | int) -> str:
        return f"{value:,}".replace("-", money.MINUS)


class PoundsColumn(NumberColumn):
    """A sum, as `£1,234.56`; `pence=False` rounds it to the pound."""

    def __init__(self, *args: Any, pence: bool | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pence = pence

    def render(self, value: Decimal | int) -> str:
        return money.pounds(value, "auto" if self.pence is None else self.pence)


class LinkColumn(Column):
    """A link. `href` gives the address of a record (none: plain text); `text` stands in for the value;
    `hidden` gives the words that only a screen reader needs to tell it from the same link in other rows."""

    def __init__(
        self,
        *args: Any,
        href: Callable[[Any], str | None],
        text: str | None = None,
        hidden: Callable[[Any], str] | None = None,
        **kwargs: Any,
    ) -> None:
        if text is not None:
            kwargs = {"empty_values": (), "orderable": False, "verbose_name": text} | kwargs
        super().__init__(*args, **kwargs)
        self.href, self.text, self.hidden = href, text, hidden

    def render(self, value: Any, record: Any) -> SafeString | str:
        words, href = str(value) if self.text is None else self.text, self.href(record)
        if not href:
            return "" if self.text else words
        if self.hidden is None:
            return format_html('<a class="govuk-link" href="{}">{}</a>', href, words)
        return format_html(
            '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden"> {}</span></a>',
            href,
            words,
            self.hidden(record),
        )


class TagColumn(Column):
    """A tag: the value in words, its tone and symbol from other columns of the record (`tone="rating_colour"`)
    or, for a value with `label`, `colour` and `symbol`, from itself. `kind` ("progress" or "impact") makes it a
    rating that says which of the two it is. Each tag is rendered once a table, however many rows show it."""

    def __init__(
        self,
        *args: Any,
        tone: str | None = None,
        symbol: str | None = None,
        kind: str | None = None,
        **kwargs: Any,
    ) -> None:
        if kind is not None:
            # A section or action without a rating is shown as not yet rated, never as nothing.
            kwargs = {"empty_values": ()} | kwargs
        super().__init__(*args, **kwargs)
        self.tone, self.symbol, self.kind = tone, symbol, kind
        self.rendered: dict[tuple[str, ...], str] = {}

    def render(self, value: Any, record: Any) -> str:
        key: tuple[str, ...]
        if hasattr(value, "label") and hasattr(value, "colour"):
            key = (value.label, value.colour, value.symbol)
        else:
            key = (str(value or ""), *(_text(record, path) for path in (self.tone, self.symbol)))
        if key not in self.rendered:
            self.rendered[key] = self._tag(*key)
        return self.rendered[key]

    def _tag(self, words: str, tone: str, symbol: str) -> SafeString:
        template = get_template("components/rating.html" if self.kind else "components/tag.html")
        tag = template.render({"words": words, "tone": tone, "symbol": symbol, "kind": self.kind})
        return mark_safe(tag.strip())


def _text(record: Any, path: str | None) -> str:
    return str(Accessor(path).resolve(record, quiet=True) or "") if path else ""
