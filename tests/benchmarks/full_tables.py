"""What does the site hold when 100,000 claims have come in? Every table that a list shows, filled.

Written in SQL from the claims themselves, so that millions of rows take seconds. A row that hangs on a claim or a
version has its number; the same claims come to the same rows on both databases.
"""

from datetime import datetime, timedelta
from itertools import islice

from django.db import connection
from django.utils import timezone

from pilots.models import Burden, Membership, Partner, Place, User
from savings.models import Claim, Draw, Round, Version

from .sample import drafts, settle
from .throwaway import unkept

MOMENTS = 1_000  # So many different times, from FIRST to nearly eight years later.
FIRST = datetime(2019, 4, 1, 9, tzinfo=timezone.get_default_timezone())
MADE_AGAIN = 20  # One claim of so many has been revised once.
PEOPLE_A_PLACE = 3
REVIEWERS = 50
SECOND_READ = 10  # One review of so many, at every step.


def fill(claims: int, reader: User, other: User) -> None:
    """Store so many claims, with all that hangs on them. `reader` has one review of REVIEWERS; `other` the draws."""
    drafts(claims, "SUB")
    _people_of_places()
    values = {
        "reader": reader.pk,
        "reviewers": REVIEWERS,
        "second": SECOND_READ,
        "colleague": _colleagues(),
        "officer": User.objects.get(email="officer0@benchmark.example").pk,
        "most": Claim.objects.latest("pk").pk + 1,
        "moments": MOMENTS,
        "again": MADE_AGAIN,
        "round": Round.objects.create(
            name="A round", opens_on=FIRST.date(), closes_on=FIRST.date()
        ).pk,
    }
    Draw.objects.bulk_create(
        Draw(by=other, seed=f"{n}", read_all=10**6, read_none=0, number=9, pool=[], chosen=[])
        for n in range(40)
    )
    with connection.cursor() as cursor:
        _moments(cursor)
        for statement in [*_FIRST_VERSIONS, *_freeze()]:
            cursor.execute(statement, values)
    _second_versions()
    with connection.cursor() as cursor:
        for statement in [_figures(2), _SUBMIT_SECOND, *_AFTER_SUBMISSION]:
            cursor.execute(statement, values)
    settle()


def _colleagues() -> int:
    """Store those who have the other reviews; return the key before theirs, which follow each other."""
    people = unkept(User).bulk_create(
        User(email=f"reviewer{n}@benchmark.example", name=f"Reviewer {n}")
        for n in range(1, REVIEWERS)
    )
    return people[0].pk - 1


def _people_of_places() -> None:
    places = list(Place.objects.order_by("pk"))
    partners = (
        Partner(place=place, organisation_id=lead)
        for place, lead in zip(
            places, Version.objects.order_by("pk").values_list("lead", flat=True), strict=False
        )
    )
    unkept(Partner).bulk_create(partners)
    people = unkept(User).bulk_create(
        User(email=f"officer{n}@benchmark.example", name=f"Officer {n}")
        for n in range(len(places) * PEOPLE_A_PLACE)
    )
    several = iter(people)
    unkept(Membership).bulk_create(
        Membership(user=person, place=place, role="officer")
        for place in places
        for person in islice(several, PEOPLE_A_PLACE)
    )
    unkept(Burden).bulk_create(
        Burden(place=place, place_or_body=place.name, what="Returns")
        for place in places
        for _ in range(PEOPLE_A_PLACE)
    )


def _moments(cursor) -> None:
    cursor.execute(
        "CREATE TEMPORARY TABLE moment (number integer PRIMARY KEY, at timestamp with time zone, day date)"
    )
    ops = connection.ops
    times = [FIRST + timedelta(days=2.8 * number) for number in range(MOMENTS)]
    cursor.executemany(
        "INSERT INTO moment (number, at, day) VALUES (%s, %s, %s)",
        [
            (n, ops.adapt_datetimefield_value(at), ops.adapt_datefield_value(at.date()))
            for n, at in enumerate(times)
        ],
    )


def _second_versions() -> None:
    firsts = Version.objects.filter(status="superseded").values("claim", "theme", "lead")
    Version.objects.bulk_create(
        (
            Version(
                claim_id=first["claim"],
                number=2,
                what_changes="Two front desks for six services",
                theme_id=first["theme"],
                lead_id=first["lead"],
                kind_of_gain="cashable",
            )
            for first in firsts
        ),
        batch_size=2_000,
    )


