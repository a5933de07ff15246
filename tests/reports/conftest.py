"""A paper being written, and its clerk signed in: what most pages of a paper are tried with."""

import pytest
from django.test import Client

from accounts.models import Council, User
from reports.models import Paper
from tests import factories
from tests.conftest import SignedIn


@pytest.fixture
def draft(eastshire: Council) -> Paper:
    """A progress update of a small plan, nothing published."""
    return factories.paper(factories.plan(eastshire))


@pytest.fixture
def desk(clerk: User, client_for: SignedIn) -> Client:
    """The browser of the clerk."""
    return client_for(clerk)
