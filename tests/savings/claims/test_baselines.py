"""A baseline that is changed after it was submitted: its reason is asked, and the reader sees both values."""

from decimal import Decimal

import pytest
from django.utils import timezone

from savings import workflow
from savings.claims.digests import _content, version_digest
from savings.claims.questions import BY_FIELD
from savings.claims.submission import problems
from savings.doubts.risk import signs, with_facts
from savings.models import Version
from savings.models.claims import CONTENT_FIELDS
from tests import factories
from tests.savings.views.drafts import address_of, send
from totalplace.financial_year import FinancialYear

SAY_WHY = (
    "What the saving is compared with is not what was submitted before. Say why it was changed."
)
FIRST = {
    "baseline_amount": Decimal(2_400_000),
    "baseline_year": FinancialYear(2009),
    "baseline_kind": "budget",
}
# tests/cases/review/17: what is submitted first, what comes in its place, what a reader is told.
CHANGES = {
    "case 17": (
        {
            "baseline_amount": Decimal(4_400_000),
            "baseline_year": FinancialYear(2008),
            "baseline_kind": "benchmark",
        },
        (
            "Baseline raised 83% and its kind weakened since version 1: £2,400,000 of 2009-10 (agreed budget) then, "
            "£4,400,000 of 2008-09 (comparison with others) now."
        ),
    ),
    "lower": (
        {"baseline_amount": Decimal(1_200_000)},
        (
            "Baseline lowered 50% since version 1: £2,400,000 of 2009-10 (agreed budget) then, £1,200,000 of 2009-10 "
            "(agreed budget) now."
        ),
    ),
    "by a little": (
        {"baseline_amount": Decimal(2_400_001)},
        (
            "Baseline raised by under 1% since version 1: £2,400,000 of 2009-10 (agreed budget) then, £2,400,001 of "
            "2009-10 (agreed budget) now."
        ),
    ),
    "kind": (
        {"baseline_kind": "contract_maximum"},
        (
            "Baseline’s kind weakened since version 1: £2,400,000 of 2009-10 (agreed budget) then, £2,400,000 of "
            "2009-10 (contract maximum) now."
        ),
    ),
    "year": (
        {"baseline_year": FinancialYear(2008)},
        (
            "Baseline’s year changed since version 1: £2,400,000 of 2009-10 (agreed budget) then, £2,400,000 of "
            "2008-09 (agreed budget) now."
        ),
    ),
}


def _submitted(**first):
    return factories.claim_at("submitted", **FIRST | first)


def _revised(version, note="New figures.", **content):
    officer = factories.officer_of(version.claim.place)
    draft = workflow.perform("revise", version, by=officer, note=note)
    return workflow.perform("edit", draft, by=officer, content=content) if content else draft


def _submit(draft):
    finance = factories.finance_of(draft.claim.place)
    return workflow.perform("submit", draft, by=finance, signs_as="section_151")


def _is_asked_why(draft):
    return SAY_WHY in [problem.message for problem in problems(draft, timezone.localdate())]


def _told(version):
    return [sign.words for sign in signs(version) if sign.words.startswith("Baseline")]


@pytest.mark.parametrize(("change", "words"), CHANGES.values(), ids=CHANGES)
def test_a_change_says_why_before_sign_off_and_the_reader_sees_both(change, words):
    draft = _revised(_submitted(), **change)
    assert _is_asked_why(draft)
    with pytest.raises(workflow.ActionError):
        _submit(draft)

    officer = factories.officer_of(draft.claim.place)
    why = {"rebaseline_reason": "The budget was cut in March."}
    draft = workflow.perform("edit", draft, by=officer, content=why)
    submitted = _submit(draft)

    assert _told(submitted) == [f"{words} The place says why: “The budget was cut in March.”"]
    assert submitted.risk == len(signs(submitted))


def test_a_stronger_kind_is_said_to_be_stronger():
    first = _submitted(baseline_kind="estimate")

    [told] = _told(_revised(first, baseline_kind="outturn"))

    assert told.startswith("Baseline’s kind strengthened since version 1: ")
    assert told.endswith(" The place gives no reason.")


def test_from_nothing_it_is_raised_by_no_percentage():
    place = factories.PlaceFactory()
    nothing = factories.figures_of(factories.lead_of(place), "0.00")
    first = factories.claim_at("submitted", place, figures=nothing, baseline_amount=Decimal(0))

    assert _told(_revised(first, baseline_amount=Decimal(5)))[0].startswith(
        "Baseline raised from £0 since version 1"
    )


