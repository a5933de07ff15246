from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("improvement", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="highlight",
            name="taken_to",
            field=models.CharField(
                blank=True, default="", help_text="Where the feedback was taken.", max_length=200
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="progressupdate",
            name="corrected_because",
            field=models.CharField(
                blank=True, default="", help_text="Why it corrects another.", max_length=250
            ),
            preserve_default=False,
        ),
    ]
