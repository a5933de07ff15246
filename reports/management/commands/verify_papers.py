from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reports.models import Publication
from reports.papers.verify import verify


class Command(BaseCommand):
    help = "Checks every published paper against its digests and a fresh render; exit 1 where one differs."

    def handle(self, *args: Any, **options: Any) -> None:
        publications = (
            Publication.objects.with_state().select_related("paper__council").prefetch_related("documents")
        )
        differing = 0
        for publication in publications.order_by("pk"):
            verdict = verify(publication)
            name = f"{publication.paper.council.slug}/{publication.paper.slug}, version {publication.number}"
            for problem in verdict.problems:
                self.stderr.write(f"{name}: {problem}")
            differing += bool(verdict.problems)
            if not verdict.problems:
                how = (
                    "" if verdict.compared_bytes else " (other printers than then: text compared, bytes not)"
                )
                self.stdout.write(f"{name}: as published{how}{_state(publication)}")
        if differing:
            raise CommandError(f"{differing} of {publications.count()} published papers differ.")


def _state(publication: Publication) -> str:
    """What became of a version: it is kept and checked all the same."""
    names = {"is_superseded": "superseded", "is_withdrawn": "withdrawn"}
    found = [word for name, word in names.items() if getattr(publication, name)]
    return f", {' and '.join(found)}" if found else ""
