"""Statuses and costs that stood in columns become the first entries of their ledgers, signed by whoever the
change log names."""

from datetime import date

from django.db import migrations


def carry_over(apps, schema_editor):
    changes = apps.get_model("accounts", "Change").objects
    for name in ("GradeCost", "PayAward"):
        for cost in apps.get_model("workforce", name).objects.all():
            born = _born(changes, name, cost.pk)
            cost.change, cost.recorded_by_id, cost.recorded_at = born, born.by_id, born.at
            if name == "PayAward":
                cost.as_at = date(cost.financial_year, 4, 1)
            cost.save()
    statuses = apps.get_model("workforce", "PostStatus").objects
    for post in apps.get_model("workforce", "FundedPost").objects.select_related("line"):
        born = _born(changes, "FundedPost", post.pk)
        statuses.create(
            council_id=post.council_id,
            post=post,
            status=post.status,
            as_at=_approved_on(apps, post) or born.at.date(),
            decision_id=post.line.decision_id if post.line and post.status != "proposed" else None,
            recorded_at=born.at,
            recorded_by_id=born.by_id,
            change=born,
        )


def _born(changes, model, pk):
    found = changes.filter(subject_type=f"workforce.{model.lower()}", subject_id=pk)
    return found.order_by("pk")[0]


def _approved_on(apps, post):
    events = apps.get_model("workforce", "RecruitmentEvent").objects
    first = events.filter(position__post=post, kind="approved").order_by("as_at").first()
    return first.as_at if first and post.status != "proposed" else None


class Migration(migrations.Migration):
    dependencies = [("workforce", "0002_posts_and_costs_as_ledgers")]

    operations = [migrations.RunPython(carry_over, migrations.RunPython.noop)]
