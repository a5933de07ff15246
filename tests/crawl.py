"""Following the links of the product's own pages, as a person signed in would."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import resolve

# Documents of a paper stand alone; their titles and headings are tested with the paper.
DOCUMENTS = (
    "reports:paper-document",
    "reports:paper-draft-document",
    "reports:paper-version-document",
    "reports:public-paper-document",
    "reports:public-paper-version-document",
)
MOST_HOPS = 5


class _Reader(HTMLParser):
    """The links, main headings and title of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.headings = 0
        self.title = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get("href")
        if tag == "a" and address:
            self.links.append(address)
        self.headings += tag == "h1"
        self._in_title = tag == "title" and not self.title

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


@dataclass(frozen=True)
class Visited:
    """What a link led to. `offered_on` is the page with the link; `size` the length of its HTML; `content` all that
    was answered."""

    address: str
    view: str
    status: int
    offered_on: str
    headings: int = 0
    title: str = ""
    size: int = 0
    is_html: bool = True
    links: list[str] = field(default_factory=list)
    content: bytes = field(default=b"", repr=False)

    @property
    def is_page(self) -> bool:
        """Files to take away are not pages."""
        return self.is_html and self.view not in DOCUMENTS


def crawl(browser: Client, start: str, *, each: int) -> Iterator[Visited]:
    """Visit `start` and what its pages link to, every address once, and of each view no more than `each` with
    and `each` without a question mark."""
    waiting, seen = [(start, "")], {start}
    visits: Counter[tuple[str, bool]] = Counter()
    while waiting:
        address, offered_on = waiting.pop(0)
        kind = (view_of(address), "?" in address)
        if visits[kind] >= each:
            continue
        visits[kind] += 1
        visited = visit(browser, address, offered_on)
        yield visited
        for link in visited.links:
            if link not in seen:
                seen.add(link)
                waiting.append((link, address))


def visit(browser: Client, address: str, offered_on: str = "") -> Visited:
    """What is at an address, or at the one it leads on to."""
    answer = browser.get(address)
    for _ in range(MOST_HOPS):
        if not answer.has_header("Location"):
            break
        address = urljoin(address, answer.headers["Location"])
        answer = browser.get(address)
    if not answer.headers["Content-Type"].startswith("text/html"):
        file = answer.getvalue()
        return Visited(address, view_of(address), answer.status_code, offered_on, is_html=False, content=file)
    text = answer.content.decode()
    read = _Reader(text)
    links = [_absolute(address, link) for link in read.links if _is_ours(link)]
    return Visited(
        address,
        view_of(address),
        answer.status_code,
        offered_on,
        read.headings,
        read.title.strip(),
        len(text),
        links=links,
        content=answer.content,
    )


def view_of(address: str) -> str:
    return resolve(urlsplit(address).path).view_name


def _is_ours(link: str) -> bool:
    return not urlsplit(link).netloc and not link.startswith(("#", "mailto:"))


def _absolute(address: str, link: str) -> str:
    return urljoin(address, link).partition("#")[0]
