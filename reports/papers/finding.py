"""A finding of the checks as a value."""

import hashlib
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

Level = Literal["blocker", "warning"]
BLOCKER: Level = "blocker"
WARNING: Level = "warning"


def digest_of(code: str, subject: str) -> str:
    """SHA-256 of a check and what its warning is about, however the words are spaced."""
    return hashlib.sha256(f"{code}\0{' '.join(subject.split())}".encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """One thing to put right: `view` and `arguments` name the page where that is done. `about` is the sentence or
    thing it is about, with the numbers that matter, where the message says more than that."""

    level: Level
    code: str
    place: str
    message: str
    view: str
    arguments: tuple[str | int, ...] = ()
    about: str = ""

    @property
    def is_blocker(self) -> bool:
        return self.level == BLOCKER

    @property
    def subject(self) -> str:
        """What a reason given for it answers, in words."""
        return self.about or f"{self.place}: {self.message}"

    @property
    def digest(self) -> str:
        """The same in any paper while the sentence and the numbers are the same."""
        return digest_of(self.code, self.subject)

    def url(self, council_slug: str) -> str:
        return reverse(self.view, args=[council_slug, *self.arguments])
