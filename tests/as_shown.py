"""A form sent back as a page shows it, with nothing typed but what a test changes."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client


class _Form(HTMLParser):
    """What a browser would send of the longest form of a page that is posted: ticks, choices, words."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[dict[str, list[str]]] = [{}]
        self._select = self._area = ""

    @property
    def sent(self) -> dict[str, list[str]]:
        return self.forms[-1]

    @property
    def longest(self) -> dict[str, list[str]]:
        return max((form for form in self.forms if "csrfmiddlewaretoken" in form), key=len)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        name = found.get("name", "")
        match tag:
            case "form":
                self.forms.append({})
            case "select":
                self._select = name
            case "option" if self._select and "selected" in found:
                self.sent.setdefault(self._select, []).append(found["value"])
            case "textarea":
                self._area = name
                self.sent[name] = [""]
            case "input" if name and (found.get("type") not in {"checkbox", "radio"} or "checked" in found):
                self.sent.setdefault(name, []).append(found.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        if tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.sent[self._area] = [(self.sent[self._area][0] + data).removeprefix("\n")]


def as_shown(browser: Client, address: str) -> dict[str, Any]:
    """Opens a page and gives what its form would send."""
    form = _Form()
    form.feed(browser.get(address).text)
    return dict(form.longest)


def sent_as_shown(browser: Client, address: str, **typed: str) -> int:
    """Opens a page and sends its form, changed in what is `typed`; gives the answer's status."""
    return browser.post(address, as_shown(browser, address) | typed).status_code
