"""How the papers cite the plan: `IP Ch.1, S.3, P.5`. Parsed leniently, printed one way (document 000)."""

import re
from typing import NamedTuple


class Reference(NamedTuple):
    """Chapter number, section label (S.3, SL1) and, where cited, a priority's label (P.5, D) and the number of an
    action (2a)."""

    chapter: int
    section: str
    priority: str = ""
    action: str = ""


_SECTION = r"[a-z]{1,3}\s*\.?\s*\d+"
_PRIORITY = r"[a-z]{1,3}\s*\.?\s*\d*|\d+\s*[a-z]?"
_REFERENCE = re.compile(
    rf"""^\s* (?:[a-z]{{1,4}}\s+)?                      # the plan's prefix, sometimes mistyped
        ch(?:apter)?\.?\s*(?P<chapter>\d{{1,4}}) [\s,]*
        (?P<section>{_SECTION})
        (?:[\s,]+(?P<priority>{_PRIORITY}))?
        (?:[\s,]+action\s*(?P<action>[a-z0-9.]{{1,10}}))? \s*$""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_SECTION_LABEL = re.compile(rf"\s*(?:{_SECTION})\s*", re.IGNORECASE | re.ASCII)
_PRIORITY_LABEL = re.compile(rf"\s*(?:{_PRIORITY})\s*", re.IGNORECASE | re.ASCII)
_LETTERS_THEN_DIGITS = re.compile(r"\s*([a-z]*)\s*\.?\s*(\d*)\s*", re.IGNORECASE | re.ASCII)


def parse(text: str) -> Reference:
    """Read a typed reference such as `IP Ch.1, S. 6` or `ip ch1 s3 p5`. Raises ValueError when it is none."""
    found = _REFERENCE.match(text)
    if found is None:
        raise ValueError(
            f"“{text}” is not a plan reference. Write it like IP Ch.1, S.3 or IP Ch.1, S.3, P.5."
        )
    section, priority = tidy_label(found["section"]), tidy_label(found["priority"] or "")
    return Reference(int(found["chapter"]), section, priority, found["action"] or "")


def cited_in(text: str) -> Reference | None:
    """What a search box was asked for, where it reads like a reference; None where it is words."""
    try:
        return parse(text)
    except ValueError:
        return None


def cite(prefix: str, chapter: int, section: str, priority: str = "", action: str = "") -> str:
    """Print a reference the one way: `IP Ch.1, S.3, P.5`, `IP Ch.1, S.3, action 2a`."""
    numbered = f"action {action}" if action else ""
    return ", ".join(filter(None, [f"{prefix} Ch.{chapter}", section, priority, numbered]))


def tidy_label(label: str) -> str:
    """`s. 6` → `S.6`, `sl1` → `SL1`, `d` → `D`: one letter and a number take a point, the rest do not."""
    found = _LETTERS_THEN_DIGITS.fullmatch(label)
    if found is None:
        return "".join(label.split()).upper()
    letters, digits = found[1].upper(), found[2]
    return f"{letters}.{digits}" if len(letters) == 1 and digits else f"{letters}{digits}"


def is_section_label(label: str) -> bool:
    """Whether a section may be cited so: letters and a number, like S.3 or SL1."""
    return _SECTION_LABEL.fullmatch(label) is not None


def is_priority_label(label: str) -> bool:
    """Whether a priority may be cited so: letters, a number or both, like P.5, D or 2a."""
    return _PRIORITY_LABEL.fullmatch(label) is not None
