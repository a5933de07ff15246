"""What the checks know besides the paper itself: frozen dataclasses, the council's own lists among them."""

from dataclasses import dataclass
from datetime import date

# Short forms that readers of a committee paper anywhere know; a council adds its own.
EVERYBODY_KNOWS = frozenset(
    (
        "A&E",
        "BBC",
        "CEO",
        "GP",
        "GPs",
        "HR",
        "ICT",
        "ID",
        "IT",
        "MP",
        "MPs",
        "NHS",
        "PDF",
        "PE",
        "TV",
        "UK",
        "VAT",
    )
)
# Hosts where nobody reads without signing in; one that begins with a dot also stands for what is beneath it.
NEEDS_SIGN_IN = (".sharepoint.com", ".teams.microsoft.com", "onedrive.live.com", "localhost")


@dataclass(frozen=True)
class Promise:
    """An undertaking of an earlier paper that is still open."""

    pk: int
    text: str
    paper: str
    given_on: date
    due: date | None


@dataclass(frozen=True)
class Known:
    """A council's acronyms, the hosts that ask for a sign-in, our own host, and what earlier papers promised."""

    acronyms: frozenset[str] = EVERYBODY_KNOWS
    hosts: tuple[str, ...] = NEEDS_SIGN_IN
    own_host: str = ""
    promises: tuple[Promise, ...] = ()


def acronyms_in(text: str) -> frozenset[str]:
    """The first word of each line: `SEND special educational needs and disabilities`, or `SEND – …`."""
    return frozenset(line.split()[0].rstrip(":,;") for line in text.splitlines() if line.strip())


def hosts_in(text: str) -> tuple[str, ...]:
    """A host a line, as it stands in an address; the address itself will do."""
    lines = (line.strip().lower().partition("://") for line in text.splitlines() if line.strip())
    return tuple((after or before).split("/")[0].split(":")[0] for before, _, after in lines)
