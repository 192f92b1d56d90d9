"""What stands in the files: whose rows, which facts, in which order, byte for byte."""

import csv
from datetime import date
from decimal import Decimal

import pytest
from django.conf import settings
from django.utils import timezone

from pilots.models import Place
from savings.access import Purpose
from savings.exports.columns import PUBLISHED_COLUMNS
from savings.exports.files import CLAIMS, FIGURES, Export
from savings.imports.claims import import_claims
from savings.models import Round
from savings.models.choices import Status
from tests import factories
from tests.savings.exports.taken_files import export_of, rows_of
from totalplace.financial_year import FinancialYear
from totalplace.spreadsheet_text import unescape

PUBLISHED = settings.BASE_DIR / "savings" / "data" / "published_claims.csv"


def test_every_published_claim_comes_out_as_it_went_in():
    with PUBLISHED.open(encoding="utf-8-sig", newline="") as file:
        went_in = list(csv.DictReader(file))
    for name in {row["place"] for row in went_in}:
        factories.PlaceFactory(name=name)
    administrator = factories.administrator()
    import_claims(PUBLISHED, by=administrator, published=True)

    came_out = rows_of(CLAIMS, administrator, Purpose.SERVICE_REDESIGN)

    titles = [column.title for column in PUBLISHED_COLUMNS]
    found = {row["reference"]: {t: unescape(row[t]) for t in titles} for row in came_out}
    assert found == {row["reference"]: row for row in went_in}


def test_importing_what_was_exported_changes_nothing(tmp_path):
    place = factories.PlaceFactory()
    factories.draft_of(place, notes="=1+1", caveat="'quoted', \"twice\"\r\nand more")
    officer = factories.officer_of(place)
    file = tmp_path / "claims.csv"
    file.write_bytes(b"".join(export_of(CLAIMS, officer).chunks()))

    result = import_claims(file, by=officer)

    assert (result.new, result.changed, result.unchanged) == (0, 0, 1)


def test_a_claims_row_byte_for_byte():
    place = factories.PlaceFactory(
        code="KEN", name="Kent", lead=factories.OrganisationFactory(name="@Kent")
    )
    version = factories.draft_of(
        place,
        reference="KEN-0001",
        what_changes='Say "one front desk", once',
        as_published="-£2.5m\nor so",
        amount_low=Decimal("2.5"),
        period_years=5,
        period_end="2014-15",
        caveat="  maybe \\.",
        notes="ça va",
        last_year=FinancialYear(2014),
        continues=False,
    )
    officer = factories.officer_of(place)
    export = export_of(CLAIMS, officer)

    heading, row = b"".join(export.chunks()).split(b"\r\n", 1)

    assert heading.startswith(b"\xef\xbb\xbfreference,place,programme,")
    assert version.frozen_at is None
    assert row.decode() == (
        'KEN-0001,Kent,,"Say ""one front desk"", once","\'-£2.5m\nor so",money,2.5,250000,exact,per_year,5,2014-15,'
        "not_stated,cashable,not_stated,not_stated,identified,,,  maybe \\.,,,,ça va,"
        "KEN,1,draft,Evidenced,,A,Back office,'@Kent,same,,2400000.00,2009-10,budget,2014-15,no,may,nominal,,no,"
        f"not_stated,,A,,{export.as_at},review,{export.id},,,,,,,,,not_stated,,,,not_stated,,6,6,2009,2014,,,2014,\r\n"
    )


def test_a_file_of_figures_byte_for_byte():
    place = factories.PlaceFactory(
        code="KEN", name="=Kent", lead=factories.OrganisationFactory(name='The "County"')
    )
    said = {"note": "By hand", "doubts": [["any", "counted twice\nby two", ""]]}
    figures = factories.figures_of(factories.lead_of(place), **said)
    today = timezone.localdate()
    Round.objects.create(name="=Autumn", opens_on=today, closes_on=today)
    factories.claim_at("submitted", place, condition="C", reference="KEN-0001", figures=figures)
    export = export_of(FIGURES, factories.reviewer())

    file = b"".join(export.chunks()).decode()

    claim, taken = "KEN-0001,1,'=Kent,Back office,cashable", f"{export.as_at},review,{export.id}"
    rest = '"The ""County""",Evidenced,,,,nominal,,C,this_place,yes,'
    rest += f",{taken},By hand,,,,,,,,6,6,,counted twice; by two,,,yes,2010,,'=Autumn,submitted"
    assert file == (
        "\ufeffreference,version,place,theme,kind_of_gain,line,state,financial_year,amount_gbp,"
        "organisation,hardness,verdict,accepted_gbp,confidence_grade,price_basis,base_year,"
        "use_condition,transferability,counted_in_total,reason_if_not,as_at,purpose,export_id,note,"
        "mark,earlier_verdict,earlier_verdict_version,earlier_accepted_gbp,accepted_kind_of_gain,"
        "counted_verdict,cash_traced,saving_grade,cost_grade,doubt,doubt_reason,"
        "overlap_mark,overlap_with,counted_once,year_start,base_year_start,round,status\r\n"
        f"{claim},one_off_cost,forecast,2010-11,20000.00,{rest}\r\n"
        f"{claim},running_cost,forecast,2010-11,0.00,{rest}\r\n"
        f"{claim},saving,forecast,2010-11,250000.00,{rest}\r\n"
    )


