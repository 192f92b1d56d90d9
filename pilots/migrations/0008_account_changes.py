"""What is asked about how a person signs in, and when a person was signed out everywhere."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pilots", "0007_no_superusers"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicaluser",
            name="signed_out_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="signed out everywhere"
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="signed_out_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="signed out everywhere"
            ),
        ),
        migrations.CreateModel(
            name="AccountChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("address", "Change of email address"),
                            ("second_factor", "End of the second factor"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "old_address",
                    models.EmailField(max_length=254, verbose_name="email address when asked"),
                ),
                (
                    "new_address",
                    models.EmailField(blank=True, max_length=254, verbose_name="new email address"),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("agreed_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="account_changes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                (
                    "refused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "change of account",
                "verbose_name_plural": "changes of accounts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="accountchange_agreed_at_and_by_together",
                        violation_error_message="Say both who agreed and when, or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("refused_at", None), ("refused_by", None)),
                            models.Q(("refused_at__isnull", False), ("refused_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="accountchange_refused_at_and_by_together",
                        violation_error_message="Say both who refused and when, or neither.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_at", None), ("refused_at", None), _connector="OR"
                        ),
                        name="accountchange_decided_once",
                        violation_error_message="A change is agreed or refused, not both.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_by", None),
                            models.Q(("agreed_by", models.F("asked_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="accountchange_not_agreed_by_who_asked",
                        violation_error_message="Whoever asked for a change does not agree to it. Somebody else does.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "address"), models.Q(("new_address", ""), _negated=True)
                            ),
                            models.Q(("kind", "second_factor"), ("new_address", "")),
                            _connector="OR",
                        ),
                        name="accountchange_address_has_a_new_one",
                        violation_error_message="A change of address names the new one, and nothing else does.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("agreed_at", None), ("refused_at", None)),
                        fields=("person", "kind"),
                        name="accountchange_one_open_of_a_kind",
                        violation_error_message="Such a change is open for this person already.",
                    ),
                ],
            },
        ),
    ]
