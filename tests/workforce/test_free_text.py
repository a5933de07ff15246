"""Free text warns: nobody who reads posts and caseloads ever learns which child, or which candidate."""

import inspect

import pytest
from django import forms

from workforce.forms import capacity, costs, posts, recruitment

FORMS = [
    form
    for module in (capacity, costs, posts, recruitment)
    for _, form in inspect.getmembers(module, inspect.isclass)
    if issubclass(form, forms.Form) and form.__module__ == module.__name__
]
# Shorter ones are names of roles, grades, teams and channels.
LONG = 200


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_long_text_says_what_never_to_write(form: type[forms.Form]) -> None:
    for name, field in form.base_fields.items():
        if type(field) is forms.CharField and (field.max_length or LONG) >= LONG:
            assert "Never name" in str(field.help_text), name
