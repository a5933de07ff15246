from typing import Any

from django.core.management.base import BaseCommand, CommandError

import accounts.ledger_checks
import finance.ledger_checks
import finance.spend_replay
import improvement.ledger_checks
import reports.ledger_checks
import workforce.ledger_checks
from accounts.models import Council

CHECKS = (
    accounts.ledger_checks,
    improvement.ledger_checks,
    finance.ledger_checks,
    finance.spend_replay,
    workforce.ledger_checks,
    reports.ledger_checks,
)


class Command(BaseCommand):
    help = "Checks what the database cannot check by itself; exit 1 where something is not as it must be."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for council in Council.objects.order_by("slug"):
            problems = [problem for app in CHECKS for problem in app.problems(council)]
            for problem in problems:
                self.stderr.write(f"{council.slug}: {problem}")
            found += len(problems)
            if not problems:
                self.stdout.write(f"{council.slug}: the ledger is sound")
        if found:
            raise CommandError(f"{found} found.")
