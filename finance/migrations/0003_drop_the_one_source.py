from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('finance', '0002_authority'),
    ]

    operations = [
        migrations.RemoveField(model_name='fundingdecision', name='source'),
        migrations.RemoveField(model_name='fundingdecision', name='source_note'),
    ]
