"""What takes long: the whole suite on PostgreSQL, then people and kills at once on a running house.

TEST_DATABASE_URL names a PostgreSQL whose databases may be made and dropped; without it a cluster of its own is
started in a temporary folder, on loopback, and removed afterwards.
"""

import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.install import HOUSE, PYTHON, install_packages

PACKAGE = "postgresql-15"
# As throwaway as the database: a crash of the machine may lose it.
QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=60"


def main() -> None:
    with database() as url:
        run("tests", TEST_DATABASE_URL=url)
    run("tests/soak")


def run(folder: str, **environment: str) -> None:
    """One run of pytest; a failure ends everything with its code."""
    print(f"pytest {folder} {' '.join(environment)}", flush=True)
    workers = ["-n", "2"] if folder == "tests" else []
    done = subprocess.run(
        [PYTHON, "-m", "pytest", *workers, folder], cwd=HOUSE, env=os.environ | environment, check=False
    )
    if done.returncode:
        sys.exit(done.returncode)


@contextmanager
def database() -> Iterator[str]:
    """The address of a PostgreSQL to test on."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given
        return
    programs = programs_of_postgres()
    with tempfile.TemporaryDirectory(prefix="improvement-soak-", ignore_cleanup_errors=True) as folder:
        port = free_port()
        own(Path(folder))
        cluster = str(Path(folder, "cluster"))
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {QUICK}"
        as_postgres(programs / "initdb", "-D", cluster, "-A", "trust", "-U", "improvement", "-E", "UTF8")
        log = str(Path(folder, "log"))
        as_postgres(programs / "pg_ctl", "-D", cluster, "-w", "-l", log, "-o", options, "start")
        try:
            yield f"postgres://improvement@127.0.0.1:{port}/postgres"
        finally:
            as_postgres(programs / "pg_ctl", "-D", cluster, "-m", "immediate", "stop")


def programs_of_postgres() -> Path:
    """Where the programs of PostgreSQL 15 or later are, installed first where they are missing and may be."""
    if not (found := installed()):
        install_packages([PACKAGE])
        found = installed()
    if not found:
        sys.exit(f"PostgreSQL is needed, and {PACKAGE} did not bring it.")
    return found


def installed() -> Path | None:
    on_path = [Path(program).parent for program in [shutil.which("initdb")] if program]
    return next(iter([*on_path, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]), None)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def own(folder: Path) -> None:
    """PostgreSQL refuses to run as root, so that root gives the folder to another."""
    if os.geteuid() == 0:
        shutil.chown(folder, *unprivileged())


def as_postgres(*command: Path | str) -> None:
    """Run a program of PostgreSQL, as another user when root. Raises CalledProcessError when it fails."""
    user, group = unprivileged() if os.geteuid() == 0 else (None, None)
    subprocess.run(command, user=user, group=group, check=True, stdout=subprocess.DEVNULL, cwd="/")


def unprivileged() -> tuple[int, int]:
    entry = next((each for each in pwd.getpwall() if each.pw_name == "postgres"), pwd.getpwnam("nobody"))
    return entry.pw_uid, entry.pw_gid


if __name__ == "__main__":
    main()
