"""A field's label within a sentence that asks for it: "Enter the title", "Choose a meeting"."""

import re

# A label that asks ("What is to be done") is said again: "Say what is to be done".
_ASKS = re.compile(
    r"(what|which|who|whom|whose|why|where|when|how|in what|by what|by which|by whom)\b", re.IGNORECASE
)
# A label that has its own article, or is somebody's, needs no other.
_DETERMINED = re.compile(r"(the|a|an|its|your|this|their|anyone|any)\b", re.IGNORECASE)
# A label that only its control completes: "As at", "Asked for by", "It is now".
_OPEN = re.compile(
    r"(?:it|is|paid|counted|printed)\b.*|.*\b(?:at|on|by|from|to|in|is|above|since|until|with)", re.IGNORECASE
)
# Said with a vowel at the beginning: an owner, an FTE band; but a unit.
_VOWEL = re.compile(r"[AEFHILMNORSX][A-Z]|(?i:[aeio]|u(?!ni|se))")
# Nouns that cannot be counted have no "a" before them.
_UNCOUNTED = {"evidence", "cover", "money", "spend", "polarity", "information"}


def ask_to_enter(label: str) -> str:
    """For what is typed: "Enter the title"; "Say why"."""
    if _is_question(label):
        return f"Answer “{label}”"
    if _ASKS.match(label):
        return f"Say {lower(label)}"
    if _OPEN.fullmatch(label):
        return f"Complete “{label}”"
    return f"Enter {_with('the', label)}"


def ask_to_choose(label: str) -> str:
    """For what is picked from a list: "Choose a meeting", "Choose what kind of group"."""
    if _is_question(label) or _OPEN.fullmatch(label):
        return f"Choose an answer to “{label}”"
    if _ASKS.match(label):
        return f"Choose {lower(label)}"
    if label.lower() in _UNCOUNTED:
        return f"Choose the {lower(label)}"
    return f"Choose {_with('an' if _VOWEL.match(label) else 'a', label)}"


def ask_for_day(label: str) -> str:
    """For a date: "Enter the due date", "Enter a date for “As at”"."""
    if _ASKS.match(label) or _OPEN.fullmatch(label):
        return f"Enter a date for “{label}”"
    return f"Enter {_with('the', label)}"


def ask_for_number(label: str) -> str:
    """For a number: "Say how many", "Enter a number for “Good”"."""
    if _ASKS.match(label):
        return f"Say {lower(label)}"
    return "Enter the number" if label.lower() == "number" else f"Enter a number for “{label}”"


def ask_for_secret(label: str) -> str:
    """For what only its owner knows: "Enter your password"."""
    return f"Enter your {lower(label)}"


def as_subject(label: str) -> str:
    """The label at the head of a sentence: "Title must be …", "“How many” must be …"."""
    return f"“{label}”" if _is_question(label) or _ASKS.match(label) or _OPEN.fullmatch(label) else label


def lower(label: str) -> str:
    """The label within a sentence; an abbreviation such as FTE stays as it is."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _with(article: str, label: str) -> str:
    return lower(label) if _DETERMINED.match(label) else f"{article} {lower(label)}"


def _is_question(label: str) -> bool:
    return label.endswith("?")
