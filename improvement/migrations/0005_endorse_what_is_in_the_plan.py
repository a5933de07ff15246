"""Actions that were in a plan before new ones were endorsed one by one count from the day they joined it."""

from datetime import datetime, time

from django.db import migrations
from django.db.models import Exists, OuterRef

from core.dates import LONDON, local_day


def endorse(apps, schema_editor):
    Action = apps.get_model("improvement", "Action")
    Endorsement = apps.get_model("improvement", "Endorsement")
    decided = Endorsement.objects.filter(action=OuterRef("pk"))
    entries = [_entry(apps, action) for action in Action.objects.filter(~Exists(decided)).order_by("pk")]
    Endorsement.objects.bulk_create([entry for entry in entries if entry], batch_size=500)


def _entry(apps, action):
    """Signed by whoever added the action, at that moment, so that pages of past days stay as they were."""
    Change, Endorsement = apps.get_model("accounts", "Change"), apps.get_model("improvement", "Endorsement")
    added = Change.objects.filter(subject_type="improvement.action", subject_id=action.pk).order_by("pk").first()
    by = added.by_id if added else _somebody(apps, action)
    recorded_at = added.at if added else datetime.combine(action.added_on, time(9), LONDON)
    if by is None:
        return None
    return Endorsement(
        council_id=action.council_id,
        action_id=action.pk,
        step="endorsed",
        as_at=min(action.added_on, local_day(recorded_at)),
        recorded_at=recorded_at,
        recorded_by_id=by,
        change=added,
    )


def _somebody(apps, action):
    """Whoever first joined the council: for rows that no service call accounts for."""
    members = apps.get_model("accounts", "Membership").objects.filter(council_id=action.council_id)
    return members.order_by("pk").values_list("user_id", flat=True).first()


class Migration(migrations.Migration):

    dependencies = [("improvement", "0004_groups_and_what_is_owed")]

    operations = [migrations.RunPython(endorse, migrations.RunPython.noop)]
