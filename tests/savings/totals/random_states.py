"""Claims in states of chance, one step after another: what people do to them, by the real workflow."""

import os
from collections import defaultdict
from decimal import Decimal
from random import Random

from django.utils import timezone

from savings import access, workflow
from savings.delivery import outturn
from savings.delivery.abandonment import given_up
from savings.exports.every_sum import every_sum
from savings.exports.files import FIGURES
from savings.models import Figure, Overlap, Version
from savings.models.choices import REVIEW_OPEN, STANDING, Line, Status, Verdict
from savings.review.suggestion import top_verdict
from savings.totals.held_equal import differences
from savings.totals.sums import counted_before, totals_of
from tests import factories
from tests.savings.exports.taken_files import rows_of

# How many are tried in each of the two modules that try them. More, where they are asked for: see
# tests/endurance/README.md.
STATES, IN_A_ROW = int(os.environ.get("STATES", "20")), 5
KINDS = ("cashable", "non_cashable", "avoided_cost")


def hold_at_each_step(seed: int, places):
    """Some states, each from the one before, in which every door is to give the same sums."""
    chance, user = Random(seed), factories.reviewer()
    for _state in range(IN_A_ROW):
        step(chance, places)

        assert differences(every_sum(user)) == []
        board, file = _once_on_the_board(user), _once_in_the_file(user)
        assert file == _once_whatever_the_verdict(user)
        assert all(pounds <= board[at] for at, pounds in file.items())


def _once_on_the_board(user):
    """What is left of the board's savings where the same money counts once, by state and year."""
    return _added(
        ((total.state, str(year.year)), (year.once or year).gross.pounds)
        for total in totals_of(user).totals
        for year in total.years
    )


def _once_whatever_the_verdict(user):
    """The same of all savings on the board, of which each is under one verdict: as the file counts them."""
    whole = [
        ((total.state, str(year.year)), year.gross.pounds)
        for total in totals_of(user).totals
        for year in total.years
    ]
    standing = access.all_visible_to(user).filter(status__in=STANDING)
    on_the_board = Figure.objects.filter(~given_up(), version__in=standing)
    before = on_the_board.filter(pk__in=counted_before(on_the_board), line=Line.SAVING)
    said = before.annotate(said=outturn.said()).values_list("said", "year", "amount")
    return _added(whole + [((outturn.SAID[it], str(year)), -amount) for it, year, amount in said])


def _once_in_the_file(user):
    return _added(
        ((row["state"].capitalize(), row["financial_year"]), Decimal(row["amount_gbp"]))
        for row in rows_of(FIGURES, user)
        if (row["line"], row["counted_once"]) == ("saving", "yes")
    )


def _added(pairs):
    sums = defaultdict(Decimal)
    for key, pounds in pairs:
        sums[key] += pounds or 0
    return {key: pounds for key, pounds in sums.items() if pounds}


def step(chance: Random, places):
    """Do one thing to the claims of `places`, as `chance` has it."""
    final = list(Version.objects.filter(status=Status.FINAL, abandonment=None).order_by("pk"))
    waiting = list(Version.objects.filter(status__in=REVIEW_OPEN).order_by("pk"))
    deeds = [(_state_anew, places)] * 2
    deeds += [(_revise, final), (_give_up, final)] if final else []
    deeds += [(_withdraw, waiting)] if waiting else []
    stand = {"earlier__status__in": STANDING, "later__status__in": STANDING}
    found = list(Overlap.objects.filter(**stand).order_by("pk"))
    deeds += [(_mark, found)] if found else []
    deed, several = chance.choice(deeds)
    deed(chance, chance.choice(several))


def _state_anew(chance, place):
    kind = chance.choice(KINDS)
    version = factories.claim_at(
        "in_review",
        place,
        figures=_figures(chance, place, kind),
        evidence=[(factories.ledger(), "1"), (factories.link(), "2")],
        kind_of_gain=kind,
        condition="D",  # What is for review only is in no total of a file.
        service_evidence="Counted.",
        baseline_amount=Decimal("90000000.00"),
    )
    if chance.random() < 0.75:
        _judge(chance, version)


def _figures(chance, place, kind):
    """Savings and costs of two years, and now and then a plan, of which only the saving is stated."""
    body = factories.lead_of(place)
    states = chance.choice([("forecast",), ("actual",), ("forecast", "actual")])
    found = [
        one
        for state in states
        for year in (2010, 2011)
        for one in _year(chance, body, year, state, kind)
    ]
    if chance.random() < 0.5:
        found += [
            factories.figure(body, _pounds(chance), year=year, state="plan", kind_of_gain=kind)
            for year in (2010, 2011)
        ]
    return found


def _year(chance, body, year, state, kind):
    amounts = (_saving(chance), _pounds(chance, 20_000), "0.00")
    lines = ("saving", "one_off_cost", "running_cost")
    fields = {"year": year, "state": state, "kind_of_gain": kind, "note": "The lease ran on."}
    return [
        factories.figure(body, amount, line=line, **fields)
        for line, amount in zip(lines, amounts, strict=True)
    ]


def _saving(chance):
    """Now and then an amount that another claim may state too."""
    return chance.choice(["250000.00", "250001.00"]) if chance.random() < 0.4 else _pounds(chance)


def _pounds(chance, most=900_000):
    return f"{chance.randrange(1, most)}.{chance.randrange(100):02}"


def _judge(chance, version):
    """A verdict that stays provisional, or becomes final; of some savings less is accepted than is claimed."""
    less = [Verdict.PARTLY, Verdict.NOT_SUPPORTED]
    less += [Verdict.NOT_CASH] if version.kind_of_gain == "cashable" else []
    details = factories.reading(version, chance.choice(less), ("BASELINE",))
    if chance.random() < 0.3:
        details["outcomes"] = {s: (top_verdict(s), [], "") for s in details["outcomes"]}
    elif next(iter(details["outcomes"].values()))[0] == Verdict.PARTLY:
        judged = version.figures.filter(line="saving", state__in=details["outcomes"])
        details["accepted"] = {s.pk: (_part(chance, s.amount), "BASELINE") for s in judged}
    version = workflow.perform("decide", version, by=version.review.reviewer, **details)
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=factories.reviewer(), **details)
    if chance.random() < 0.8:
        workflow.perform("waive_reply", version, by=factories.finance_of(version.claim.place))
        workflow.perform("finalise", version, by=factories.lead())


def _part(chance, amount):
    return (amount * chance.choice([0, 1, 50, 99]) / 100).quantize(Decimal("0.01"))


def _revise(_chance, version):
    factories.submitted_again(version)


def _give_up(_chance, version):
    workflow.abandon(
        version,
        by=factories.finance_of(version.claim.place),
        given_up_on=timezone.localdate(),
        note="The contract was not renewed.",
    )


def _mark(chance, overlap):
    answer = chance.choice(["same", "unclear", "separate"])
    factories.mark(overlap.earlier, overlap.later, answer)


def _withdraw(_chance, version):
    workflow.withdraw(version, by=factories.finance_of(version.claim.place), note="No longer so.")
