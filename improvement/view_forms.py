"""The forms of named views."""

from typing import Any

from django import forms

from improvement.models import NamedView
from improvement.models.named_views import LONGEST_QUERY


class NamedViewForm(forms.Form):
    """The name of a view and whether others see it; `query` is the filters it keeps, when it is new."""

    name = forms.CharField(
        label="Name of the view", max_length=80, error_messages={"required": "Give the view a name"}
    )
    is_shared = forms.BooleanField(label="Share it with everybody in the council", required=False)
    query = forms.CharField(required=False, max_length=4 * LONGEST_QUERY, widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, may_share: bool, query: str = "", view: NamedView | None = None
    ) -> None:
        initial = {"name": view.name, "is_shared": view.is_shared} if view else {"query": query}
        super().__init__(data, initial=initial)
        if not may_share and not (view and view.is_shared):
            del self.fields["is_shared"]
        if view:
            del self.fields["query"]

    @property
    def facts(self) -> dict[str, Any]:
        return {"is_shared": False} | self.cleaned_data
