from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0006_decision_terms'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='tranche',
            name='drawn_recorded_at',
        ),
    ]