def _moment(column: str, claim: str) -> str:
    return f"(SELECT {column} FROM moment WHERE number = {claim} * %(moments)s / %(most)s)"


def _status() -> str:
    # Of 20 claims: so many at each step. The last has been revised.
    steps = {
        "draft": 2, "submitted": 5, "in_review": 3, "question": 2, "provisional": 2, "reply": 1,
        "final": 3, "published": 1,
    }  # fmt: skip
    whens, to = [], 0
    for status, number in steps.items():
        to += number
        whens.append(f"WHEN claim_id %% %(again)s < {to} THEN '{status}'")
    return f"CASE {' '.join(whens)} ELSE 'superseded' END"


def _freeze() -> list[str]:
    """The statements that bring the first versions to their statuses."""
    at = _moment("at", "claim_id")
    is_final = "claim_id %% %(again)s IN (15, 16, 17)"
    return [
        f"""UPDATE savings_version SET status = {_status()}, updated_at = {at}, created_at = {at},
            claimed = claim_id * 7919 %% 1000000000, risk = claim_id %% 6,
            is_published = claim_id %% %(again)s = 18,
            verdict = CASE WHEN {is_final} THEN 'partly' ELSE '' END,
            counted_verdict = CASE WHEN {is_final} THEN 'partly' END,
            days_with_treasury = CASE WHEN {is_final} THEN claim_id %% 40 END,
            days_with_place = CASE WHEN {is_final} THEN claim_id %% 20 END,
            frozen_at = CASE WHEN claim_id %% %(again)s < 2 THEN NULL ELSE {at} END,
            frozen_by_id = CASE WHEN claim_id %% %(again)s < 2 THEN NULL ELSE %(officer)s END""",
    ]


def _figures(number: int) -> str:
    return f"""INSERT INTO savings_figure
    (version_id, year, line, state, kind_of_gain, organisation_id, amount, note)
    SELECT v.id, 2009 + v.id %% 12, line, 'forecast', 'cashable', lead_id, v.id * 7919 %% 100000000, ''
    FROM savings_version v CROSS JOIN (SELECT 'saving' AS line UNION ALL SELECT 'one_off_cost'
    UNION ALL SELECT 'running_cost') AS lines WHERE number = {number} ORDER BY v.id"""


_SUBMIT_SECOND = f"""UPDATE savings_version SET status = 'submitted', frozen_by_id = %(officer)s,
    claimed = claim_id * 7919 %% 1000000000, risk = 1, frozen_at = {_moment("at", "claim_id")} WHERE number = 2"""
_FIRST_VERSIONS = [
    f"UPDATE savings_claim SET created_at = {_moment('at', 'id')}",
    f"""INSERT INTO savings_storedfile (id, sha256, size, file_type, caution, scan, stored_at)
    SELECT id, CAST(id AS varchar(20)) AS hash, 9, 'pdf', '', 'not_scanned', {_moment("at", "id")}
    FROM savings_claim WHERE id %% 5 = 0 ORDER BY id""",
    f"""INSERT INTO savings_evidence (id, place_id, form, kind, title, url, ledger_reference, file_id,
        file_name, own_date, note, added_at, added_by_id)
    SELECT id, place_id, CASE WHEN id %% 5 = 0 THEN 'file' ELSE 'link' END,
        CASE WHEN id %% 2 = 0 THEN 'contract' ELSE 'evaluation' END, 'Evaluation ' || id,
        'https://council.example/', '', CASE WHEN id %% 5 = 0 THEN id END,
        CASE WHEN id %% 5 = 0 THEN 'evaluation.pdf' ELSE '' END, '', '', {_moment("at", "id")}, %(officer)s
    FROM savings_claim ORDER BY id""",
    """INSERT INTO savings_citation (version_id, evidence_id, page_or_cell)
    SELECT id, claim_id, 'page 1' FROM savings_version ORDER BY id""",
    _figures(1),
]
_REVIEWED = "frozen_at IS NOT NULL AND NOT is_published"
_READ = "status IN ('provisional', 'reply', 'final')"
_EVENTS = [
    ("create", "draft", "1 = 1"),
    ("ask_sign_off", "draft", "frozen_at IS NOT NULL"),
    ("submit", "submitted", _REVIEWED),
    ("take", "in_review", f"{_REVIEWED} AND status <> 'submitted'"),
    ("decide", "provisional", _READ),
    ("finalise", "final", "status = 'final'"),
]


