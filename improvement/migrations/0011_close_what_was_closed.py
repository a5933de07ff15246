"""A risk closed before closings were entries of the ledger stays closed from the day it was."""

from datetime import datetime, time

from django.db import migrations

from core.dates import LONDON, local_day


def close(apps, schema_editor):
    Retirement = apps.get_model("improvement", "Retirement")
    closed = apps.get_model("improvement", "Risk").objects.exclude(retired_on=None).order_by("pk")
    entries = [_entry(apps, risk) for risk in closed]
    Retirement.objects.bulk_create([entry for entry in entries if entry], batch_size=500)


def _entry(apps, risk):
    """Signed by whoever closed it, at that moment. The change itself says it in the words of its own day, so the
    entry is not tied to it."""
    changes = apps.get_model("accounts", "Change").objects.filter(
        subject_type="improvement.risk", subject_id=risk.pk, verb="closed the risk"
    )
    change = changes.order_by("pk").last()
    by = change.by_id if change else _somebody(apps, risk)
    if by is None:
        return None
    recorded_at = change.at if change else datetime.combine(risk.retired_on, time(9), LONDON)
    return apps.get_model("improvement", "Retirement")(
        council_id=risk.council_id,
        risk_id=risk.pk,
        step="retired",
        because=risk.retired_because or "Closed",
        as_at=min(risk.retired_on, local_day(recorded_at)),
        recorded_at=recorded_at,
        recorded_by_id=by,
    )


def _somebody(apps, risk):
    """Whoever first joined the council: for rows that no service call accounts for."""
    members = apps.get_model("accounts", "Membership").objects.filter(council_id=risk.council_id)
    return members.order_by("pk").values_list("user_id", flat=True).first()


class Migration(migrations.Migration):

    dependencies = [("improvement", "0010_risks_closed_and_opened_again")]

    operations = [migrations.RunPython(close, migrations.RunPython.noop)]
