"""What the forms say of a row that cannot be kept: what is wrong, and what to do."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pilots", "0002_person_may_go_untimed")]

    operations = [
        migrations.AlterConstraint(
            model_name="burden",
            name="burden_cost_low_is_not_above_high",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cost_low__isnull", True),
                    ("cost_high__isnull", True),
                    ("cost_low__lte", models.F("cost_high")),
                    _connector="OR",
                ),
                name="burden_cost_low_is_not_above_high",
                violation_error_message="The low cost is above the high cost. Lower the first or raise the second.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_partner_has_an_organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "partner"), _negated=True),
                    ("organisation__isnull", False),
                    _connector="OR",
                ),
                name="membership_partner_has_an_organisation",
                violation_error_message="A partner acts for an organisation. Choose the partner's organisation.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="membership",
            name="membership_ends_after_it_starts",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at", None), ("ended_at__gte", models.F("started_at")), _connector="OR"
                ),
                name="membership_ends_after_it_starts",
                violation_error_message="The membership ends before it starts. Give a later end, or leave it empty.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="organisation",
            name="organisation_has_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="organisation_has_a_name",
                violation_error_message="The name is empty. Give the organisation's name.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="partner",
            name="partner_stands_once_in_a_place",
            constraint=models.UniqueConstraint(
                fields=("place", "organisation"),
                name="partner_stands_once_in_a_place",
                violation_error_message="This organisation is a partner of this place already. Change that row.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_kind_is_known",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["pilot", "parallel", "practice"])),
                name="place_kind_is_known",
                violation_error_message="This is not a kind of place. Choose one from the list.",
            ),
        ),
        migrations.AlterConstraint(
            model_name="place",
            name="place_has_a_code_and_a_name",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code", ""), _negated=True), models.Q(("name", ""), _negated=True)
                ),
                name="place_has_a_code_and_a_name",
                violation_error_message="The code or the name is empty. Give the place both.",
            ),
        ),
    ]
