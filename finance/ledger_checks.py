"""What the database cannot check of the money: read by `verify_ledger`, one sentence a problem."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from accounts.models import Council
from core.dates import last_of_month
from core.file_store import FileDamaged
from core.money import pounds
from finance import forecast_checks
from finance.extracts import store
from finance.figures import MONTHS_OF_YEAR, NIL
from finance.models import (
    Approval,
    AuthorisedAmount,
    BudgetLine,
    BudgetMovement,
    DecisionTerms,
    ForecastEntry,
    ForecastMethod,
    ForecastOffer,
    ForecastVersion,
    FundingDecision,
    FundingSource,
    LedgerExtract,
    LedgerMapping,
    MonthClose,
    OfferDecision,
    Outturn,
    PostedRow,
    Profile,
    RowMove,
    SpendBatch,
    SpendEntry,
    StatedCause,
    StatedRow,
    StatedTable,
    Tranche,
    VarianceExplanation,
    VarianceLimits,
)
from finance.periods import is_period_13, next_month, period_name
from finance.terms import Terms, terms_now

# Each row's council is that of what it belongs to.
PARENTS = (
    (Approval, "decision"),
    (AuthorisedAmount, "decision"),
    (DecisionTerms, "decision"),
    (FundingSource, "decision"),
    (Tranche, "decision"),
    (BudgetLine, "decision"),
    (BudgetMovement, "line"),
    (Profile, "line"),
    (SpendEntry, "line"),
    (ForecastEntry, "line"),
    (ForecastMethod, "line"),
    (ForecastVersion, "close"),
    (ForecastOffer, "line"),
    (OfferDecision, "offer"),
    (VarianceExplanation, "line"),
    (StatedTable, "decision"),
    (StatedRow, "table"),
    (StatedCause, "row"),
)
LEDGERS = (
    AuthorisedAmount,
    DecisionTerms,
    BudgetMovement,
    Profile,
    SpendEntry,
    MonthClose,
    Outturn,
    ForecastEntry,
    ForecastMethod,
    ForecastVersion,
    ForecastOffer,
    OfferDecision,
    VarianceExplanation,
    VarianceLimits,
)


def problems(council: Council) -> Iterator[str]:
    """One sentence for each thing in the council's money that cannot be."""
    yield from _strays(council)
    yield from _corrections(council)
    yield from _spend_dates(council)
    yield from _closed_months(council)
    yield from _accruals(council)
    yield from _virements(council)
    yield from _both_sides(council)
    yield from _sums(council)
    yield from _terms(council)
    yield from _sources(council)
    yield from _tranches(council)
    yield from _profiles(council)
    yield from _extracts(council)
    yield from _posted_rows(council)
    yield from forecast_checks.problems(council)


def _strays(council: Council) -> Iterator[str]:
    for model, parent in PARENTS:
        stray = model._default_manager.filter(council=council).exclude(**{f"{parent}__council": F("council")})
        for row in stray:
            yield f"{model._meta.verbose_name} {row.pk} is not of the same council as its {parent}"


def _corrections(council: Council) -> Iterator[str]:
    for ledger in LEDGERS:
        entries = ledger._default_manager.filter(council=council)
        for pk in entries.filter(corrects_id__gte=F("pk")).values_list("pk", flat=True):
            yield f"{ledger._meta.verbose_name} {pk} corrects an entry that is not older than itself"
        for pk in entries.filter(change=None).values_list("pk", flat=True):
            yield f"{ledger._meta.verbose_name} {pk} is missing from the change log"
    elsewhere = ~Q(corrects__line=F("line")) | ~Q(corrects__month=F("month"))
    for pk in (
        SpendEntry.objects.of(council).exclude(corrects=None).filter(elsewhere).values_list("pk", flat=True)
    ):
        yield f"Spend entry {pk} corrects a figure of another cell"


def _spend_dates(council: Council) -> Iterator[str]:
    for entry in SpendEntry.objects.of(council).select_related("line"):
        is_month = entry.month.day == 1 or is_period_13(entry.month)
        if not is_month or entry.as_at != last_of_month(entry.month):
            yield f"Spend entry {entry.pk} of {entry.line} is not as at the last day of its month"


def _closed_months(council: Council) -> Iterator[str]:
    """A closed month holds what was stored at its close, line by line."""
    spent: dict[date, dict[str, Decimal]] = {}
    for (line_id, month), amount in SpendEntry.objects.of(council).standing().by_cell().items():
        spent.setdefault(month, {})[str(line_id)] = amount
    for close in MonthClose.objects.of(council).standing():
        stored = {pk: Decimal(amount) for pk, amount in close.totals.items()}
        if stored != spent.get(close.month, {}) or close.total != sum(stored.values(), NIL):
            yield f"{period_name(close.month)} no longer comes to the {pounds(close.total)} it was closed at"


def _accruals(council: Council) -> Iterator[str]:
    """Each standing accrual is taken back once, in the month after; nothing else is."""
    standing = SpendEntry.objects.of(council).filter(kind=SpendEntry.Kind.ACCRUAL).standing()
    backs = {entry.reverses_id: entry for entry in standing if entry.reverses_id}
    for entry in standing:
        if entry.reverses_id:
            continue
        back = backs.pop(entry.pk, None)
        if not back or (back.amount, back.month) != (-entry.amount, next_month(entry.month)):
            yield f"Accrual {entry.pk} of {entry.line} is not taken back in the month after"
    for back in backs.values():
        yield f"Spend entry {back.pk} takes back an accrual that no longer stands"


