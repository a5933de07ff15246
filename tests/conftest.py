"""The cast: two councils, one person in each role of the first, and somebody of the second."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.middleware import csrf
from django.test import Client
from pytest_django import DjangoDbBlocker

from accounts.models import Council, Membership, User
from accounts.roles import Role
from core import dates
from core.dates import clock
from reports.demonstration import load
from reports.papers import pdf
from tests import printing

Person = Callable[[Council, Role], User]
SignedIn = Callable[[User], Client]

# As it is before anything is put in its place.
MACHINE_TIME = dates.machine_time
# Memberships began before anything the tests record.
LONG_AGO = date(2024, 1, 1)


@pytest.fixture(scope="session", autouse=True)
def in_the_afternoon() -> Iterator[None]:
    """The machine's clock begins at three in the afternoon: after what builders record at nine on the same day, and
    long before midnight, at whatever time somebody runs a test."""
    began = dates.machine_time()
    three = began.replace(hour=15, minute=0, second=0, microsecond=0)
    with patch.object(dates, "machine_time", lambda: three + (MACHINE_TIME() - began)):
        yield


@pytest.fixture(scope="session", autouse=True)
def tokens_in_three_letters() -> Iterator[None]:
    """The tokens of forms are drawn from letters that no word of ours begins with: drawn from all letters and digits,
    one now and then holds a short code that a test says is not on the page."""
    with patch.object(csrf, "CSRF_ALLOWED_CHARS", "qxz"):
        yield


@pytest.fixture
def eastshire(db: None) -> Council:
    return Council.objects.create(slug="eastshire", name="Eastshire Council", short_name="Eastshire")


@pytest.fixture
def marchshire(db: None) -> Council:
    return Council.objects.create(
        slug="marchshire", name="Marchshire Council", short_name="Marchshire", system=Council.System.EXECUTIVE
    )


@pytest.fixture
def person() -> Person:
    """A member of a council in a role: `person(eastshire, Role.CHAIR)`; one a role and council."""

    def in_role(council: Council, role: Role) -> User:
        email = f"{role.value}@{council.slug}.example"
        existing = User.objects.filter(email=email).first()
        if existing:
            return existing
        user = User.objects.create_user(email=email, name=f"{role.label} of {council.short_name}")
        Membership.objects.create(council=council, user=user, role=role, started_on=LONG_AGO)
        return user

    return in_role


@pytest.fixture
def officer(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.OFFICER)


@pytest.fixture
def chair(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.CHAIR)


@pytest.fixture
def programme(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.PROGRAMME)


@pytest.fixture
def finance_officer(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.FINANCE)


@pytest.fixture
def workforce_lead(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.WORKFORCE)


@pytest.fixture
def clerk(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.CLERK)


@pytest.fixture
def legal(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.LEGAL)


@pytest.fixture
def reader(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.READER)


@pytest.fixture
def administrator(eastshire: Council, person: Person) -> User:
    return person(eastshire, Role.ADMINISTRATOR)


@pytest.fixture
def outsider(marchshire: Council, person: Person) -> User:
    """The programme office of another council: may do almost anything, but nothing here."""
    return person(marchshire, Role.PROGRAMME)


@pytest.fixture
def client_for() -> SignedIn:
    """A browser in which this person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def on_17_july() -> Iterator[None]:
    """The day the plan was adopted (document 001, paragraph 2)."""
    with clock(date(2024, 7, 17)):
        yield


@pytest.fixture(scope="session", autouse=True)
def documents_made_once(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every document is made really, and once; the tests of printing itself print each time."""
    folder = request.config.cache.mkdir("papers")
    with patch.object(pdf, "carry_out", printing.remembering(folder)):
        yield


@pytest.fixture(scope="session")
def demonstration_kept(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Callable[[], AbstractContextManager[None]]:
    """`with demonstration_kept():` has the demonstration councils in the database: loaded once a run where the
    database can be copied, which is SQLite, and otherwise each time."""
    with django_db_blocker.unblock():
        return kept_copies() if connection.vendor == "sqlite" else loaded_each_time


@contextmanager
def loaded_each_time() -> Iterator[None]:
    with transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


def kept_copies() -> Callable[[], AbstractContextManager[None]]:
    """Copies of the database before and after loading; going from one to the other takes no time worth counting."""
    empty, full = copy_of_database(), sqlite3.connect(":memory:")

    @contextmanager
    def put_in_place() -> Iterator[None]:
        if not full.execute("SELECT 1 FROM sqlite_master").fetchone():
            load()
            connection.connection.backup(full)
        else:
            full.backup(connection.connection)
        yield
        empty.backup(connection.connection)

    return put_in_place


def copy_of_database() -> sqlite3.Connection:
    connection.ensure_connection()
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    return copy


@pytest.fixture(scope="module")
def demonstration_of_module(
    demonstration_kept: Callable[[], AbstractContextManager[None]], django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """The demonstration councils in the database while the tests of a module run."""
    with django_db_blocker.unblock(), demonstration_kept():
        yield


@pytest.fixture
def demonstrated(demonstration_of_module: None, db: None) -> Callable[[str], Council]:
    """`demonstrated("eastshire")`: that council of the demonstration, as it stands on 2 January 2025."""
    return lambda slug: Council.objects.get(slug=slug)
