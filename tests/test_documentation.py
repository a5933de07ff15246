"""The documentation says what is so: its links, commands and tables are compared with the code."""

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from accounts.roles import TABLE, Capability, Role, Scope
from reports.papers.figures import figures
from tests.reports.papers import sample

ROOT = Path(settings.BASE_DIR)
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
NAMES = [page.name for page in PAGES]
FOR_USERS = [page for page in PAGES if page.stem not in {"README", "developer"}]
EMPHASISED = re.compile(r"\*\*(.+?)\*\*|(?<!\*)\*([^*]+?)\*(?!\*)", re.DOTALL)
LINK = re.compile(r"\]\(([^)#\s]+)(#[^)\s]*)?\)")
MADE = re.compile(r"\bmake ([a-z][a-z-]*)")
MANAGED = re.compile(r"manage\.py`?,? ([a-z][a-z_]+)")
CODE = re.compile(r"```.*?```|`[^`\n]+`", re.DOTALL)


def code_of(document: Path) -> str:
    """What a document sets as code, where a command is a command and not an English sentence."""
    return "\n".join(CODE.findall(document.read_text()))


def table_between(text: str, start: str, end: str) -> list[list[str]]:
    """The cells of the one Markdown table between two marks, its head first and its rule left out."""
    part = text.split(start, 1)[1].split(end, 1)[0]
    lines = [line for line in part.splitlines() if line.startswith("|") and not line.startswith("|--")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_each_reader_has_a_page() -> None:
    expected = {"administrator", "clerk", "developer", "finance", "officer", "reader", "workforce"}
    assert expected <= {page.stem for page in PAGES}


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_relative_links_lead_somewhere(document: Path) -> None:
    prose = CODE.sub("", document.read_text())
    relative = [found[1] for found in LINK.finditer(prose) if "://" not in found[1]]
    assert [link for link in relative if not (document.parent / link).exists()] == []


def _as_words(text: str) -> str:
    """For comparison only: one case, one sort of apostrophe and space, strings that Python joins joined."""
    plain = re.sub(r"\s+", " ", unescape(text)).replace('" "', "").replace("_", " ")
    return plain.replace("’", "'").lower()


@pytest.fixture(scope="module")
def on_screen() -> str:
    """The words of every template and module, and of the demonstration."""
    folders = ("templates", "accounts", "improvement", "finance", "workforce", "reports", "fixtures")
    files = (path for folder in folders for path in (ROOT / folder).rglob("*"))
    kept = (path for path in files if path.suffix in {".html", ".py", ".yaml", ".csv"})
    return _as_words("\n".join(path.read_text() for path in kept))


@pytest.mark.parametrize("document", FOR_USERS, ids=[page.name for page in FOR_USERS])
def test_links_buttons_and_labels_named_to_users_are_those_on_the_screen(
    document: Path, on_screen: str
) -> None:
    """All that stands in italics or bold; what begins a bullet is the document's own heading."""
    prose = re.sub(r"^- \*\*.*?\*\*", "", CODE.sub("", document.read_text()), flags=re.MULTILINE)
    named = [(bold or italic).strip().rstrip(".") for bold, italic in EMPHASISED.findall(prose)]
    assert [words for words in named if _as_words(words) not in on_screen] == []


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(MADE.findall(code_of(document))) <= targets


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_management_commands_exist(document: Path) -> None:
    assert set(MANAGED.findall(code_of(document))) <= set(get_commands())


@pytest.mark.parametrize("document", PAGES, ids=NAMES)
def test_files_named_in_the_repository_exist(document: Path) -> None:
    """Paths with a folder and an ending; those with <placeholders> or of files made later are not meant."""
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_0-9-]+\.(?:py|html|md|yaml|css))`", document.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_table_of_roles_is_that_of_the_code() -> None:
    text = (ROOT / "docs" / "administrator.md").read_text()
    shown = text.split("<!-- roles:", 1)[1].split("<!-- end of roles -->", 1)[0]
    wanted = [
        row_of("capability", *(str(role.label) for role in Role)),
        "|---|" + "---|" * len(Role),
        *(row_of(words(capability), *reaches(capability)) for capability in Capability),
    ]
    # Whoever changes the table of roles finds here the lines to put in its place.
    assert [line for line in shown.splitlines() if line.startswith("|")] == wanted, "\n".join(wanted)


def row_of(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def words(value: Capability | Scope) -> str:
    return value.value.replace("_", " ")


def reaches(capability: Capability) -> list[str]:
    found = [TABLE[role].get(capability) for role in Role]
    return [words(scope) if scope else "" for scope in found]


def test_the_settings_explained_are_those_that_are_read() -> None:
    text = (ROOT / "docs" / "administrator.md").read_text()
    explained = set(re.findall(r"^\| `([A-Z_]+)` \|", text, re.MULTILINE))
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "config" / "settings.py").read_text()))
    # PORT is read by what `make demo` starts.
    assert explained == read | {"PORT"}


def test_the_live_figures_listed_are_those_there_are() -> None:
    text = (ROOT / "docs" / "clerk.md").read_text()
    _head, *rows = table_between(text, "<!-- figures:", "## 5.")
    listed = [name for row in rows for name in re.findall(r"`([^`]+)`", row[0])]
    assert sorted(listed) == sorted(figures(sample.paper()))
