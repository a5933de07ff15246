"""What a paper says where its council has several plans: what belongs to no plan, or to several, counts here too."""

from dataclasses import dataclass

from core.words import listed
from reports.papers.words import counted


@dataclass(frozen=True)
class Shared:
    """The council's other plans, and how much of the paper belongs to none or to several of them."""

    others: tuple[str, ...]
    risks: int = 0
    highlights: int = 0
    posts: int = 0
    lines: int = 0

    def note(self, what: str) -> str:
        """`2 risks belong to no plan or to several, and count here too: the council also has the Care Plan.`; nothing
        where all of it is the plan's own. `what` is one of risks, highlights, posts and lines."""
        number: int = getattr(self, what)
        if not number:
            return ""
        one, many = _NAMES[what]
        verb, also = ("belongs", "counts") if number == 1 else ("belong", "count")
        return (
            f"{counted(number, one, many)} {verb} to no plan or to several, and {also} here too; the council also has "
            f"the {listed(self.others)}."
        )


_NAMES = {
    "risks": ("risk", "risks"),
    "highlights": ("highlight", "highlights"),
    "posts": ("approved row", "approved rows"),
    "lines": ("budget line", "budget lines"),
}
