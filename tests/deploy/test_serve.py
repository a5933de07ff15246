"""The demonstration's supervisor: what it starts, it ends."""

import os
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy import serve
from deploy.install import HOUSE

# Starts a grandchild, says its id, and ignores a polite request to end.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
grandchild = subprocess.Popen(["sleep", "60"])
open(sys.argv[1], "w").write(str(grandchild.pid))
time.sleep(60)
"""


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[serve.House]:
    monkeypatch.setattr(serve, "ENDING_SECONDS", 0.3)
    house = serve.House(os.environ)
    yield house
    house.end()


def test_everything_started_is_ended_even_what_does_not_listen(house: serve.House, tmp_path: Path) -> None:
    told = tmp_path / "grandchild"
    child = house.start("stubborn", "-c", STUBBORN, str(told))
    until(lambda: told.exists() and told.read_text() != "")
    house.end()
    assert child.poll() is not None
    until(lambda: not runs(int(told.read_text())))


def test_a_death_ends_the_house_by_name(house: serve.House) -> None:
    house.start("web", "-c", "raise SystemExit(3)").wait()
    with pytest.raises(SystemExit, match="The web process ended by itself with code 3"):
        serve.watch(house)


def test_a_failed_tick_is_only_reported(house: serve.House, capsys: pytest.CaptureFixture[str]) -> None:
    house.start("tick", "-c", "raise SystemExit(1)").wait()
    serve.watch(house)
    assert "tick" not in house.children
    assert "failed with code 1; the next minute tries again" in capsys.readouterr().out


def test_a_taken_port_is_refused_in_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SystemExit, match=f"Port {port} on 127.0.0.1 is taken"):
            serve.refuse_taken(port)


def test_settings_are_written_once_with_a_key_of_their_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = (HOUSE / ".env.example").read_text()
    (tmp_path / ".env.example").write_text(example)
    monkeypatch.setattr(serve, "HOUSE", tmp_path)
    serve.write_settings()
    first = (tmp_path / ".env").read_text()
    key = next(line for line in first.splitlines() if line.startswith("SECRET_KEY="))
    assert len(key) > 60
    assert {"DEBUG=off", "DEMONSTRATION=on", "CLOCK=2025-01-02"} <= set(first.splitlines())
    serve.write_settings()
    assert (tmp_path / ".env").read_text() == first


def runs(pid: int) -> bool:
    """Whether a process lives; one that has ended but is not yet reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(came_true: Callable[[], bool], seconds: float = 10) -> None:
    patience = time.monotonic() + seconds
    while not came_true():
        assert time.monotonic() < patience
        time.sleep(0.02)
