"""Names and codes that programs take for a missing value are refused where they are given. No table changes."""

import django.core.validators
from django.db import migrations, models

import totalplace.missing_marks


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0014_people_sheets"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalorganisation",
            name="name",
            field=models.CharField(
                db_index=True,
                max_length=200,
                validators=[totalplace.missing_marks.refuse_missing_mark],
            ),
        ),
        migrations.AlterField(
            model_name="historicalplace",
            name="code",
            field=models.CharField(
                db_index=True,
                max_length=10,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[A-Z0-9][A-Z0-9-]*\\Z", "Use capital letters, digits and hyphens only."
                    ),
                    totalplace.missing_marks.refuse_missing_mark,
                ],
            ),
        ),
        migrations.AlterField(
            model_name="historicalplace",
            name="name",
            field=models.CharField(
                db_index=True,
                max_length=100,
                validators=[totalplace.missing_marks.refuse_missing_mark],
            ),
        ),
        migrations.AlterField(
            model_name="historicaltheme",
            name="name",
            field=models.CharField(
                db_index=True,
                max_length=100,
                validators=[totalplace.missing_marks.refuse_missing_mark],
            ),
        ),
        migrations.AlterField(
            model_name="organisation",
            name="name",
            field=models.CharField(
                max_length=200,
                unique=True,
                validators=[totalplace.missing_marks.refuse_missing_mark],
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="code",
            field=models.CharField(
                max_length=10,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[A-Z0-9][A-Z0-9-]*\\Z", "Use capital letters, digits and hyphens only."
                    ),
                    totalplace.missing_marks.refuse_missing_mark,
                ],
            ),
        ),
        migrations.AlterField(
            model_name="place",
            name="name",
            field=models.CharField(
                max_length=100,
                unique=True,
                validators=[totalplace.missing_marks.refuse_missing_mark],
            ),
        ),
        migrations.AlterField(
            model_name="theme",
            name="name",
            field=models.CharField(
                max_length=100,
                unique=True,
                validators=[totalplace.missing_marks.refuse_missing_mark],
            ),
        ),
    ]
