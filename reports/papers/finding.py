"""A finding of the checks as a value."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

Level = Literal["blocker", "warning"]
BLOCKER: Level = "blocker"
WARNING: Level = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing to put right: `view` and `arguments` name the page where that is done."""

    level: Level
    code: str
    place: str
    message: str
    view: str
    arguments: tuple[str | int, ...] = ()

    @property
    def is_blocker(self) -> bool:
        return self.level == BLOCKER

    def url(self, council_slug: str) -> str:
        return reverse(self.view, args=[council_slug, *self.arguments])