@pytest.mark.parametrize("content", [{}, {"what_changes": "Two desks"}, FIRST])
def test_the_same_baseline_is_asked_nothing(content):
    draft = _revised(_submitted(), **content)

    assert (_is_asked_why(draft), _told(draft)) == (False, [])


def test_a_first_version_is_asked_nothing_whatever_was_published():
    place = factories.PlaceFactory()
    words = factories.published(place, reference="PL-1")
    officer = factories.officer_of(place)
    adopted = workflow.perform("adopt", words, by=officer)
    adopted = workflow.perform("edit", adopted, by=officer, content=FIRST)

    assert (_is_asked_why(adopted), _told(adopted)) == (False, [])


def test_a_second_change_needs_a_reason_of_its_own():
    why = {"rebaseline_reason": "The budget was cut in March."}
    second = _submit(_revised(_submitted(), baseline_amount=Decimal(3_000_000), **why))

    unchanged = _revised(second)
    assert not _is_asked_why(unchanged)
    assert _told(unchanged)[0].startswith("Baseline raised 25% since version 1")

    officer = factories.officer_of(second.claim.place)
    again = {"baseline_amount": Decimal(3_500_000)}
    third = workflow.perform("edit", unchanged, by=officer, content=again)
    assert _is_asked_why(third)
    third = workflow.perform(
        "edit", third, by=officer, content={"rebaseline_reason": "And cut again in May."}
    )
    assert not _is_asked_why(third)


def test_what_becomes_not_in_money_has_no_baseline_to_explain():
    draft = _revised(_submitted(), kind_of_gain="not_in_money", baseline_amount=None)

    assert (_is_asked_why(draft), _told(draft)) == (False, [])


def test_the_page_asks_for_the_reason_once_the_baseline_is_another(client):
    draft = _revised(_submitted())
    client.force_login(factories.officer_of(draft.claim.place))
    page = address_of(draft, "baseline")
    assert "rebaseline_reason" not in client.get(page).context["form"].fields
    boxes = {"baseline_year": "2009-10", "baseline_kind": "budget"}

    sent = send(client, draft, "baseline", baseline_amount="3,000,000", **boxes)

    assert sent.headers["Location"] == page
    asked = client.get(page)
    assert "Why is it different from what was submitted before?" in asked.text
    assert "Baseline raised 25% since version 1" in asked.text
    assert SAY_WHY in asked.text

    answers = boxes | {"baseline_amount": "3,000,000", "rebaseline_reason": "It was cut."}
    assert send(client, draft, "baseline", **answers).headers["Location"] != page
    draft.refresh_from_db()
    assert draft.rebaseline_reason == "It was cut."
    assert not _is_asked_why(draft)


def test_the_reading_page_says_it_where_to_look_first(client, no_second_factor):
    change, words = CHANGES["case 17"]
    why = {"rebaseline_reason": "Other councils spend more."}
    version = _submit(_revised(_submitted(), **change, **why))
    client.force_login(factories.lead())

    page = client.get(f"/review/{version.claim.reference}/")

    assert words in page.text
    assert "Other councils spend more." in page.text


def test_many_of_the_queue_cost_as_much_as_one(django_assert_num_queries):
    for _ in range(3):
        _submit(
            _revised(_submitted(), baseline_amount=Decimal(5_000_000), rebaseline_reason="Cut.")
        )
    submitted = Version.objects.filter(status="submitted").select_related("claim")

    with django_assert_num_queries(4):
        assert [len(_told(version)) for version in with_facts(submitted)] == [1, 1, 1]


def test_a_claim_that_answers_none_of_the_later_questions_keeps_its_fingerprint():
    version = _submitted()
    answers = [name for name in CONTENT_FIELDS if BY_FIELD[name].is_late]
    plain = version_digest(version)

    assert answers
    for name in answers:
        changed = Version.objects.get(pk=version.pk)
        setattr(changed, name, FinancialYear(2010) if name == "budget_year" else "department")
        assert version_digest(changed) != plain, name
    # As it was worked out before any of them was there.
    content = {name: getattr(version, name) for name in CONTENT_FIELDS if name not in answers}
    assert set(_content(version)) == set(content)
