"""Where rows of the council's ledger go: remembered by cost centre and subjective code, retired and not deleted."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.changes import record
from accounts.models import Council, User
from accounts.versions import raise_version
from core.dates import today
from finance.access import may_enter_spend
from finance.models import BudgetLine, LedgerMapping

LONGEST_CODE = 30


@transaction.atomic
def add_mapping(
    *,
    council: Council,
    cost_centre: str,
    subjective_code: str,
    line: BudgetLine | None,
    by: User,
    note: str = "",
) -> LedgerMapping:
    """Say to which line the rows of a cost centre and subjective code (blank: any) go; None leaves them out.

    Raises PermissionDenied, and ValueError for codes that are mapped already or a line of another council.
    """
    if not may_enter_spend(by, council):
        raise PermissionDenied
    codes = _checked(council, cost_centre, subjective_code, line)
    mapping = LedgerMapping.objects.create(
        council=council, cost_centre=codes[0], subjective_code=codes[1], line=line, note=note.strip()
    )
    record("mapped the ledger codes", mapping, council=council, by=by, after=_told(mapping))
    return mapping


@transaction.atomic
def map_codes(
    *, council: Council, choices: Iterable[tuple[str, str, BudgetLine | None]], by: User
) -> list[LedgerMapping]:
    """Map several codes together (cost centre, subjective code, line), or none of them; see `add_mapping`. Codes that
    are mapped to a retired line go elsewhere from now on."""
    return [_mapped(council, centre, code, line, by) for centre, code, line in choices]


def _mapped(council: Council, centre: str, code: str, line: BudgetLine | None, by: User) -> LedgerMapping:
    standing = LedgerMapping.objects.of(council).by_codes().get((centre.upper(), code.upper()))
    if standing is None or standing.line is None or not standing.line.is_retired:
        return add_mapping(council=council, cost_centre=centre, subjective_code=code, line=line, by=by)
    return edit_mapping(
        mapping=standing, line=line, note=standing.note, by=by, shown_version=standing.version
    )


@transaction.atomic
def edit_mapping(
    *, mapping: LedgerMapping, line: BudgetLine | None, note: str, by: User, shown_version: int
) -> LedgerMapping:
    """Send the rows of these codes to another line (None: leave them out) from now on.

    What was posted before stays where it is. Raises PermissionDenied, StaleVersion, and ValueError for a
    mapping that is retired or a line of another council.
    """
    mapping = _begin(mapping, by, shown_version)
    if mapping.retired_on:
        raise ValueError("This mapping is retired: bring it back first")
    _check_line(mapping.council, line)
    before = _told(mapping)
    mapping.line, mapping.note = line, note.strip()
    mapping.save(update_fields=["line", "note"])
    record(
        "changed where go the ledger codes",
        mapping,
        council=mapping.council,
        by=by,
        before=before,
        after=_told(mapping),
    )
    return mapping


@transaction.atomic
def retire_mapping(*, mapping: LedgerMapping, reason: str, by: User, shown_version: int) -> LedgerMapping:
    """Stop using a mapping; it stays to be seen. Raises PermissionDenied, StaleVersion, ValueError without reason."""
    mapping = _begin(mapping, by, shown_version)
    if not reason.strip():
        raise ValueError("Say why it is no longer used")
    if mapping.retired_on:
        raise ValueError("This mapping is retired already")
    mapping.retired_on, mapping.retired_reason = today(), reason.strip()
    mapping.save(update_fields=["retired_on", "retired_reason"])
    after = {"retired_on": mapping.retired_on, "reason": mapping.retired_reason}
    record("retired the ledger codes", mapping, council=mapping.council, by=by, after=after)
    return mapping


@transaction.atomic
def bring_back_mapping(*, mapping: LedgerMapping, by: User, shown_version: int) -> LedgerMapping:
    """Use a retired mapping again. Raises PermissionDenied, StaleVersion, ValueError when its codes are mapped anew."""
    mapping = _begin(mapping, by, shown_version)
    if not mapping.retired_on:
        raise ValueError("This mapping is in use")
    _checked(mapping.council, mapping.cost_centre, mapping.subjective_code, mapping.line)
    before = {"retired_on": mapping.retired_on, "reason": mapping.retired_reason}
    mapping.retired_on, mapping.retired_reason = None, ""
    mapping.save(update_fields=["retired_on", "retired_reason"])
    record("brought back the ledger codes", mapping, council=mapping.council, by=by, before=before)
    return mapping


def _begin(mapping: LedgerMapping, by: User, shown_version: int) -> LedgerMapping:
    if not may_enter_spend(by, mapping.council):
        raise PermissionDenied
    raise_version(mapping, shown=shown_version)
    mapping.refresh_from_db()
    return mapping


def _checked(council: Council, centre: str, code: str, line: BudgetLine | None) -> tuple[str, str]:
    centre, code = centre.strip().upper(), code.strip().upper()
    if not centre or max(len(centre), len(code)) > LONGEST_CODE:
        raise ValueError(f"Enter a cost centre, and codes of no more than {LONGEST_CODE} characters")
    _check_line(council, line)
    taken = LedgerMapping.objects.of(council).in_use().filter(cost_centre=centre, subjective_code=code)
    if taken.exists():
        raise ValueError(f"{centre} {code or 'any code'} is mapped already: change that mapping instead")
    return centre, code


def _check_line(council: Council, line: BudgetLine | None) -> None:
    if line and line.council_id != council.pk:
        raise ValueError("There is no such budget line at this council")
    if line and line.is_retired:
        raise ValueError(f"{line} is retired: choose another line")


def _told(mapping: LedgerMapping) -> dict[str, object]:
    return {"goes to": str(mapping.line or "left out"), "note": mapping.note}
