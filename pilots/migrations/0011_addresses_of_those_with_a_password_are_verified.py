"""Nobody is kept from a second factor because of an address that is written down as not verified.

allauth wrote one down for everybody for whom a link was made, and nothing ever verified it. Whoever has a password set
it by a link that was mailed to their address, or had it typed at the machine by whoever runs the site: their address is
theirs. The others verify it when they set one; until then it is not written down.

Backwards nothing is done: what is true stays true.
"""

from django.db import migrations


def verify(apps, schema_editor):
    addresses = apps.get_model("account", "EmailAddress").objects.using(
        schema_editor.connection.alias
    )
    for address in addresses.filter(verified=False).select_related("user"):
        person = address.user
        is_theirs = address.email.lower() == person.email.lower()
        if not is_theirs or not person.password or person.password.startswith("!"):
            address.delete()
            continue
        addresses.filter(user=person).exclude(pk=address.pk).delete()
        address.verified = address.primary = True
        address.save(update_fields=["verified", "primary"])


class Migration(migrations.Migration):
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("pilots", "0010_invitations"),
    ]

    operations = [migrations.RunPython(verify, migrations.RunPython.noop)]
