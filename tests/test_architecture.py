"""The house rules that a machine can keep: see the map in the README."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Council, CouncilOwned
from accounts.public import PUBLIC_PAPERS, PUBLIC_VIEWS

ROOT = Path(settings.BASE_DIR)
# Each may import what stands to its right, and nothing to its left.
STOREYS = ["config", "reports", "workforce", "finance", "improvement", "accounts", "core"]
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "support", "tools"}
CLOCKS = {
    ("timezone", "now"),
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (ROOT / folder).rglob("*.py")


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module


@pytest.mark.parametrize("storey", STOREYS)
def test_imports_run_one_way(storey: str) -> None:
    upstairs = set(STOREYS[: STOREYS.index(storey)]) | {"tests", "benchmarks"}
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules(storey)
        for name in imported(path)
        if name.split(".")[0] in upstairs
    ]
    assert not wrong


@pytest.mark.parametrize("storey", STOREYS)
def test_foreign_keys_point_the_same_way(storey: str) -> None:
    if storey == "config":
        return
    allowed = set(STOREYS[STOREYS.index(storey) :])
    for model in apps.get_app_config(storey).get_models():
        for field in model._meta.get_fields():
            if isinstance(field, models.ForeignKey | models.ManyToManyField):
                target = field.related_model
                assert isinstance(target, type)
                assert target._meta.app_label in allowed, f"{model.__name__}.{field.name}"


def test_every_module_is_named_for_its_noun() -> None:
    stray = [
        str(path.relative_to(ROOT))
        for path in modules(*STOREYS, "tests", "deploy", "benchmarks")
        if path.stem in EMPTY_NAMES or EMPTY_NAMES & set(path.relative_to(ROOT).parts[:-1])
    ]
    assert not stray


def test_the_clock_of_core_is_the_only_clock() -> None:
    wrong = []
    for path in modules(*STOREYS):
        if path == ROOT / "core" / "dates.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name | ast.Attribute):
                owner = node.value.id if isinstance(node.value, ast.Name) else node.value.attr
                if (owner, node.attr) in CLOCKS:
                    wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {owner}.{node.attr}")
            if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}:
                wrong.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.arg}")
    assert not wrong


def test_every_row_belongs_to_a_council() -> None:
    """Tenancy: every table of ours but those of people and councils themselves has its council."""
    shared = {"accounts.User", "accounts.Council"}
    ours = [model for storey in STOREYS[1:] for model in apps.get_app_config(storey).get_models()]
    stray = [
        model._meta.label
        for model in ours
        if not issubclass(model, CouncilOwned) and model._meta.label not in shared
    ]
    assert not stray


def test_test_folders_are_packages() -> None:
    bare = [
        str(folder.relative_to(ROOT))
        for folder in (ROOT / "tests").rglob("*")
        if folder.is_dir() and any(folder.glob("*.py")) and not (folder / "__init__.py").exists()
    ]
    assert not bare


def test_no_template_holds_script_or_style_of_its_own() -> None:
    """The content security policy lets none run. A paper's one style sheet is let in by its digest."""
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text()
        assert "<script>" not in text, path
        assert " style=" not in text, path
        assert " onclick=" not in text, path
        if "papers" not in path.parts:
            assert "<style" not in text, path


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(view name, route) of every address."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from addresses(pattern.url_patterns, space)
        elif pattern.name:
            yield f"{prefix}{pattern.name}", str(pattern.pattern)


ADDRESSES = sorted({name for name, _ in addresses(get_resolver().url_patterns)})


def address_of(name: str, council: str) -> str:
    """An address of that name, with plausible values for whatever it takes."""
    guesses: dict[str, object] = {"council": council, "pk": 1, "year": 2024, "uidb36": "1", "key": "a"}
    for possibility in get_resolver().reverse_dict.getlist(name):
        parameters = possibility[0][0][1]
        return reverse(name, kwargs={each: guesses.get(each, "1") for each in parameters})
    space, _, short = name.rpartition(":")
    resolver = get_resolver()
    for part in filter(None, space.split(":")):
        _, resolver = resolver.namespace_dict[part]
    parameters = set(resolver.reverse_dict.getlist(short)[0][0][0][1])
    if space and space not in {"accounts", "reports"}:
        parameters.add("council")
    return reverse(name, kwargs={each: guesses.get(each, 1) for each in parameters})


@pytest.mark.django_db
@pytest.mark.parametrize("name", ADDRESSES)
def test_every_address_asks_who_you_are(name: str, client: Client, eastshire: Council) -> None:
    response = client.get(address_of(name, eastshire.slug))
    if name in PUBLIC_PAPERS:
        assert response.status_code == 404, "Nothing of a council that has not said so is public"
    elif name in PUBLIC_VIEWS:
        assert response.status_code in {200, 302}
        assert "/account/login/" not in response.headers.get("Location", "") or name == "account_login"
    else:
        assert response.status_code == 302, name
        assert response.headers["Location"].startswith(reverse("account_login"))
