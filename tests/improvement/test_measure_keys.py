"""What papers call a measure."""

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Council, User
from improvement import services
from improvement.models import Measure
from tests import factories

pytestmark = pytest.mark.django_db


def test_papers_call_a_measure_by_a_key_that_outlives_its_name(eastshire: Council, programme: User) -> None:
    named = factories.measure(eastshire, title="Children cared for")
    given = factories.measure(eastshire, title="Children, cared for", key="")
    assert (named.key, given.key) == ("children_cared_for", "children_cared_for_2")
    facts = {name: getattr(named, name) for name in ("definition", "unit", "parts", "span")}
    services.edit_measure(
        measure=named, by=programme, shown_version=None, sections=[], title="Looked after", key="", **facts
    )
    assert Measure.objects.get(pk=named.pk).key == "children_cared_for"
    with pytest.raises(ValidationError):
        factories.measure(eastshire, title="Else", key="Not A Key")
