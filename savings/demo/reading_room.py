"""Claims of the practice place to practise reviewing on: sound, poor and long ones, with papers behind them.

Every number is made up. They are stated, signed off and submitted by the real workflow, and wait to be taken.
"""

import io
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from PIL import Image, ImageDraw, ImageFont

from pilots.models import Organisation, Place, Theme
from savings import workflow
from savings.evidence.upload_handler import ReceivedFile
from savings.models import Claim, Evidence, Figure
from savings.models.choices import EvidenceForm, EvidenceKind, KindOfGain, Line, State
from totalplace.financial_year import FinancialYear

from .examples import COUNCIL, NHS, POLICE
from .people import PRACTICE
from .practice import Cast, forget_notices

PREFIX = "PRA-R"
SERVICES = [
    ("Back office", "payroll"),
    ("Older people", "home care visits"),
    ("Assets and property", "office cleaning"),
    ("Customer access", "front desks"),
    ("Crime and reoffending", "custody transport"),
    ("Children and early years", "family support"),
    ("Health and social care", "equipment stores"),
    ("Back office", "printing"),
]
CHANGES = [
    "One contract for {}",
    "Shared {} for council and NHS",
    "{} done once for all",
    "Fewer {}",
]
CAVEAT = (
    "The first year is an estimate from six months of figures. The lease of the old building ends in March, and "
    "until then its rent is paid; if it cannot be let again, a third of the saving comes a year later."
)


@dataclass(frozen=True)
class Sort:
    """What claims of one sort have in common; `bodies` share the saving equally."""

    name: str
    years: int
    bodies: tuple[str, ...]
    papers: tuple[str, ...]
    more: dict
    states: tuple[str, ...] = (State.FORECAST,)
    one_off: int = 20_000


SOUND = Sort(
    "sound",
    3,
    (COUNCIL,),
    ("case", "ledger"),
    {"service_evidence": "Waiting times and complaints are counted each month."},
)
POOR = Sort(
    "poor",
    1,
    (COUNCIL,),
    ("estimate",),
    {"baseline_kind": "estimate", "service_level": "not_known", "maturity": "likely"},
    one_off=0,
)
LONG = Sort(
    "long",
    6,
    (COUNCIL, NHS, POLICE),
    ("case", "counts", "ledger", "estimate"),
    {
        "service_evidence": "Re-admissions fell from 11% to 9%; the survey of users is at page 3.",
        "caveat": CAVEAT,
        "notes": "The police figures come from the force’s own return.",
    },
    states=(State.PLAN, State.FORECAST),
)
SORTS = [SOUND, POOR, SOUND, LONG, SOUND]


def load_claims_to_review(number: int) -> int:
    """Submit practice claims until there are `number` of them; returns how many were missing."""
    place = Place.objects.get(code=PRACTICE)
    there = set(
        Claim.objects.filter(reference__startswith=PREFIX).values_list("reference", flat=True)
    )
    missing = [n for n in range(number) if _reference(n) not in there]
    if missing:
        cast = Cast()
        papers = _papers(place, cast)
        with transaction.atomic():
            for n in missing:
                _submit(n, place, cast, papers)
            forget_notices([_reference(n) for n in missing])
    return len(missing)


def _reference(number: int) -> str:
    return f"{PREFIX}{number + 1:03}"