def _event(action: str, status: str, condition: str) -> str:
    return f"""INSERT INTO savings_event (version_id, action, status_before, status_after, by_id, by_role, at, note)
    SELECT id, '{action}', '', '{status}', %(officer)s, 'Officer', {_moment("at", "claim_id")}, ''
    FROM savings_version WHERE {condition} ORDER BY id"""


def _hanging(table: str, columns: str, values: str, condition: str) -> str:
    """Rows of `table` for the versions of which `condition` is true."""
    return f"""INSERT INTO savings_{table} (version_id, {columns}) SELECT id, {values}
    FROM savings_version WHERE {condition} ORDER BY id"""


_AT = _moment("at", "claim_id")
_AFTER_SUBMISSION = [
    *(_event(*event) for event in _EVENTS),
    """INSERT INTO savings_notice (to_id, event_id, made_at)
    SELECT %(reader)s, id, at FROM savings_event WHERE action = 'submit'""",
    f"""INSERT INTO savings_conditionchange (claim_id, condition, at, by_id, note)
    SELECT claim_id, 'A', {_AT}, %(officer)s, '' FROM savings_version WHERE frozen_at IS NOT NULL ORDER BY id""",
    f"""INSERT INTO savings_sentfile (place_id, by_id, at, file_name, sha256, size, is_stored, refused_because)
    SELECT place_id, %(officer)s, {_moment("at", "id")}, 'evaluation.pdf', CAST(id AS varchar(20)) AS hash, 9, true, ''
    FROM savings_claim WHERE id %% 5 = 0 ORDER BY id""",
    _hanging("signoff", "by_id, at, signs_as, digest, statement", f"%(officer)s, {_AT}, 'finance', '', ''", _REVIEWED),
    _hanging("confirmation", "round_id, by_id, at", f"%(round)s, %(officer)s, {_AT}", f"{_REVIEWED} AND id %% 3 = 0"),
    _hanging("timetaken", "seconds", "3600", "1 = 1"),
    _hanging(
        "review",
        "reviewer_id, is_chosen, chosen_because, reply_due_on, is_reply_waived, needs_second_reading",
        f"""CASE WHEN status = 'submitted' THEN NULL WHEN id %% %(reviewers)s = 0 THEN %(reader)s
        ELSE %(colleague)s + id %% %(reviewers)s END, id %% 2 = 0, '',
        CASE WHEN {_READ} THEN {_moment("day", "claim_id")} END, false, claim_id / %(again)s %% %(second)s = 0""",
        _REVIEWED,
    ),
    _hanging(
        "question",
        "text, asked_at, asked_by_id, due_on, answer, answered_at, answered_by_id",
        f"""'Is this net?', {_AT}, %(reader)s, {_moment("day", "claim_id")},
        CASE WHEN status = 'final' THEN 'It is.' ELSE '' END, CASE WHEN status = 'final' THEN {_AT} END,
        CASE WHEN status = 'final' THEN %(officer)s END""",
        "status IN ('question', 'final')",
    ),
    f"""INSERT INTO savings_reading (id, version_id, reader_id, is_second, screen_digest, at)
    SELECT v.id, v.id, reviewer_id, false, '', {_AT}
    FROM savings_version v JOIN savings_review r ON r.version_id = v.id WHERE {_READ} ORDER BY v.id""",
    """INSERT INTO savings_outcome (reading_id, state, verdict, counted_verdict, becomes, reason_codes, words,
    suggested, departure) SELECT id, 'forecast', 'partly', 'partly', '', 'BASELINE', '', '', ''
    FROM savings_reading ORDER BY id""",
    *(
        f"""INSERT INTO savings_testresult (reading_id, test, result, note)
        SELECT id, {test}, 'met', 'On page 4' FROM savings_reading ORDER BY id"""
        for test in range(1, 10)
    ),
    """INSERT INTO savings_acceptedfigure (reading_id, figure_id, given, amount, reason, kind_of_gain, counted_verdict)
    SELECT r.id, f.id, f.amount / 2, f.amount / 2, 'BASELINE', f.kind_of_gain, 'partly' FROM savings_reading r
    JOIN savings_figure f ON f.version_id = r.version_id AND f.line = 'saving' ORDER BY f.id""",
    _hanging("reply", "text, at, by_id", f"'We agree.', {_AT}, %(officer)s", "status IN ('reply', 'final')"),
    _hanging(
        "partnerresponse",
        "organisation_id, is_agreed, words, share_digest, at, by_id",
        f"lead_id, true, '', '', {_AT}, %(officer)s",
        f"{_REVIEWED} AND id %% 5 = 0",
    ),
]  # fmt: skip
