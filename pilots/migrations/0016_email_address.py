"""Labels alone: an email address is called that everywhere."""

import django.core.validators
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pilots", "0015_names_that_read_as_missing"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicaluser",
            name="email",
            field=models.EmailField(
                db_index=True,
                max_length=254,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[\\x21-\\x7e]+\\Z",
                        "Write the email address in English letters, digits and signs alone. Others can look the same: write a domain that has them as its provider does, xn--….",
                    )
                ],
                verbose_name="email address",
            ),
        ),
        migrations.AlterField(
            model_name="user",
            name="email",
            field=models.EmailField(
                max_length=254,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "\\A[\\x21-\\x7e]+\\Z",
                        "Write the email address in English letters, digits and signs alone. Others can look the same: write a domain that has them as its provider does, xn--….",
                    )
                ],
                verbose_name="email address",
            ),
        ),
        migrations.AlterConstraint(
            model_name="user",
            name="user_email_unique_in_any_capitals",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("email"),
                name="user_email_unique_in_any_capitals",
                violation_error_message="Somebody has this email address already.",
            ),
        ),
    ]
