"""The message by which somebody cleared a paper: told by its content, kept with the papers, and only ever saved."""

from dataclasses import dataclass

from improvement.evidence_files import TYPES, Kind, Unacceptable, inspect
from reports.papers import store

KINDS = (Kind.MAIL, Kind.OUTLOOK, Kind.PDF, Kind.TEXT)
WANTED = "Bring the message as it was saved (.eml or .msg), or as a PDF or text file"


class NotAMessage(ValueError):
    """The file cannot be taken for a message; the sentence says what to bring."""


@dataclass(frozen=True)
class Message:
    """A message that may be kept: its bytes, what they are, and a name that is safe to save it under."""

    content: bytes
    kind: str
    name: str


def read_message(content: bytes, name: str) -> Message:
    """Raises NotAMessage."""
    try:
        found = inspect(content, name)
    except Unacceptable:
        raise NotAMessage(f"This file cannot be read as a message, or is too large. {WANTED}") from None
    if found.kind not in KINDS:
        raise NotAMessage(f"This is not a message. {WANTED}")
    return Message(found.content, found.kind, found.name)


def keep(message: Message) -> dict[str, str]:
    """Store the message, and give what an entry remembers of it."""
    return {
        "file_digest": store.put(message.content),
        "file_name": message.name,
        "file_kind": message.kind,
    }


def media_type(kind: str) -> str:
    return TYPES[kind]
