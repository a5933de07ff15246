"""A highlight that is sent twice is told once."""

from datetime import date

from accounts.models import Change, Council, User
from core.dates import clock
from improvement import services
from improvement.models import Highlight

DAY = date(2024, 10, 2)


def test_the_same_highlight_again_does_nothing_more(eastshire: Council, officer: User) -> None:
    with clock(DAY):
        first = services.record_highlight(
            council=eastshire, by=officer, kind="activity", text="A line opened.", as_at=DAY
        )
        written = Change.objects.count()
        again = services.record_highlight(
            council=eastshire, by=officer, kind="activity", text=" A line opened. ", as_at=DAY
        )
    assert again == first
    assert (Highlight.objects.count(), Change.objects.count()) == (1, written)


def test_other_words_or_another_day_are_another_highlight(eastshire: Council, officer: User) -> None:
    with clock(DAY):
        for text, day in (
            ("A line opened.", DAY),
            ("A line closed.", DAY),
            ("A line opened.", date(2024, 10, 1)),
        ):
            services.record_highlight(council=eastshire, by=officer, kind="activity", text=text, as_at=day)
    assert Highlight.objects.count() == 3
