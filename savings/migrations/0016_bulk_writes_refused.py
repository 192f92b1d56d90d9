"""What keeps a history is written row by row: Django's base manager is the one that refuses the rest. No table changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("savings", "0015_use_condition_never_goes_back"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="confidencegrade",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="deflator",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="discountrate",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="evidencegrade",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="round",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="stageweight",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="statementofuse",
            options={"base_manager_name": "objects", "verbose_name_plural": "statements of use"},
        ),
        migrations.AlterModelOptions(
            name="threshold",
            options={"base_manager_name": "objects"},
        ),
    ]
