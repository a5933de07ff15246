import core.dates
import core.money
import django.db.models.deletion
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


def give_each_decision_its_source(apps, schema_editor):
    """A decision had one source for the whole of its sum; now it may have several."""
    Source = apps.get_model('finance', 'FundingSource')
    for decision in apps.get_model('finance', 'FundingDecision').objects.all():
        Source.objects.create(
            council_id=decision.council_id,
            decision=decision,
            kind=decision.source,
            name=decision.source_note,
            amount=decision.amount,
        )


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_job_task'),
        ('finance', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='approval',
            options={'ordering': ['order', 'approved_on', 'pk']},
        ),
        migrations.AddField(
            model_name='approval',
            name='order',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='allocated_by',
            field=models.CharField(blank=True, help_text='The decision that allocated it.', max_length=200),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='allocation',
            field=models.CharField(choices=[('agreed', 'Agreed'), ('indicative', 'Indicative')], default='agreed', max_length=10),
        ),
        migrations.AddField(
            model_name='budgetline',
            name='recurring_cost',
            field=core.money.PoundsField(blank=True, help_text='What of it goes on every year, in a full year.', null=True),
        ),
        migrations.AddField(
            model_name='budgetmovement',
            name='decision_reference',
            field=models.CharField(blank=True, help_text='The decision that allows it.', max_length=200),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='conditions',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='delegated_to',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='delegated_up_to',
            field=core.money.PoundsField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='delegated_with',
            field=models.CharField(blank=True, help_text='In consultation with whom.', max_length=250),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='is_key',
            field=models.BooleanField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='key_decided_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='key_reasons',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='fundingdecision',
            name='wards',
            field=models.PositiveSmallIntegerField(blank=True, help_text='How many wards are affected.', null=True),
        ),
        migrations.AddField(
            model_name='statedcause',
            name='withdrawn_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='statedtable',
            name='recorded_at',
            field=models.DateTimeField(default=core.dates.now, editable=False),
        ),
        migrations.AddField(
            model_name='statedtable',
            name='version',
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='tranche',
            name='brought_forward_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='tranche',
            name='drawn_recorded_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='approval',
            name='approved_on',
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name='budgetmovement',
            name='kind',
            field=models.CharField(choices=[('original', 'Original budget'), ('growth', 'Growth'), ('virement', 'Virement'), ('carry_forward', 'Carry-forward'), ('reduction', 'Reduction'), ('returned', 'Surplus returned')], max_length=15),
        ),
        migrations.AlterField(
            model_name='fundingdecision',
            name='delegation',
            field=models.TextField(blank=True, help_text='What may be decided without coming back.'),
        ),
        migrations.CreateModel(
            name='FundingSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reserve', 'Reserve'), ('growth', 'Growth'), ('diverted_growth', 'Diverted growth'), ('grant', 'Grant'), ('match_funding', 'Match funding'), ('capital_receipt', 'Capital receipt'), ('s106', 'Section 106'), ('base_budget', 'Base budget')], max_length=20)),
                ('name', models.CharField(blank=True, max_length=250)),
                ('amount', core.money.PoundsField()),
                ('is_recurring', models.BooleanField(default=False)),
                ('balance', core.money.PoundsField(blank=True, help_text='What the reserve held.', null=True)),
                ('balance_on', models.DateField(blank=True, null=True)),
                ('ends_on', models.DateField(blank=True, help_text='The last day money for a time is there.', null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.council')),
                ('decision', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sources', to='finance.fundingdecision')),
            ],
            options={
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='MoneyRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(default=1)),
                ('key_decision_above', core.money.PoundsField(default=Decimal('500000'), help_text='Spending at or above this is regarded as significant.')),
                ('virement_needs_decision_above', core.money.PoundsField(default=0, help_text='A virement above this names the decision that allows it.')),
                ('council', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.council')),
            ],
            options={
                'verbose_name_plural': 'money rules',
                'constraints': [models.UniqueConstraint(fields=('council',), name='money_rules_once_a_council')],
            },
        ),
        migrations.RunPython(give_each_decision_its_source, migrations.RunPython.noop),
    ]
