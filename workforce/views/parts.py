"""Long pages in parts: the first rows of each table, and on request the whole of one of them, page by page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from core.tables import A_PAGE

FIRST = 10


@dataclass(frozen=True)
class PagePart:
    """The rows of a table that are shown; `page` where the whole of it was asked for (`?show=<name>`). `title` is what
    its links and the page's own title call it."""

    name: str
    title: str
    rows: Sequence[Any]
    how_many: int
    page: Page[Any] | None = None

    @property
    def is_cut(self) -> bool:
        return self.page is None and len(self.rows) < self.how_many


def part_of(request: HttpRequest, name: str, title: str, rows: Sequence[Any]) -> PagePart:
    """The first ten rows, or a page of fifty where this part is the one asked for."""
    if request.GET.get("show") != name:
        return PagePart(name, title, rows[:FIRST], len(rows))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    return PagePart(name, title, list(page), len(rows), page)


def whole_of(parts: Iterable[PagePart]) -> str:
    """What the title of the page says of the part that was asked for: `all posts, page 2`, or nothing."""
    for part in parts:
        if part.page:
            words = f"all {part.title}"
            return f"{words}, page {part.page.number}" if part.page.number > 1 else words
    return ""
