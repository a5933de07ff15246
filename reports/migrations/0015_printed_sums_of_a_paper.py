
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0014_house_style'),
    ]

    operations = [
        migrations.AddField(
            model_name='paper',
            name='printed_sums',
            field=models.CharField(choices=[('shown', 'Computed sums beside those printed before, and why they differ'), ('hidden', 'The computed sums alone')], default='shown', max_length=12),
        ),
    ]
