"""What the database cannot promise about retirements: a thing is out exactly while its last entry says so."""

from collections.abc import Iterator

from django.apps import apps

from accounts.models import Council
from improvement.models import Retirement
from improvement.models.retirement import KINDS


def retirement_problems(council: Council) -> Iterator[str]:
    """A sentence for each retirement that was tampered with, and each thing that stands otherwise than it says."""
    entries = list(
        Retirement.objects.filter(council=council).select_related("change").order_by("as_at", "pk")
    )
    for entry in entries:
        told = entry.change.after if entry.change else None
        # The first groups to be retired were logged under the name of the column.
        day = told and told.get("on", told.get("retired_on"))
        if told is not None and (day, told.get("because")) != (entry.as_at.isoformat(), entry.because):
            yield f"Retirement {entry.pk} does not say what the change log saw it say."
    for kind in KINDS:
        last = {getattr(entry, f"{kind}_id"): entry for entry in entries if getattr(entry, f"{kind}_id")}
        model = apps.get_model("improvement", kind)
        for pk, retired_on in model._default_manager.filter(council=council).values_list("pk", "retired_on"):
            step = last.get(pk)
            out = step.as_at if step and step.step == Retirement.Step.RETIRED else None
            if retired_on != out:
                yield f"{model._meta.verbose_name} {pk} is not as its retirements leave it.".capitalize()
