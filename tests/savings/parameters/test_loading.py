"""A release's tables come into a site once, with their source, and write over nothing that an administrator keeps."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError

from pilots.models import Theme
from savings.models import Deflator, DiscountRate, StatementOfUse, Threshold
from savings.parameters import reference_data
from savings.parameters.reference_data import load_reference_data
from savings.parameters.release import TABLES, Table
from savings.thresholds import SUGGESTED
from tests import factories
from tests.workspace import change

pytestmark = pytest.mark.usefixtures("no_second_factor")
DEFLATORS = next(table for table in TABLES if table.model is Deflator)


def _load(**options):
    call_command("load_reference_data", stdout=(out := StringIO()), **options)
    return out.getvalue()


def _stored():
    return {table.name: list(table.model.history.order_by("pk").values_list()) for table in TABLES}


def test_each_row_is_there_with_its_source_and_the_history_names_the_command():
    printed = _load()

    for table in TABLES:
        rows = table.model.objects.all()
        assert rows.count() == len(table.rows) > 0, table.name
        assert f"{table.name.capitalize()}: {rows.count()} added." in printed
        assert all(day and source and source in printed for day, source in table.origins)
        reasons = table.model.history.values_list("history_change_reason", "history_user")
        assert set(reasons) == {("load_reference_data", None)}, table.name
    assert "the Treasury has not agreed these words" in printed
    # What holds where there is no row is what the row says: one suggestion, not two.
    assert dict(Threshold.objects.values_list("name", "value")) == SUGGESTED


def test_loading_again_changes_nothing_and_says_what_is_there():
    _load()
    before = _stored()

    again = _load()

    assert _stored() == before
    assert "Themes: 12 there already." in again
    assert "added" not in again


def test_a_check_says_what_would_be_added_and_stores_nothing():
    printed = _load(check=True)

    assert "Themes: 12 to be added." in printed
    assert printed.endswith("Nothing was stored.\n")
    assert not any(table.model.objects.exists() for table in TABLES)


def test_what_an_administrator_has_changed_stays_and_is_named(client):
    _load()
    client.force_login(factories.administrator())
    change(client, Threshold.objects.get(name="reply_days"), value="15")
    change(client, Theme.objects.get(name="Back office"), name="Offices")
    change(client, DiscountRate.objects.get(from_year=76), from_year="80")
    change(client, StatementOfUse.objects.get(), text="As agreed.")
    before = _stored()

    printed = _load()

    assert _stored() == before
    for words in (
        "Thresholds: 9 there already, 1 left as you have it.",
        "value is 15.00, and 10.00 in the release.",
        "    Left as you have it: Offices: name is Offices, and Back office in the release.",
        "from year is 80, and 76 in the release.",
        "text is not that of the release.",
    ):
        assert words in printed
    assert printed.count("    Left as you have it: ") == 4


def _release(tmp_path, *rows):
    """A later release, with these deflators after those of today's."""
    file = tmp_path / "deflators.csv"
    file.write_text(DEFLATORS.file.read_text() + "\n".join(rows) + "\n")
    return [Table(Deflator, file, DEFLATORS.key, DEFLATORS.day)]


def test_a_newer_vintage_is_added_beside_the_old(tmp_path, monkeypatch):
    _load()
    later = "2010-11,98.1,2011-12,2014-03-27,no,A later guide"
    monkeypatch.setattr(reference_data, "TABLES", _release(tmp_path, later))

    printed = _load()

    assert f"Deflators: 1 added, {len(DEFLATORS.rows)} there already." in printed
    vintages = set(Deflator.objects.values_list("vintage_date", flat=True))
    assert vintages == {date(2013, 3, 27), date(2014, 3, 27), date(2026, 3, 31)}


def test_what_does_not_go_with_an_administrators_own_row_is_not_added_and_is_named(
    tmp_path, monkeypatch
):
    _load()
    own = {"financial_year": "2010-11", "base_year": "2010-11", "index": Decimal(100)}
    Deflator.objects.create(**own, vintage_date=date(2014, 3, 27), source="Typed")
    later = "2012-13,101.2,2011-12,2014-03-27,no,A later guide"
    monkeypatch.setattr(reference_data, "TABLES", _release(tmp_path, later))

    printed = _load()

    assert f"Deflators: {len(DEFLATORS.rows)} there already, 1 not added." in printed
    assert "Deflator 2012-13, 27 March 2014: The others of this vintage are in prices of" in printed
    assert Deflator.objects.filter(vintage_date=date(2014, 3, 27)).count() == 1


def test_all_is_loaded_or_nothing(monkeypatch):
    def fail(self, **kwargs):
        raise IntegrityError

    monkeypatch.setattr(StatementOfUse, "save", fail)

    with pytest.raises(CommandError, match="Nothing was stored"):
        _load()

    assert not any(table.model.objects.exists() for table in TABLES)


def test_a_row_that_was_taken_out_by_hand_is_not_brought_back():
    _load()
    Theme.objects.get(name="Other").delete()

    [themes, *_] = load_reference_data(by="test")

    assert (themes.added, themes.left) == (0, ["Other: was taken out."])