def _submit(number: int, place: Place, cast: Cast, papers: dict) -> None:
    sort = SORTS[number % len(SORTS)]
    theme, service = SERVICES[number % len(SERVICES)]
    words = CHANGES[number // 2 % len(CHANGES)].format(service)
    # Between £9,000 and about £700,000 a year, so that triage has something to choose from.
    pounds = Decimal(9_000 + (number * number * 431) % 690_000)
    draft = workflow.create_claim(
        place,
        by=cast.officer,
        reference=_reference(number),
        content=_content(sort, words[:1].upper() + words[1:], theme, pounds),
    )
    evidence = [(papers[name], "page 2" if name == "case" else "") for name in sort.papers]
    workflow.edit(draft, by=cast.officer, figures=_figures(sort, pounds), evidence=evidence)
    workflow.submit(draft, by=cast.finance, signs_as="section_151")


def _content(sort: Sort, words: str, theme: str, pounds: Decimal) -> dict:
    return {
        "programme": "Practice for reviewers",
        "what_changes": words,
        "as_published": f"£{pounds:,.0f} a year",
        "measure": "money",
        "amount_low": pounds,
        "amount_high": pounds,
        "bound": "about",
        "basis": "per_year",
        "recurrence": "recurring",
        "kind_of_gain": KindOfGain.CASHABLE,
        "stage": "identified",
        "theme": Theme.objects.get(name=theme),
        "lead": Organisation.objects.get(name=COUNCIL),
        "service_level": "same",
        "baseline_amount": Decimal(4_200_000),
        "baseline_year": FinancialYear(2009),
        "baseline_kind": "budget",
        "continues": True,
        "maturity": "may",
        "has_other_bodies": len(sort.bodies) > 1,
    } | sort.more


def _figures(sort: Sort, pounds: Decimal) -> list[Figure]:
    share = (pounds / len(sort.bodies)).quantize(Decimal("0.01"))
    return [
        Figure(
            year=FinancialYear(2010 + year),
            line=line,
            state=state,
            kind_of_gain=KindOfGain.CASHABLE,
            organisation=body,
            amount=Decimal(amount),
        )
        for body in Organisation.objects.filter(name__in=sort.bodies).order_by("pk")
        for state in sort.states
        for year in range(sort.years)
        for line, amount in (
            (Line.SAVING, share),
            (Line.ONE_OFF_COST, 0 if year else sort.one_off),
            (Line.RUNNING_COST, 0),
        )
    ]


def _papers(place: Place, cast: Cast) -> dict[str, Evidence]:
    """The papers that the claims cite: made once, and cited by many."""
    kinds = {
        "case": (EvidenceKind.EVALUATION, "Business case", "business-case.pdf", _business_case()),
        "counts": (EvidenceKind.MONITORING, "Monthly counts", "monthly-counts.csv", _counts()),
    }
    papers = {
        name: _filed(place, cast, kind, title, file_name, content)
        for name, (kind, title, file_name, content) in kinds.items()
    }
    papers["ledger"] = _kept(
        place, cast, kind=EvidenceKind.LEDGER, form=EvidenceForm.LEDGER,
        title="General ledger, code 6120", ledger_reference="6120, period 13",
    )  # fmt: skip
    papers["estimate"] = _kept(
        place, cast, kind=EvidenceKind.OWN_ESTIMATE, form=EvidenceForm.LINK,
        title="Our own estimate, March 2010", url="https://practice.example/estimate",
    )  # fmt: skip
    return papers


def _filed(
    place: Place, cast: Cast, kind: str, title: str, file_name: str, content: bytes
) -> Evidence:
    held = Evidence.objects.filter(place=place, title=title, file_name=file_name).first()
    if held:
        return held
    received = ReceivedFile(file_name, "application/octet-stream")
    received.add(content)
    stored, name = workflow.receive(received.complete(), place=place, by=cast.officer)
    received.close()
    return Evidence(form=EvidenceForm.FILE, kind=kind, title=title, file=stored, file_name=name)


def _kept(place: Place, cast: Cast, **said: Any) -> Evidence:
    return Evidence.objects.filter(place=place, title=said["title"]).first() or Evidence(**said)


def _business_case() -> bytes:
    """Three pages, drawn."""
    text = [
        ("Business case", "What we spend: £4,200,000 in 2009-10, from the agreed budget."),
        ("The saving", "Two contracts end in March 2010 and are not renewed.\nOne is let instead."),
        (
            "What it costs",
            "Moving: £20,000 in the first year. No extra running costs.\nService: as it was.",
        ),
    ]
    large, small = ImageFont.load_default(40), ImageFont.load_default(22)
    drawn = []
    for number, (heading, words) in enumerate(text, start=1):
        page = Image.new("RGB", (827, 1169), "white")
        draw = ImageDraw.Draw(page)
        draw.text((90, 90), heading, "black", large)
        draw.multiline_text((90, 200), words, "black", small, spacing=14)
        draw.text(
            (90, 1080), f"Made up, to practise on. Page {number} of {len(text)}", "black", small
        )
        drawn.append(page)
    picture, *others = drawn
    file = io.BytesIO()
    picture.save(file, "PDF", save_all=True, append_images=others, resolution=100)
    return file.getvalue()


def _counts() -> bytes:
    months = ["April", "May", "June", "July", "August", "September"]
    rows = [f"{month} 2010,{1200 - 35 * n},{3 + n % 2}" for n, month in enumerate(months)]
    return "\r\n".join(["month,visits,complaints", *rows, ""]).encode()
