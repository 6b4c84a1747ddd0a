import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('org', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('template', models.CharField(max_length=60, verbose_name='模板')),
                ('template_version', models.PositiveIntegerField()),
                ('period', models.CharField(max_length=20, verbose_name='时期')),
                ('as_of', models.DateField(blank=True, null=True, verbose_name='截至')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('blocks', models.JSONField(verbose_name='正文')),
                ('digest', models.CharField(max_length=64)),
                ('frozen_at', models.DateTimeField(verbose_name='定稿时间')),
                ('frozen_by', models.CharField(max_length=60, verbose_name='定稿人')),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='org.org')),
            ],
            options={
                'db_table': 'reports_report',
            },
        ),
        migrations.CreateModel(
            name='ReportNumber',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveIntegerField()),
                ('figure', models.CharField(max_length=60, verbose_name='口径')),
                ('figure_version', models.PositiveIntegerField()),
                ('figure_digest', models.CharField(max_length=64)),
                ('name', models.CharField(max_length=80)),
                ('unit', models.CharField(max_length=10)),
                ('style', models.CharField(max_length=10)),
                ('text', models.CharField(max_length=40, verbose_name='写法')),
                ('value', models.BigIntegerField(null=True, verbose_name='数值（分数的分子）')),
                ('value_den', models.BigIntegerField(default=1, verbose_name='分数的分母')),
                ('rows', models.PositiveIntegerField(verbose_name='记录数')),
                ('data_digest', models.CharField(max_length=64, verbose_name='记录摘要')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='numbers', to='reports.report')),
            ],
            options={
                'db_table': 'reports_number',
            },
        ),
        migrations.CreateModel(
            name='ReportEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(max_length=60, verbose_name='所属口径')),
                ('source', models.CharField(max_length=40)),
                ('row_id', models.BigIntegerField()),
                ('owner_id', models.BigIntegerField()),
                ('owner_version', models.PositiveIntegerField()),
                ('digest', models.CharField(max_length=64)),
                ('number', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='reports.reportnumber')),
            ],
            options={
                'db_table': 'reports_evidence',
            },
        ),
        migrations.CreateModel(
            name='SavedTable',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='名称')),
                ('spec', models.JSONField()),
                ('saved_at', models.DateTimeField()),
                ('saved_by', models.CharField(max_length=60)),
                ('org', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_tables', to='org.org')),
            ],
            options={
                'db_table': 'reports_saved_table',
            },
        ),
        migrations.AddConstraint(
            model_name='reportnumber',
            constraint=models.UniqueConstraint(fields=('report', 'position'), name='reports_number_position'),
        ),
        migrations.AddIndex(
            model_name='reportevidence',
            index=models.Index(fields=['number', 'id'], name='reports_evidence_number'),
        ),
        migrations.AddConstraint(
            model_name='savedtable',
            constraint=models.UniqueConstraint(fields=('org', 'name'), name='reports_saved_table_name'),
        ),
    ]
