"""What a block of Home is made of: its tasks, each a link that makes sense alone."""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Council

# What a block lists before it sends the reader to the whole list.
A_FEW = 5
A_WEEK = 7


@dataclass(frozen=True)
class Task:
    """One thing to do or to open: the words of its link, what is said of it, and a word of warning."""

    text: str
    href: str
    note: str = ""
    warning: str = ""


@dataclass(frozen=True)
class Block:
    """What one role has to do. `more` leads to all of it; `rest` says why there is nothing."""

    heading: str
    tasks: tuple[Task, ...]
    rest: str
    more: Task | None = None
    note: str = ""


def address(name: str, council: Council, *args: int) -> str:
    return reverse(name, args=[council.slug, *args])
