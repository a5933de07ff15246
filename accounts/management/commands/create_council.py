from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.founding import Founded, found_council
from accounts.models import Council


class Command(BaseCommand):
    help = "Begins a council with its administrator. Run again, it leaves what is there as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the beginning of its addresses, such as northshire")
        parser.add_argument("name", metavar="NAME", help="such as “Northshire Council”")
        parser.add_argument("--admin", required=True, metavar="EMAIL", help="who looks after it")
        parser.add_argument(
            "--admin-name", default="", metavar="NAME", help="the person's name, if they are new"
        )
        parser.add_argument(
            "--system",
            choices=Council.System.values,
            help="committee unless given; executive: leader and cabinet",
        )
        parser.add_argument("--short-name", default="", metavar="NAME", help="without “Council” unless given")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            founded = found_council(
                slug=options["slug"],
                name=options["name"],
                email=options["admin"],
                system=options["system"],
                short_name=options["short_name"],
                person=options["admin_name"],
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from refused
        self.stdout.write(_told(founded))


def _told(founded: Founded) -> str:
    council, person = founded.council, founded.administrator
    first = (
        f"{council.name} is begun."
        if founded.is_new_council
        else f"{council.name} is there already, and stays as it is."
    )
    who = (
        f"{person.name} ({person.email}) is {'now' if founded.is_new_role else 'already'} its administrator."
    )
    way = f"{settings.BASE_URL}/account/password/reset/"
    how = f" They choose a password at {way}" if founded.is_new_person else ""
    return f"{first} {who}{how}"
