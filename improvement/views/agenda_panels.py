"""The panels of a meeting's page: which stand open, the few rows or the page of all that each shows, and what a press
brings up from below."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict

from core.tables import A_PAGE
from improvement.deciding import Decisions, Item
from improvement.oversight import Agenda, Watch

# What a panel shows before all of it is asked for, so that the page can be seen as a whole.
A_FEW = 5


@dataclass(frozen=True)
class Panel:
    """One sort of decision or one watch as the page shows it. `everything` is the address of all its rows where only
    the first few are shown; `before` and `after` are those of the pages around this one."""

    key: str
    about: Decisions | Watch
    rows: list[Any]
    how_many: int
    is_open: bool = False
    everything: str = ""
    before: str = ""
    after: str = ""
    span: str = ""

    @property
    def yours(self) -> int:
        """How many of all its rows the reader may decide here and now."""
        items = self.about.items if isinstance(self.about, Decisions) else []
        return sum(not item.why_not for item in items)

    @property
    def urgency(self) -> int:
        """3 where its reader may decide what the plan leaves to this very group, 2 for any other decision of theirs,
        1 where there is something to see, 0 where it is empty."""
        items = self.about.items if isinstance(self.about, Decisions) else []
        mine = [item for item in items if not item.why_not]
        return 3 if any(item.is_own for item in mine) else 2 if mine else bool(self.rows)


def panels(request: HttpRequest, found: Agenda, at: Item | None = None) -> tuple[list[Panel], list[Panel]]:
    """Decisions and watches; `at` is an item that must be seen. The first with something for its reader to decide
    stands open, what the plan leaves to this group before the rest; else the first that holds anything; and
    whatever was asked for."""
    every = [_panel(request, key, about, rows, at) for key, about, rows in _sections(found)]
    # Of several that are as urgent `max` keeps the first.
    first = max(every, key=lambda panel: panel.urgency)
    asked = {*request.GET, request.GET.get("open", "")} | ({at.kind} if at else set())
    shown = [replace(one, is_open=(one is first and first.urgency > 0) or one.key in asked) for one in every]
    return shown[: len(found.decisions)], shown[len(found.decisions) :]


def panel_after_press(request: HttpRequest, found: Agenda, kind: str) -> tuple[Panel, list[Any]]:
    """The panel as it now is, and those of its rows that the page of the press did not show yet."""
    panel = next(_panel(request, *each) for each in _sections(found) if each[0] == kind)
    shown = set(request.POST.getlist("shown"))
    return panel, [item for item in panel.rows if item.anchor not in shown] if shown else []


def address_of_panel(request: HttpRequest, kind: str) -> str:
    """This page with the panel open."""
    asked = request.GET.copy()
    asked["open"] = kind
    return f"{request.path}?{asked.urlencode()}"


def _sections(found: Agenda) -> Iterator[tuple[str, Decisions | Watch, list[Any]]]:
    yield from ((sort.kind, sort, sort.items) for sort in found.decisions)
    yield from ((watch.key, watch, watch.rows) for watch in found.watches)


def _panel(
    request: HttpRequest, key: str, about: Decisions | Watch, rows: list[Any], at: Item | None = None
) -> Panel:
    """The first few rows, or one page of all of them once that is asked for; the page that holds `at`."""
    few = key not in request.GET and at not in rows[A_FEW:]
    pages = Paginator(rows, A_FEW if few else A_PAGE)
    wanted = rows.index(at) // pages.per_page + 1 if at in rows else request.GET.get(key)
    page = pages.get_page(wanted)
    panel = Panel(key, about, list(page.object_list), len(rows))
    if few:
        return replace(panel, everything=_address(request.GET, key, 1) if page.has_next() else "")
    return replace(
        panel,
        before=_address(request.GET, key, page.previous_page_number()) if page.has_previous() else "",
        after=_address(request.GET, key, page.next_page_number()) if page.has_next() else "",
        span=f"{page.start_index()} to {page.end_index()} of {len(rows)}",
    )


def _address(asked: QueryDict, key: str, number: int) -> str:
    return f"?{urlencode(asked.dict() | {key: str(number)})}#list-{key}"
