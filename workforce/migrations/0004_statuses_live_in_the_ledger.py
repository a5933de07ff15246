import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

_SIGNED = models.ForeignKey(
    on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
)


class Migration(migrations.Migration):
    dependencies = [("workforce", "0003_carry_over_statuses")]

    operations = [
        migrations.RemoveField(model_name="fundedpost", name="status"),
        migrations.AlterField(model_name="gradecost", name="recorded_by", field=_SIGNED),
        migrations.AlterField(model_name="payaward", name="recorded_by", field=_SIGNED),
        migrations.AlterField(
            model_name="payaward", name="as_at", field=models.DateField(verbose_name="as at")
        ),
    ]
