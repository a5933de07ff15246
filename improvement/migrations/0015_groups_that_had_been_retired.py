"""A group retired before that was an entry of the ledger stays retired from the day it was."""

from datetime import datetime, time

from django.db import migrations

from core.dates import LONDON, local_day


def retire(apps, schema_editor):
    Retirement = apps.get_model("improvement", "Retirement")
    left = apps.get_model("improvement", "Group").objects.exclude(retired_on=None).order_by("pk")
    entries = [_entry(apps, group) for group in left]
    Retirement.objects.bulk_create([entry for entry in entries if entry], batch_size=500)


def _entry(apps, group):
    """Signed by whoever retired it, at that moment, so that pages of past days stay as they were."""
    changes = apps.get_model("accounts", "Change").objects.filter(
        subject_type="improvement.group", subject_id=group.pk, verb="retired the group"
    )
    change = changes.order_by("pk").last()
    members = apps.get_model("accounts", "Membership").objects.filter(council_id=group.council_id)
    by = change.by_id if change else members.order_by("pk").values_list("user_id", flat=True).first()
    if by is None:
        return None
    recorded_at = change.at if change else datetime.combine(group.retired_on, time(9), LONDON)
    return apps.get_model("improvement", "Retirement")(
        council_id=group.council_id,
        step="retired",
        because=group.retired_because or "Retired",
        as_at=min(group.retired_on, local_day(recorded_at)),
        recorded_at=recorded_at,
        recorded_by_id=by,
        change=change,
        group_id=group.pk,
    )


class Migration(migrations.Migration):

    dependencies = [("improvement", "0014_groups_retired_and_brought_back")]

    operations = [migrations.RunPython(retire, migrations.RunPython.noop)]