def test_rows_stand_in_the_same_order_on_both_databases():
    place = factories.PlaceFactory()
    organisations = [factories.OrganisationFactory(name=name) for name in ("b", "É", "Z", "a-c")]
    for reference in ("B1", "A-2", "A10", "A1"):
        figures = [factories.figure(o, year=year) for o in organisations for year in (2011, 2010)]
        factories.draft_of(place, reference=reference, figures=figures)
    officer = factories.officer_of(place)

    claims, rows = rows_of(CLAIMS, officer), rows_of(FIGURES, officer, drafts=True)

    assert [row["reference"] for row in claims] == ["A-2", "A1", "A10", "B1"]
    assert [row["reference"] for row in rows[::8]] == ["A-2", "A1", "A10", "B1"]
    assert [(row["financial_year"], row["organisation"]) for row in rows[:8]] == [
        (year, name) for year in ("2010-11", "2011-12") for name in ("Z", "a-c", "b", "É")
    ]


def test_only_what_the_person_may_see_is_in_the_files():
    own, other = factories.PlaceFactory(), factories.PlaceFactory()
    factories.claim_at("submitted", own, reference="OWN-1")
    factories.claim_at("submitted", other, condition="C", reference="OTHER-1")
    factories.claim_at("submitted", other, condition="D", reference="OTHER-2")
    factories.draft_of(other, reference="OTHER-3")
    officer = factories.officer_of(own)

    seen = [{row["reference"] for row in rows_of(file, officer)} for file in (CLAIMS, FIGURES)]

    assert seen == [{"OWN-1", "OTHER-2"}] * 2


def test_an_analyst_gets_no_named_claim_for_a_grant():
    factories.claim_at("submitted", condition="C", reference="NAMED-1")
    factories.claim_at("submitted", condition="D", reference="OPEN-1")
    analyst = factories.analyst()

    def seen(purpose):
        return [row["reference"] for row in rows_of(CLAIMS, analyst, purpose)]

    assert seen(Purpose.PROGRAMME_TOTAL) == ["NAMED-1", "OPEN-1"]
    assert seen(Purpose.GRANT_ALLOCATION) == ["OPEN-1"]


def test_nobody_without_a_role_gets_a_row():
    factories.claim_at("submitted", condition="D")

    assert rows_of(CLAIMS, factories.UserFactory()) == []
    assert rows_of(FIGURES, factories.UserFactory()) == []


def test_only_the_latest_version_has_rows():
    version = factories.claim_at("superseded")

    rows = rows_of(CLAIMS, factories.reviewer())

    assert [(row["reference"], row["version"]) for row in rows] == [(version.claim.reference, "2")]


REASONS = [
    ("draft", "D", "not yet submitted"),
    ("submitted", "A", "use condition A: review only"),
    ("submitted", "B", ""),
    ("question", "C", ""),
    ("final", "D", ""),
    ("withdrawn", "D", "withdrawn"),
]


@pytest.mark.parametrize(("status", "condition", "reason"), REASONS)
def test_each_figure_says_whether_it_is_counted_and_why_not(status, condition, reason):
    version = factories.claim_at(status, condition=condition)

    rows = rows_of(FIGURES, factories.officer_of(version.claim.place), drafts=status == "draft")

    assert {row["reason_if_not"] for row in rows} == {reason}
    assert {row["counted_in_total"] for row in rows} == {"no" if reason else "yes"}


def test_the_practice_place_is_in_no_total():
    place = factories.PlaceFactory(kind=Place.Kind.PRACTICE)
    factories.claim_at("submitted", place, condition="D")

    rows = rows_of(FIGURES, factories.reviewer())

    assert {row["reason_if_not"] for row in rows} == {"practice place"}


def test_the_day_of_submission_is_the_day_in_this_country(time_machine):
    time_machine.move_to("2026-06-30T23:30:00Z")
    version = factories.claim_at("submitted")

    rows = rows_of(CLAIMS, factories.officer_of(version.claim.place))

    assert [row["submitted_on"] for row in rows] == ["2026-07-01"]


def test_the_rows_can_be_narrowed_but_not_widened():
    factories.claim_at(Status.SUBMITTED, reference="A1")
    factories.claim_at(Status.SUBMITTED, reference="A2")

    def only_the_second(versions):
        return versions.filter(claim__reference="A2")

    for file in (CLAIMS, FIGURES):
        rows = rows_of(file, factories.reviewer(), narrowed=only_the_second)
        assert {row["reference"] for row in rows} == {"A2"}


def test_an_export_is_named_by_file_purpose_and_day():
    export = Export(FIGURES, factories.analyst(), Purpose.PARLIAMENT, date(2026, 11, 22))

    assert export.filename == "figures-parliament-2026-11-22.csv"


def test_each_taking_has_an_id_of_its_own():
    first, second = factories.analyst(), factories.analyst()
    same = [export_of(FIGURES, first).id, export_of(FIGURES, first).id]
    others = [
        export_of(CLAIMS, first).id,
        export_of(FIGURES, second).id,
        export_of(FIGURES, first, Purpose.PARLIAMENT).id,
        export_of(FIGURES, first, filters="place=KEN").id,
    ]

    assert len(set(same)) == 1
    assert len({*same, *others}) == 5


def test_a_doubt_and_its_reason_stand_beside_their_figure_line_by_line():
    doubts = {
        "saving": [["reference", "", "Digits?"], ["unit", "=By hand,\ttwice", "So small?"]],
        "one_off_cost": [["any", "One for all", ""]],
        "running_cost": [],
    }
    draft = factories.draft_of(factories.PlaceFactory())
    for line, said in doubts.items():
        draft.figures.filter(line=line).update(doubts=said)

    rows = rows_of(FIGURES, factories.officer_of(draft.claim.place), drafts=True)

    assert {row["line"]: (row["doubt"], row["doubt_reason"]) for row in rows} == {
        "saving": ("Digits?\nSo small?", "no reason given\n=By hand,\ttwice"),
        "one_off_cost": ("", "One for all"),
        "running_cost": ("", ""),
    }
