"""What the tests of ledger extracts have in common: files of the ledger, and bringing and posting them."""

from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import Council, User
from finance.extracts.files import ledger_of
from finance.extracts.preview import Preview, preview_of
from finance.ledger_checks import problems
from finance.models import LedgerExtract, SpendBatch, SpendEntry
from finance.services.extracts import receive_extract
from finance.services.posting import post_extract
from finance.spend_replay import problems as replay_problems

OCTOBER = date(2024, 10, 1)
NOVEMBER = date(2024, 11, 1)
HEADS = "Cost Centre,Subjective,Period,Narrative,Amount\n"
NOVEMBER_FILE = HEADS + (
    'C1,11000,8,Pay,"1,000.10"\n'
    "C1,11000,8,Pay back,(200.10)\n"
    "C2,11000,Nov-24,Pay,300\n"
    "C9,55000,8,Another service,77.07\n"
    ",,,Total,1177.07\n"
)


def bring(by: User, council: Council, text: str, **given: Any) -> LedgerExtract:
    facts: dict[str, Any] = {"name": "nov.csv", "kind": "transactions", "year": 2024, "through": None}
    extract, _ = receive_extract(council=council, content=text.encode(), by=by, **(facts | given))
    return LedgerExtract.objects.of(council).get(pk=extract.pk)


def seen(extract: LedgerExtract, into: date | None = None) -> Preview:
    return preview_of(LedgerExtract.objects.of(extract.council).get(pk=extract.pk), ledger_of(extract), into)


def post(extract: LedgerExtract, by: User, total: str, **given: Any) -> SpendBatch:
    seal = seen(extract, given.get("into")).seal
    facts = {"note": "Report 12", "seal": seal}
    return post_extract(extract=extract, control_total=Decimal(total), by=by, **(facts | given))


def spent(council: Council) -> dict[tuple[int, date], Decimal]:
    return SpendEntry.objects.of(council).standing().by_cell()


def sound(council: Council) -> bool:
    return [*problems(council), *replay_problems(council)] == []
