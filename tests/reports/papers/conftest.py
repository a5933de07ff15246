"""Making documents takes seconds, and the scenarios of these tests make the same ones again and again."""

from collections.abc import Mapping

import pytest

from reports.papers import pdf
from reports.papers.press import Limits, Printed, Work

_MADE: dict[Work, Printed] = {}
_really_carry_out = pdf.carry_out


@pytest.fixture
def printed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes each document really, and once in the run of the tests."""

    def carry_out(orders: Mapping[str, Work], limits: Limits | None = None) -> dict[str, Printed]:
        missing = {title: order for title, order in orders.items() if order not in _MADE}
        made = _really_carry_out(missing, limits)
        _MADE.update({orders[title]: one for title, one in made.items()})
        return {title: _MADE[order] for title, order in orders.items()}

    monkeypatch.setattr(pdf, "carry_out", carry_out)
