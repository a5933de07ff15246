"""Stage 6: HTML to tagged PDF, each document in a process of its own, forked from a warm parent and limited.

`carry_out` is how any document is made, Word's as well (`docx`).
"""

import multiprocessing
from collections.abc import Mapping
from functools import cache
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from time import monotonic

from django.conf import settings

from reports.papers import press
from reports.papers.press import Limits, Order, Printed, Refused, Work

TOO_SLOW = "It took too long to lay out. Shorten the longest text or table."
DIED = "Laying it out went beyond what a paper may use. Shorten the longest text or table."
NO_FONTS = "The fonts of papers are not built yet: run “make build”."
FONTS = "build/static/fonts"


class CannotPrint(Exception):
    """A document could not be made; `reason` says why in words for its author."""

    def __init__(self, title: str, reason: str) -> None:
        super().__init__(f"{title} could not be made. {reason}")
        self.reason = reason


def print_pdf(html: str, *, title: str = "The paper", limits: Limits | None = None) -> Printed:
    """One document. Raises CannotPrint."""
    return print_pack({title: html}, limits=limits)[title]


def print_pack(sheets: Mapping[str, str], *, limits: Limits | None = None) -> dict[str, Printed]:
    """Every document of a pack as PDF at once, from HTML by title. Raises CannotPrint."""
    return carry_out({title: Order(html, str(fonts_folder())) for title, html in sheets.items()}, limits)


def carry_out(orders: Mapping[str, Work], limits: Limits | None = None) -> dict[str, Printed]:
    """Documents by title, made at once. Raises CannotPrint for the first that fails; the others are then
    stopped."""
    if orders and not any(fonts_folder().glob("*.ttf")):
        raise CannotPrint(next(iter(orders)), NO_FONTS)
    limits = limits or Limits()
    running = {title: _start(order, limits) for title, order in orders.items()}
    until = monotonic() + limits.clock
    try:
        return {title: _await(title, *running[title], until) for title in running}
    finally:
        for process, channel in running.values():
            _end(process, channel)


def fonts_folder() -> Path:
    return Path(settings.BASE_DIR, FONTS)


@cache
def _warm() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["weasyprint", "reports.papers.press", "reports.papers.word"])
    return context


def _start(order: Work, limits: Limits) -> tuple[ForkServerProcess, Connection]:
    receiving, sending = _warm().Pipe(duplex=False)
    process = _warm().Process(target=press.work, args=(sending, order, limits), daemon=True)
    process.start()
    sending.close()
    return process, receiving


def _await(title: str, process: ForkServerProcess, channel: Connection, until: float) -> Printed:
    if not channel.poll(max(0.0, until - monotonic())):
        raise CannotPrint(title, TOO_SLOW)
    try:
        answer = channel.recv()
    except EOFError:
        raise CannotPrint(title, DIED) from None
    if isinstance(answer, Refused):
        raise CannotPrint(title, str(answer))
    assert isinstance(answer, Printed)
    return answer


def _end(process: ForkServerProcess, channel: Connection) -> None:
    if process.is_alive():
        process.kill()
    process.join()
    channel.close()
