"""Readings and standards recorded before they were ledgers are signed by whoever the change log names; a team is
held to what its last reading was held to."""

from django.db import migrations


def sign(apps, schema_editor):
    changes = apps.get_model("accounts", "Change").objects
    for name in ("CaseloadStandard", "CapacityReading"):
        for entry in apps.get_model("workforce", name).objects.all():
            born = _reading_born(changes, entry) if name == "CapacityReading" else _born(changes, name, entry.pk)
            entry.change, entry.recorded_by_id, entry.recorded_at = born, born.by_id, born.at
            if name == "CapacityReading":
                entry.as_at = entry.month
            entry.save()
    standards = apps.get_model("workforce", "CaseloadStandard").objects
    standards.filter(counts="direct reports").update(kind="span")
    readings = apps.get_model("workforce", "CapacityReading").objects
    for team in apps.get_model("workforce", "Team").objects.all():
        last = readings.filter(team=team).order_by("-month").first()
        if last:
            team.standard_id, team.reduced_standard_id = last.standard_id, last.reduced_standard_id
            team.counts = last.counts
            team.save()


def _born(changes, model, pk):
    found = changes.filter(subject_type=f"workforce.{model.lower()}", subject_id=pk)
    return found.order_by("pk")[0]


def _reading_born(changes, reading):
    """The change of a reading was recorded under its team."""
    month = reading.month.isoformat()
    return _born(changes.filter(verb="recorded the workload of", after__month=month), "Team", reading.team_id)


class Migration(migrations.Migration):
    dependencies = [("workforce", "0005_readings_as_ledgers")]

    operations = [migrations.RunPython(sign, migrations.RunPython.noop)]
