"""Words that a paper cannot print, lacks, or does not explain; and links that a reader cannot follow."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from core.markdown import LIMIT
from reports.papers.data import PaperData
from reports.papers.finding import WARNING, Finding
from reports.papers.kinds import WORDS
from reports.papers.known import Known
from reports.papers.layout import is_own, sections_of
from reports.papers.places import in_details, in_heading, in_section
from reports.papers.written import Written, authors_words, printed_words, sentence_with

_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}\s+(\S.*)$")
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)|<img\b[^>\n]*>", re.IGNORECASE)
# Two capitals at the least; not part of a reference (CFC/27, SL1.2, IP Ch.1), of a web address or a longer word.
_ACRONYM = re.compile(r"(?<![\w/.@&-])(?=[A-Z&]*[A-Z][A-Z&]*[A-Z])[A-Z][A-Z&]{1,7}(s?)(?![\w/@]|\.\w|-\d)")
_ROMAN = re.compile(r"[IVX]+$")
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b")
_ADDRESS = re.compile(r"\[[^\]\n]*\]\(\s*<?([^\s)>]+)|((?:https?|file)://[^\s)>\]”\"]+)|(\\\\[\w.-]+\\\S+)")


def too_long(data: PaperData) -> Iterator[Finding]:
    for words in data.narratives:
        if len(words.body) > LIMIT:
            message = f"The text has {len(words.body):,} characters; a paper prints up to {LIMIT:,}."
            yield in_section(data, WARNING, "too-long", words, message)


def missing_parts(data: PaperData) -> Iterator[Finding]:
    for kind in sections_of(data):
        if kind.within and not is_own(kind.key) and kind.element == WORDS and not data.narrative(kind.key):
            message = f"The implication “{kind.heading}” is missing. Write “None” where there is none."
            yield in_heading(data, "missing-implication", kind.key, message)
    if not data.identity.contact:
        yield in_details(data, "missing-contact", "Access to information", "The contact officer is missing.")
    if not data.background:
        message = "No background papers are listed. The law asks for them; write “None” if there are none."
        view = "reports:paper-background"
        yield Finding(WARNING, "missing-background", "Background papers", message, view, (data.identity.pk,))


def typed_headings(data: PaperData) -> Iterator[Finding]:
    """A heading typed in a text would be printed with its signs, and outside the order of the paper's headings."""
    for words in data.narratives:
        for found in _HEADING.finditer(words.body):
            message = f"“{found[1].strip()}” is typed as a heading; the paper makes its own, in their order."
            yield in_section(data, WARNING, "heading-order", words, message)


def typed_images(data: PaperData) -> Iterator[Finding]:
    """A paper's images are its charts, each with words in its place; one that is typed has none and is not printed."""
    for words in data.narratives:
        for found in _IMAGE.finditer(words.body):
            name = f"“{found[1]}”" if found[1] else "An image"
            message = f"{name} is put in as an image, which has no text in its place and is not printed."
            yield in_section(data, WARNING, "image-without-alternative", words, message)


# Acronyms


def acronyms(data: PaperData, known: Known) -> Iterator[Finding]:
    """A short form that neither the council's list knows nor the paper explains where it is first used, as in
    “special educational needs and disabilities (SEND)”. Each is told once."""
    explained = known.acronyms | {data.plan.prefix, *re.findall(r"[A-Z]{2,}", data.identity.reference)}
    told: set[str] = set()
    for written in (*_headings(data), *printed_words(data)):
        text = _SHOUTED.sub(" ", written.text)
        for found in _ACRONYM.finditer(text):
            short = found[0].removesuffix(found[1]) if found[1] else found[0]
            if {short, found[0]} & (explained | told) or _ROMAN.match(short):
                continue
            if _is_explained(text, found):
                explained |= {short}
            else:
                told.add(short)
                yield _unknown(written, short, _SHOUTED.sub(" ", text), found.start())


def _headings(data: PaperData) -> Iterator[Written]:
    """Headings are read first: what one of them explains is explained."""
    for words in data.narratives:
        if "(" in words.heading:
            yield Written(
                words.heading, words.heading, "reports:paper-section", (data.identity.pk, words.key)
            )


def _is_explained(text: str, found: "re.Match[str]") -> bool:
    """`needs (SEND)` or `SEND (special educational needs …)`."""
    before, after = text[: found.start()], text[found.end() :]
    in_brackets = bool(re.search(r"[a-z]\W{0,3}\([“\"]?$", before)) and after.lstrip('”"')[:1] in (
        ")",
        ",",
        ";",
    )
    return in_brackets or bool(re.match(r" \((?:the )?[A-Za-z]+[ -][A-Za-z]", after))


def _unknown(written: Written, short: str, text: str, start: int) -> Finding:
    message = (
        f"“{short}” is not explained where it first stands: write the words with ({short}) behind them, or have it "
        "put on the council’s list of known acronyms."
    )
    return written.finding("unknown-acronym", message, f"{short}: {sentence_with(text, start)}")


# Links


def links(data: PaperData, known: Known) -> Iterator[Finding]:
    """A link into this product, or to a host that asks for a sign-in: members of the public stand before a door."""
    for written in (*authors_words(data), *_background(data)):
        for found in _ADDRESS.finditer(written.text):
            address = found[1] or found[2] or found[3]
            if why := _behind_a_door(address, known):
                message = f"“{address}” {why}: a reader without an account cannot follow it."
                yield written.finding("link-needs-sign-in", message)


def _background(data: PaperData) -> Iterator[Written]:
    for row in data.background:
        yield Written("Background papers", row.link, "reports:paper-background", (data.identity.pk,))


def _behind_a_door(address: str, known: Known) -> str:
    try:
        parts = urlsplit(address) if "\\" not in address else urlsplit("file://share")
    except ValueError:
        return ""
    if parts.scheme == "file":
        return "is a file on somebody’s computer or a shared drive"
    if parts.scheme not in ("", "http", "https"):
        return ""
    host = (parts.hostname or "").lower()
    if not host or host == known.own_host:
        return (
            ""
            if parts.path.startswith("/public/")
            else "leads to a page of this product that asks for a sign-in"
        )
    if "." not in host or host.startswith("intranet."):
        return "leads to the council’s own network"
    asks = any(host == one.lstrip(".") or (one.startswith(".") and host.endswith(one)) for one in known.hosts)
    return "leads to a site that asks for a sign-in" if asks else ""
