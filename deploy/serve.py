"""Serves the product on one machine: database made ready, then web, worker and clock until Ctrl-C.

Everything it starts runs in process groups of its own, so that a signal, or the death of any of them,
ends all of them within seconds and frees the port.
"""

import ctypes
import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from types import FrameType

import environ

from deploy.install import HOUSE, PYTHON

ENDING_SECONDS = 4.0
TICK_SECONDS = 60.0
PR_SET_PDEATHSIG = 1
SIGN_INS = """
Sign in as officer, chair, finance, workforce, clerk, reader, admin, programme or legal
@eastshire.example, @marchshire.example or @midshire.example, password: improvement"""
Child = subprocess.Popen[bytes]


class House:
    """The processes that serve, and their common end."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.children: dict[str, Child] = {}

    def start(self, name: str, *arguments: str) -> Child:
        command = [str(PYTHON), *arguments]
        child = subprocess.Popen(
            command, cwd=HOUSE, env=self.environment, start_new_session=True, preexec_fn=die_with_parent
        )
        self.children[name] = child
        return child

    def run(self, *arguments: str) -> None:
        """One management command, to its end; a failure ends the house."""
        code = self.start(arguments[0], "manage.py", *arguments).wait()
        del self.children[arguments[0]]
        if code:
            raise SystemExit(
                f"`manage.py {' '.join(arguments)}` failed with code {code}; the lines above say why."
            )

    def ended(self) -> tuple[str, int] | None:
        """The first process found dead, with its exit code."""
        codes = ((name, child.poll()) for name, child in self.children.items())
        return next(((name, code) for name, code in codes if code is not None), None)

    def end(self) -> None:
        """Asks every process group to end, waits a little, and kills what is left."""
        for child in self.children.values():
            send(child, signal.SIGTERM)
        patience = time.monotonic() + ENDING_SECONDS
        for child in self.children.values():
            with suppress(subprocess.TimeoutExpired):
                child.wait(max(0.0, patience - time.monotonic()))
        for child in self.children.values():
            send(child, signal.SIGKILL)
            child.wait()


def main() -> None:
    for wanted in (signal.SIGINT, signal.SIGTERM):
        signal.signal(wanted, end_house)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # under nohup a closed terminal is no reason to end
        signal.signal(signal.SIGHUP, end_house)
    write_settings()
    environment = settings_of_this_run()
    port = int(environment["PORT"])
    refuse_taken(port)
    house = House(environment)
    try:
        make_ready(house)
        serve(house, port)
    except KeyboardInterrupt:
        print("\nEnding.", flush=True)
    finally:
        for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(ignored, signal.SIG_IGN)
        house.end()


def end_house(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def die_with_parent() -> None:
    """So that nothing is left behind even when this process is killed outright (Linux only)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def send(child: Child, wanted: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, wanted)


def write_settings() -> None:
    """On a bare checkout: .env from .env.example, with a key of this machine's own."""
    settings = HOUSE / ".env"
    if settings.exists():
        return
    text = (HOUSE / ".env.example").read_text()
    text = text.replace("SECRET_KEY=\n", f"SECRET_KEY={secrets.token_urlsafe(50)}\n")
    settings.touch(mode=0o600)
    settings.write_text(text)


def settings_of_this_run() -> dict[str, str]:
    """The environment of every process: .env, with what the caller's environment says on top.

    A PORT of the caller's also moves BASE_URL, unless the caller gives that too.
    """
    given = dict(os.environ)
    environ.Env.read_env(HOUSE / ".env")
    settings = dict(os.environ)
    settings.setdefault("PORT", "8000")
    if "PORT" in given and "BASE_URL" not in given:
        settings["BASE_URL"] = f"http://127.0.0.1:{given['PORT']}"
    return settings | {"PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}


def refuse_taken(port: int) -> None:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            sys.exit(f"Port {port} on 127.0.0.1 is taken. Choose another: make demo PORT=8001")


def make_ready(house: House) -> None:
    print("Making the database ready", flush=True)
    (HOUSE / "var").mkdir(exist_ok=True)
    house.run("migrate", "--verbosity=0")
    house.run("createcachetable", "--verbosity=0")
    if demonstrates(house.environment):
        house.run("load_demonstration", "--if-empty")


def demonstrates(environment: Mapping[str, str]) -> bool:
    return environment.get("DEMONSTRATION", "").lower() in environ.Env.BOOLEAN_TRUE_STRINGS


def serve(house: House, port: int) -> None:
    """Starts web and worker, ticks every minute, and returns never: a signal or a death ends it."""
    threads = ["--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=2"]
    web = ["-m", "gunicorn", "config.wsgi", f"--bind=127.0.0.1:{port}", *threads]
    house.start("web", *web, "--log-level=warning", "--no-control-socket")
    house.start("worker", "manage.py", "db_worker", "--queue-name=*", "--interval=0.5")
    wait_for(house, port)
    if demonstrates(house.environment):
        print(SIGN_INS, flush=True)
    print(f"\nServing on {house.environment['BASE_URL']} (Ctrl-C ends it)", flush=True)
    next_tick = time.monotonic()
    while True:
        if time.monotonic() >= next_tick and "tick" not in house.children:
            house.start("tick", "manage.py", "tick")
            next_tick = time.monotonic() + TICK_SECONDS
        watch(house)
        time.sleep(0.2)


def wait_for(house: House, port: int) -> None:
    """Until the web process answers a request."""
    while True:
        watch(house)
        caller = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        with suppress(OSError, http.client.HTTPException):
            caller.request("GET", "/health/")
            caller.getresponse()
            return
        time.sleep(0.1)


def watch(house: House) -> None:
    """Ends the house when web or worker has died. A tick is meant to end; one that fails is only reported."""
    dead = house.ended()
    if dead is None:
        return
    name, code = dead
    if name != "tick":
        raise SystemExit(
            f"The {name} process ended by itself with code {code}; everything else is ended too."
        )
    del house.children["tick"]
    if code:
        print(f"`manage.py tick` failed with code {code}; the next minute tries again.", flush=True)


if __name__ == "__main__":
    main()
