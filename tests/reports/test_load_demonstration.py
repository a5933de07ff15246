"""`manage.py load_demonstration`: where it refuses, what it leaves alone, and that it does all or nothing."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from accounts.models import Council, User
from reports.demonstration import history

pytestmark = pytest.mark.django_db


def run(*options: str) -> str:
    said = StringIO()
    call_command("load_demonstration", *options, stdout=said)
    return said.getvalue()


def test_it_is_refused_outside_the_demonstration(settings: Settings) -> None:
    settings.DEMONSTRATION = False
    with pytest.raises(CommandError, match="DEMONSTRATION"):
        run()
    assert not Council.objects.exists()


def test_a_database_with_a_council_is_left_alone_if_asked(eastshire: Council) -> None:
    assert run("--if-empty") == ""
    assert list(Council.objects.all()) == [eastshire]


def test_whoever_stops_it_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_world: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(history, "tell_papers", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert not Council.objects.exists()
    assert not User.objects.exists()
