"""A house of its own for each test: database, web and worker as `make demo` runs them, on loopback."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy import serve
from deploy.install import HOUSE, PYTHON
from tests.soak.people import Person


@dataclass
class Running:
    """A served demonstration, whose processes can be killed and started again."""

    house: serve.House
    port: int

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def person(self, role: str) -> Person:
        person = Person(self.base, role)
        person.sign_in()
        return person

    def start_web(self) -> None:
        arguments = ["--worker-class=gthread", "--workers=2", "--threads=4", "--log-level=warning"]
        web = ["-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{self.port}", "--no-control-socket"]
        self.house.start("web", *web, *arguments)
        serve.wait_for(self.house, self.port)

    def start_worker(self) -> None:
        self.house.start("worker", "manage.py", "db_worker", "--queue-name=*", "--interval=0.5")

    def kill(self, name: str) -> None:
        """As the machine kills: at once, with everything it started."""
        child = self.house.children.pop(name)
        serve.send(child, signal.SIGKILL)
        child.wait()

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One management command, with what it said."""
        command = [str(PYTHON), "manage.py", *arguments]
        return subprocess.run(
            command, cwd=HOUSE, env=self.house.environment, capture_output=True, text=True, check=False
        )

    def assert_sound(self) -> None:
        """The ledger and what was published hold together. Raises AssertionError with what the commands said."""
        for name in ("verify_ledger", "verify_papers"):
            said = self.command(name)
            assert said.returncode == 0, said.stdout + said.stderr


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port = int(trial.getsockname()[1])
    environment = os.environ | {
        "SECRET_KEY": "only-for-soaking",
        "DATABASE_URL": os.environ.get("SOAK_DATABASE_URL", f"sqlite:///{tmp_path / 'soak.sqlite3'}"),
        "DATA_DIR": str(tmp_path),
        "BASE_URL": f"http://127.0.0.1:{port}",
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "memorymail://",
        "CLOCK": "2025-01-02",
        "DEMONSTRATION": "on",
        "DEBUG": "off",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONUNBUFFERED": "1",
    }
    house = serve.House(environment)
    running = Running(house, port)
    try:
        house.run("flush" if "SOAK_DATABASE_URL" in os.environ else "check", *_quietly())
        serve.make_ready(house)
        running.start_web()
        running.start_worker()
        yield running
    finally:
        house.end()


def _quietly() -> list[str]:
    return ["--no-input"] if "SOAK_DATABASE_URL" in os.environ else []
