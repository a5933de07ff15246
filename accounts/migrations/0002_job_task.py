from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="arguments",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="job",
            name="result_url",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="job",
            name="task",
            field=models.CharField(default="", max_length=200),
            preserve_default=False,
        ),
    ]
