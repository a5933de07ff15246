"""Who led each action before hand-overs were entries of the ledger, as far as the change log tells."""

from datetime import datetime, time

from django.db import migrations

from core.dates import LONDON, local_day


def begin(apps, schema_editor):
    Action, Lead = apps.get_model("improvement", "Action"), apps.get_model("improvement", "Lead")
    actions = Action.objects.filter(leads=None).select_related("lead").order_by("pk")
    people = {(one.council_id, one.user.name): one.user_id for one in _members(apps)}
    entries = [entry for action in actions for entry in _entries(apps, action, people)]
    Lead.objects.bulk_create(entries, batch_size=500)


def _members(apps):
    return apps.get_model("accounts", "Membership").objects.select_related("user").order_by("-pk")


def _entries(apps, action, people):
    """One for the lead it began with and one for each change of lead, signed by whoever made the change. A name
    that no member has is kept as words."""
    Change, Lead = apps.get_model("accounts", "Change"), apps.get_model("improvement", "Lead")
    log = list(Change.objects.filter(subject_type="improvement.action", subject_id=action.pk).order_by("pk"))
    moves = [one for one in log[1:] if {"lead", "partner_lead"} & one.after.keys()]
    names = [_before(moves[0]) if moves else _now(action), *(_after(move) for move in moves)]
    signed = [(log[0].by_id, log[0].at) if log else _somebody(apps, action), *((one.by_id, one.at) for one in moves)]
    found = []
    for number, (name, (by, at)) in enumerate(zip(names, signed, strict=True)):
        last = number == len(names) - 1
        lead = action.lead_id if last else people.get((action.council_id, name))
        if by is None:
            continue
        entry = Lead(
            council_id=action.council_id,
            action_id=action.pk,
            lead_id=lead,
            partner_lead=action.partner_lead if last else "" if lead else name,
            as_at=min(action.added_on, local_day(at)) if number == 0 else local_day(at),
            recorded_at=at,
            recorded_by_id=by,
            change=(moves[number - 1] if number else log[0]) if log else None,
        )
        found.append(entry)
    return found


def _now(action):
    return action.lead.name if action.lead else action.partner_lead


def _before(move):
    return move.before.get("lead") or move.before.get("partner_lead") or ""


def _after(move):
    return move.after.get("lead") or move.after.get("partner_lead") or ""


def _somebody(apps, action):
    """Whoever first joined the council: for rows that no service call accounts for."""
    members = apps.get_model("accounts", "Membership").objects.filter(council_id=action.council_id)
    by = members.order_by("pk").values_list("user_id", flat=True).first()
    return by, datetime.combine(action.added_on, time(9), LONDON)


class Migration(migrations.Migration):

    dependencies = [("improvement", "0012_who_led_an_action")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
