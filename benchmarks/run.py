"""The measurements, in the order of the table: as shipped, enlarged, and among many councils."""

from collections.abc import Iterator

from django.core.management import call_command

from accounts.models import Council
from benchmarks import copies, entries, ledgers, pages, papers
from benchmarks.measure import Measured

SHIPPED = "eastshire"


def everything(*, times: int, councils: int) -> list[Measured]:
    """Fill the database and measure as it grows; `times` is rounded up to a power of two."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demonstration", verbosity=0)
    return list(_measured(times, councils))


def _measured(times: int, councils: int) -> Iterator[Measured]:
    council = Council.objects.get(slug=SHIPPED)
    yield from papers.measured(council)
    yield from pages.measured(council, "as shipped")
    copies.enlarge(council, times)
    copies.reset_sequences()
    enlarged = f"{times} × as large"
    yield from pages.measured(council, enlarged)
    yield from ledgers.measured(council, enlarged)
    for number in range(councils - Council.objects.count()):
        copies.copy_council(Council.objects.get(slug="midshire"), f"copy-{number}")
    copies.reset_sequences()
    among = f"{times} ×, among {councils}"
    yield from pages.measured(council, among)
    yield from entries.measured(council, among)
