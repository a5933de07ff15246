"""Printing takes seconds, and the scenarios of these tests print the same documents again and again."""

from collections.abc import Mapping

import pytest

from reports.papers import pdf
from reports.papers.press import Limits, Printed

_PRINTED: dict[str, Printed] = {}
_really_print = pdf.print_pack


@pytest.fixture
def printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Prints each document really, and once in the run of the tests."""

    def print_pack(sheets: Mapping[str, str], *, limits: Limits | None = None) -> dict[str, Printed]:
        missing = {title: html for title, html in sheets.items() if html not in _PRINTED}
        printed = _really_print(missing, limits=limits)
        _PRINTED.update({sheets[title]: one for title, one in printed.items()})
        return {title: _PRINTED[html] for title, html in sheets.items()}

    monkeypatch.setattr(pdf, "print_pack", print_pack)
