"""The plan that most tests of the improvement app start from."""

import pytest

from accounts.models import Council, User
from improvement.models import Action, Plan, Section
from tests import factories


@pytest.fixture
def plan(eastshire: Council) -> Plan:
    return factories.plan(eastshire)


@pytest.fixture
def section(plan: Plan) -> Section:
    return factories.section(plan)


@pytest.fixture
def action(section: Section, officer: User, chair: User) -> Action:
    """Led by the officer, in the workstream that the chair chairs; due on 31 December 2024."""
    workstream = factories.group(section.council, name="Care leavers workstream", chair=chair)
    return factories.action(section, lead=officer, workstream=workstream, title="Write practice standards")
