"""The files of one demonstration council, as `fixtures/README.md` describes them."""

import csv
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.base import ContentFile, File

Row = dict[str, str]


class Folder:
    """Reads the YAML documents and CSV tables of one council; a table that is not there has no rows."""

    def __init__(self, slug: str, root: Path | None = None) -> None:
        self.path = (root or Path(settings.BASE_DIR) / "fixtures") / slug

    def document(self, name: str) -> Any:
        """The content of a YAML file, `plan.yaml`."""
        with (self.path / name).open(encoding="utf-8") as stream:
            return yaml.load(stream, Loader=_LOADER)  # noqa: S506 - one of the two safe loaders

    def entries(self, name: str, key: str) -> list[Any]:
        """The list under `key` of a YAML file, or none when there is no such file."""
        return list(self.document(name)[key]) if (self.path / name).exists() else []

    def rows(self, name: str) -> Iterator[Row]:
        """The rows of a CSV file in order, `updates.csv`."""
        if (self.path / name).exists():
            with (self.path / name).open(encoding="utf-8", newline="") as stream:
                yield from csv.DictReader(stream)

    def file(self, folder: str, stem: str) -> File[bytes] | None:
        """The one file of that stem in a folder of the council, `evidence/E12.csv`, or None."""
        found = next((self.path / folder).glob(f"{stem}.*"), None)
        return ContentFile(found.read_bytes(), found.name) if found else None

    def papers(self) -> list[Any]:
        """The papers of this council, the earliest meeting first."""
        found = [self.document(f"papers/{path.name}") for path in (self.path / "papers").glob("*.yaml")]
        return sorted(found, key=lambda paper: paper["meeting"])


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def day(text: str) -> date:
    return date.fromisoformat(text)


def day_or_none(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def month(text: str) -> date:
    """`2024-09` → its first day."""
    return date.fromisoformat(f"{text}-01")


def pounds(value: object) -> Decimal:
    return Decimal(str(value))