def _virements(council: Council) -> Iterator[str]:
    kind = BudgetMovement.Kind.VIREMENT
    moved = BudgetMovement.objects.standing().filter(council=council, kind=kind)
    for year, amount in moved.order_by().values_list("financial_year").annotate(sum=Sum("amount")):
        if amount:
            yield f"Virements of {year} do not add up to nil but to {pounds(amount)}"


def _both_sides(council: Council) -> Iterator[str]:
    """A virement or carry-forward has two sides that come to nil, and revenue never becomes capital."""
    kinds = (BudgetMovement.Kind.VIREMENT, BudgetMovement.Kind.CARRY_FORWARD)
    moved = BudgetMovement.objects.standing().filter(council=council, kind__in=kinds, counterpart=None)
    for entry in moved.select_related("line", "counterpart_of__line"):
        other = entry.other_side
        # Movements loaded before there were two sides have none to compare.
        if other is not None and entry.amount + other.amount:
            yield f"The two sides of {entry} of {entry.line} do not come to nil"
        if other is not None and {entry.line.kind, other.line.kind} & {BudgetLine.Kind.CAPITAL}:
            taken, given = (entry, other) if entry.amount < 0 else (other, entry)
            if given.line.kind == BudgetLine.Kind.CAPITAL != taken.line.kind:
                yield f"{taken} moved revenue of {taken.line} to capital"


def _sums(council: Council) -> Iterator[str]:
    """The decision shows the last of its sums, of which one stands for each day a sum holds from."""
    standing: dict[int, list[AuthorisedAmount]] = {}
    for entry in AuthorisedAmount.objects.filter(council=council).standing().order_by("as_at", "pk"):
        standing.setdefault(entry.decision_id, []).append(entry)
    for decision in FundingDecision.objects.of(council):
        found = standing.get(decision.pk, [])
        if not found or found[-1].amount != decision.amount or _twice_a_day(found):
            stands = ", ".join(pounds(entry.amount) for entry in found) or "nothing"
            yield f"{decision} shows {pounds(decision.amount)}, and its ledger {stands}"


def _terms(council: Council) -> Iterator[str]:
    """What was last told of a decision is what its rows say; one version stands for each day one holds from."""
    standing: dict[int, list[DecisionTerms]] = {}
    for entry in DecisionTerms.objects.filter(council=council).standing().order_by("as_at", "pk"):
        standing.setdefault(entry.decision_id, []).append(entry)
    for decision in FundingDecision.objects.of(council).with_authority():
        found = standing.get(decision.pk, [])
        if not found or Terms.told(found[-1].terms) != terms_now(decision) or _twice_a_day(found):
            yield f"The words, approvals, sources or tranches of {decision} are not those last written down"


def _twice_a_day(entries: Sequence[AuthorisedAmount] | Sequence[DecisionTerms]) -> bool:
    return len({entry.as_at for entry in entries}) < len(entries)


def _sources(council: Council) -> Iterator[str]:
    for decision in FundingDecision.objects.of(council).prefetch_related("sources"):
        brought: Decimal = sum((source.amount for source in decision.sources.all()), NIL)
        if brought != decision.amount:
            yield f"The sources of {decision} come to {pounds(brought)}, not to {pounds(decision.amount)}"


def _tranches(council: Council) -> Iterator[str]:
    for decision in FundingDecision.objects.of(council).prefetch_related("tranches"):
        tranches = list(decision.tranches.all())
        drawn: Decimal = sum((tranche.amount for tranche in tranches), NIL)
        if drawn > decision.amount:
            yield f"The tranches of {decision} come to {pounds(drawn)}, more than was decided"
        for tranche in tranches:
            if not NIL <= tranche.brought_forward <= tranche.amount:
                yield f"{tranche} of {decision} was brought forward by more than it holds"


def _profiles(council: Council) -> Iterator[str]:
    for profile in Profile.objects.filter(council=council).select_related("line"):
        parts = profile.parts
        if len(parts) != MONTHS_OF_YEAR or min(parts) < 0 or not any(parts):
            yield f"The profile of {profile} does not have twelve weights"


def _extracts(council: Council) -> Iterator[str]:
    """Ledger files are stored as they came; what was posted of them, and where their codes go, is the council's."""
    own = LedgerExtract.objects.filter(council=council)
    for extract in own:
        try:
            store.get(extract.digest)
        except FileDamaged as damaged:
            yield f"{extract}: {damaged}"
    for mapping in LedgerMapping.objects.filter(council=council).select_related("line"):
        if mapping.line and mapping.line.council_id != council.pk:
            yield f"The ledger codes {mapping} go to a line of another council"
    for move in RowMove.objects.filter(council=council).select_related("line", "extract"):
        if {move.line.council_id, move.extract.council_id} != {council.pk}:
            yield f"{move} is not of one council"
    posted = SpendBatch.objects.of(council).standing().exclude(extract=None)
    for pk, times in posted.order_by().values_list("extract").annotate(times=Count("pk")):
        if times > 1 or not own.filter(pk=pk).exists():
            yield f"Ledger extract {pk} is posted {times} times, or is another council's"


def _posted_rows(council: Council) -> Iterator[str]:
    """A row of the ledger is posted once, in whatever files it came."""
    rows = PostedRow.objects.filter(council=council)
    for row in rows.exclude(batch__council=council).select_related("batch__extract"):
        yield f"{row} is not of one council"
    known = rows.standing().exclude(identity="").order_by().values_list("identity")
    for _, times in known.annotate(times=Count("pk")).filter(times__gt=1):
        yield f"A row of the ledger is posted {times} times"
