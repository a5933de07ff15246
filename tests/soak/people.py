"""A person at the product over the network, without a browser: signs in, reads pages, fills in their forms."""

import re
from html.parser import HTMLParser
from http.cookiejar import CookieJar
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

SECONDS = 60


class Answer:
    """Status, address and text of what came back after redirects; status 0 where nothing did."""

    def __init__(self, status: int, address: str, text: str) -> None:
        self.status, self.address, self.text = status, address, text

    @property
    def is_saved(self) -> bool:
        """Whether the page says in its banner that something was done."""
        return self.status == 200 and 'class="app-banner"' in self.text


class _Fields(HTMLParser):
    """The fields of every form of a page that posts, as the browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self._select = self._textarea = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.forms.append({})
        if not self.forms:
            return
        if tag == "input" and name and self._is_sent(given):
            self.forms[-1][name] = value
        elif tag == "select":
            self._select = name
        elif tag == "textarea":
            self._textarea = name
            self.forms[-1][name] = ""
        elif tag == "option" and "selected" in given:
            self.forms[-1][self._select] = value

    @staticmethod
    def _is_sent(given: dict[str, str | None]) -> bool:
        kind = given.get("type") or "text"
        return kind not in {"radio", "checkbox", "submit"} or "checked" in given

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.forms[-1][self._textarea] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._textarea = ""


class Person:
    def __init__(self, base: str, role: str, council: str = "eastshire") -> None:
        self.base, self.email = base, f"{role}@{council}.example"
        self.opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def sign_in(self) -> None:
        """Raises AssertionError when the product does not let the person in."""
        answer = self.fill_in("/account/sign-in/", "login", login=self.email, password="improvement")
        assert "/account/sign-in/" not in answer.address, answer.text[:500]

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def fill_in(self, path: str, marker: str, **values: str) -> Answer:
        """Open a page, fill in its form that has the field `marker`, and send it; what the form shows is kept."""
        page = self.get(path)
        fields = next((form for form in _Fields(page.text).forms if marker in form), None)
        return page if fields is None else self._ask(path, fields | values)

    def press(self, path: str, *, on: str = "", **values: str) -> Answer:
        """Send the form of a page (`on`, where it is another) that has a button and nothing else but `values`."""
        token = next(form["csrfmiddlewaretoken"] for form in _Fields(self.get(on or path).text).forms)
        return self._ask(path, {"csrfmiddlewaretoken": token} | values)

    def _ask(self, path: str, posted: dict[str, str] | None) -> Answer:
        address = urljoin(self.base, path)
        data = None if posted is None else urlencode(posted).encode()
        self.opener.addheaders = [("Referer", address), ("Origin", self.base)]
        try:
            with self.opener.open(address, data, timeout=SECONDS) as answer:
                return Answer(answer.status, answer.url, answer.read().decode(errors="replace"))
        except HTTPError as refused:
            return Answer(refused.code, address, refused.read().decode(errors="replace"))
        except (URLError, OSError):
            return Answer(0, address, "")


def numbers_in(text: str, pattern: str) -> list[int]:
    """The numbers an address pattern such as `/actions/(\\d+)/` finds in a page, each once."""
    return sorted({int(found) for found in re.findall(pattern, text)})
