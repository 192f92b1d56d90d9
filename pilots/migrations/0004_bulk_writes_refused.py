"""What keeps a history is written row by row: Django's base manager is the one that refuses the rest. No table changes."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0003_constraints_in_words"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="burden",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="membership",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="partner",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="place",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="theme",
            options={"base_manager_name": "objects"},
        ),
        migrations.AlterModelOptions(
            name="user",
            options={
                "base_manager_name": "objects",
                "permissions": [
                    ("use_workspace", "Can use the Treasury workspace"),
                    ("import_places", "Can import places"),
                ],
                "verbose_name": "person",
                "verbose_name_plural": "people",
            },
        ),
    ]
