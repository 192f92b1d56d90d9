"""Do the words of partners that stood before their shares had prices still stand, and go back as they were?"""

from importlib import import_module

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from savings import workflow
from savings.archive.restored_tables import triggers
from savings.claims.digests import _figures, _sha256
from savings.claims.partners_words import latest_words
from savings.models import PartnerResponse, Version
from savings.models.choices import PriceBasis
from tests import factories
from totalplace.financial_year import FinancialYear

PRICES = import_module("savings.migrations.0039_shares_in_their_prices")
SAID = [
    {},
    {"price_basis": PriceBasis.REAL, "base_year": FinancialYear(2009)},
    {"price_basis": PriceBasis.REAL},
    {"price_basis": PriceBasis.NOT_STATED},
]


@pytest.mark.parametrize("prices", SAID, ids=str)
def test_a_word_that_stood_stands_and_goes_back_as_it_was(prices):
    version = factories.draft_of(factories.PlaceFactory())
    officer = factories.officer_of(version.claim.place)
    workflow.ask_sign_off(version, by=officer)
    workflow.edit(version, by=officer, content=prices)
    factories.agreed(version, version.lead)
    before = MigrationLoader(connection).project_state(PRICES.Migration.dependencies[0])
    migration, editor = PRICES.Migration(PRICES.__name__, "savings"), connection.schema_editor()
    editor.deferred_sql, kept, now = [], triggers(), _digest()
    connection.check_constraints()  # What waits for it would hold the table as it is.

    migration.unapply(before, editor)
    stood = _digest()
    migration.apply(before, editor)

    # As it was made before there were prices in it: of the amounts alone.
    assert stood == _sha256(_figures(version.figures.filter(organisation=version.lead)))
    assert (stood == now) is (prices == {})
    assert _digest() == now
    assert triggers() == kept
    [word] = latest_words(Version.objects.get(pk=version.pk))
    assert word.is_of_this_share


def _digest():
    return PartnerResponse.objects.get().share_digest
