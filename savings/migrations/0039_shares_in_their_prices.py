"""What a partner said of its share was said of amounts in the prices of then: its fingerprint now has these too.

Each word that stands is taken to be of the prices that its version has now, so that nobody is asked again for what they
have said; of amounts in cash the fingerprint stays as it was. The same, done again, goes back.
"""

import hashlib
import json
from importlib import import_module

from django.db import migrations

SHEETS = import_module("savings.migrations.0019_events_name_their_sheet")

TABLE = "savings_partnerresponse"
AT_ONCE = 500


def turn(apps, schema_editor):
    """As `savings.claims.digests.in_prices` did when this was written."""
    responses = apps.get_model("savings", "PartnerResponse").objects
    priced = responses.exclude(version__price_basis="nominal").select_related("version")
    changed = []
    for said in priced.order_by("pk").iterator(AT_ONCE):
        prices = json.dumps([said.version.price_basis, str(said.version.base_year)])
        turned = int(hashlib.sha256(prices.encode()).hexdigest(), 16)
        said.share_digest = f"{int(said.share_digest, 16) ^ turned:064x}"
        changed.append(said)
    with SHEETS.unfrozen(TABLE, schema_editor):
        responses.bulk_update(changed, ["share_digest"], batch_size=AT_ONCE)


class Migration(migrations.Migration):
    dependencies = [("savings", "0038_replies_and_disputes_have_evidence")]

    operations = [migrations.RunPython(turn, turn)]
