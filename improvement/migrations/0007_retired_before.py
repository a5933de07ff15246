"""What was retired before retirements were entries of the ledger stays retired from the day it was."""

from datetime import datetime, time

from django.db import migrations

from core.dates import LONDON, local_day


def retire(apps, schema_editor):
    Retirement = apps.get_model("improvement", "Retirement")
    for kind in ("chapter", "section", "priority", "action", "measure"):
        left = apps.get_model("improvement", kind).objects.exclude(retired_on=None).order_by("pk")
        entries = [_entry(apps, kind, thing) for thing in left]
        Retirement.objects.bulk_create([entry for entry in entries if entry], batch_size=500)


def _entry(apps, kind, thing):
    """Signed by whoever retired it, at that moment, so that pages of past days stay as they were."""
    changes = apps.get_model("accounts", "Change").objects.filter(
        subject_type=f"improvement.{kind}", subject_id=thing.pk, verb__startswith="retired"
    )
    change = changes.order_by("pk").last()
    by = change.by_id if change else _somebody(apps, thing)
    if by is None:
        return None
    recorded_at = change.at if change else datetime.combine(thing.retired_on, time(9), LONDON)
    return apps.get_model("improvement", "Retirement")(
        council_id=thing.council_id,
        step="retired",
        because=thing.retired_because or "Retired",
        as_at=min(thing.retired_on, local_day(recorded_at)),
        recorded_at=recorded_at,
        recorded_by_id=by,
        change=change,
        **{f"{kind}_id": thing.pk},
    )


def _somebody(apps, thing):
    """Whoever first joined the council: for rows that no service call accounts for."""
    members = apps.get_model("accounts", "Membership").objects.filter(council_id=thing.council_id)
    return members.order_by("pk").values_list("user_id", flat=True).first()


class Migration(migrations.Migration):

    dependencies = [("improvement", "0006_retirements")]

    operations = [migrations.RunPython(retire, migrations.RunPython.noop)]
