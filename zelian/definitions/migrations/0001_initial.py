import zelian.definitions.models
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Definition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('family', models.CharField(choices=[('ledger_kind', '台账种类'), ('figure', '统计口径'), ('report_template', '报告模板'), ('overview', '责任落实情况栏目')], max_length=20)),
                ('code', models.CharField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('origin', models.CharField(choices=[('pack', '套件'), ('local', '本地')], max_length=8, verbose_name='来源')),
                ('pack_digest', models.CharField(blank=True, max_length=64, verbose_name='所据套件版本的摘要')),
                ('digest', models.CharField(max_length=64)),
                ('valid_from', models.PositiveIntegerField(default=190001, verbose_name='自何月起')),
                ('retired', models.BooleanField(default=False, verbose_name='停用')),
                ('body', zelian.definitions.models.OrderedJSONField()),
                ('order', models.PositiveIntegerField(default=0)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.CharField(max_length=60)),
                ('token', models.CharField(default=zelian.definitions.models.new_token, max_length=16)),
            ],
            options={
                'db_table': 'definitions_definition',
                'constraints': [models.UniqueConstraint(fields=('family', 'code', 'version'), name='definitions_version_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='definitions_version_from_1')],
            },
        ),
    ]
