"""What a bare machine is told, and what the locks must not hold."""

import os
import re
import shutil
import subprocess

import pytest

from deploy import install

LOCKS = ["requirements.txt", "requirements-build.txt", "requirements-dev.txt"]


def test_a_package_that_cannot_be_installed_is_named_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SystemExit) as ended:
        install.install_packages(["chromium", "libpango-1.0-0"])
    assert str(ended.value).count("\n") == 0
    assert "apt-get install --no-install-recommends chromium libpango-1.0-0" in str(ended.value)


def test_a_failing_apt_ends_the_installation(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 100)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(SystemExit, match="apt could not install chromium"):
        install.install_packages(["chromium"])


def test_a_missing_library_is_found_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "LIBRARIES", {"libnothing-of-this-name.so.9": "libnothing9"})
    assert "libnothing9" in install.missing_packages(node=True, tests=False)


@pytest.mark.parametrize(("version", "enough"), [("v18.20.1", False), ("v20.0.0", True), ("", False)])
def test_an_old_node_is_not_used(monkeypatch: pytest.MonkeyPatch, version: str, enough: bool) -> None:
    answer = subprocess.CompletedProcess(["node"], 0, stdout=version)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: answer)
    assert install.has_node() is enough


@pytest.mark.parametrize("lock", LOCKS)
def test_python_locks_are_pinned_hashed_and_without_addresses(lock: str) -> None:
    text = (install.HOUSE / lock).read_text()
    pins = re.findall(r"^[a-z0-9-]+==\S+", text, re.MULTILINE)
    assert pins
    assert text.count("--hash=sha256:") >= len(pins)
    assert not re.search(r"://|--(extra-)?index|--find-links|file:", text)


def test_the_front_end_lock_holds_no_addresses() -> None:
    assert '"resolved"' not in (install.HOUSE / "package-lock.json").read_text()
