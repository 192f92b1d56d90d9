"""The plainest valid thing of each kind. A claim reaches any status by the real workflow."""

import hashlib
from decimal import Decimal

import factory

from pilots.models import Organisation, Partner, Place, Theme
from savings import workflow
from savings.claims.digests import version_digest
from savings.evidence.upload_handler import ReceivedFile
from savings.models import Evidence, Figure, Overlap, StoredFile
from savings.models.choices import REVIEW_TESTS, State, Verdict
from tests.people import (  # noqa: F401 People are had here too, as all else is.
    UserFactory,
    administrator,
    analyst,
    end_memberships,
    finance_of,
    holder_of_every_page,
    lead,
    officer_of,
    partner_of,
    reviewer,
)
from totalplace.financial_year import FinancialYear


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Council {n}")
    kind = Organisation.Kind.COUNCIL


class ThemeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Theme
        django_get_or_create = ["name"]

    name = "Back office"


class PlaceFactory(factory.django.DjangoModelFactory):
    """A pilot whose only council leads its claims."""

    class Meta:
        model = Place
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"PL{n}")
    name = factory.Sequence(lambda n: f"Place {n}")
    kind = Place.Kind.PILOT

    @factory.post_generation
    def lead(self, create, extracted, **kwargs):
        Partner.objects.create(
            place=self, organisation=extracted or OrganisationFactory(), is_lead=True
        )


def lead_of(place):
    """The organisation that leads the place's claims."""
    return Organisation.objects.get(partnerships__place=place, partnerships__is_lead=True)


def figure(organisation, amount="250000.00", *, year=2010, line="saving", **fields):
    """An unsaved figure, as the workflow takes it."""
    fields = {"state": State.FORECAST, "kind_of_gain": "cashable"} | fields
    return Figure(
        year=FinancialYear(year),
        line=line,
        amount=Decimal(amount),
        organisation=organisation,
        **fields,
    )


def figures_of(organisation, amount="250000.00", **fields):
    """A saving with both costs stated: the least that is *by year*."""
    return [
        figure(organisation, amount, **fields),
        figure(organisation, "20000.00", line="one_off_cost", **fields),
        figure(organisation, "0.00", line="running_cost", **fields),
    ]


def link(**fields):
    """Unsaved link evidence, as the workflow takes it."""
    fields = {
        "kind": "evaluation",
        "title": "Evaluation",
        "url": "https://council.example/report",
    } | fields
    return Evidence(form="link", **fields)


def ledger(**fields):
    fields = {"kind": "ledger", "title": "Ledger", "ledger_reference": "GL 4711"} | fields
    return Evidence(form="ledger", **fields)


def stored_file(content="a file", **fields):
    """Unsaved file evidence; the row of its bytes is there, the bytes are not."""
    digest = hashlib.sha256(content.encode()).hexdigest()
    file, _ = StoredFile.objects.get_or_create(
        sha256=digest, defaults={"size": len(content), "file_type": "pdf"}
    )
    fields = {"kind": "contract", "title": "Contract", "file_name": "contract.pdf"} | fields
    return Evidence(form="file", file=file, **fields)


def sent_file(place, name="case.txt", content=b"Counted each month.\r\n"):
    """Unsaved file evidence of a place, whose bytes are really stored."""
    received = ReceivedFile(name, "application/octet-stream")
    received.add(content)
    stored, name = workflow.receive(received.complete(), place=place, by=officer_of(place))
    received.close()
    return Evidence(form="file", kind="monitoring", title=name, file=stored, file_name=name)


def complete_content(place, **content):
    """Everything that sign-off asks for."""
    return {
        "what_changes": "One front desk for six services",
        "as_published": "£250,000 a year",
        "measure": "money",
        "amount_low": Decimal(250000),
        "amount_high": Decimal(250000),
        "bound": "exact",
        "basis": "per_year",
        "kind_of_gain": "cashable",
        "stage": "identified",
        "theme": ThemeFactory(),
        "lead": lead_of(place),
        "service_level": "same",
        "baseline_amount": Decimal("2400000.00"),
        "baseline_year": FinancialYear(2009),
        "baseline_kind": "budget",
        "continues": True,
        "maturity": "may",
        "has_other_bodies": False,
    } | content


def draft_of(place, *, reference="", figures=None, evidence=None, **content):
    """A draft with nothing missing, unless `content`, `figures` or `evidence` say otherwise."""
    lead = content.setdefault("lead", lead_of(place))
    others = [figure for figure in figures or [] if figure.organisation != lead]
    content.setdefault("has_other_bodies", bool(others))
    officer = officer_of(place)
    content = complete_content(place, **content)
    draft = workflow.create_claim(place, by=officer, reference=reference, content=content)
    return workflow.perform(
        "edit",
        draft,
        by=officer,
        figures=figures_of(draft.lead) if figures is None else figures,
        evidence=[(link(), "page 4")] if evidence is None else evidence,
    )


def published(place, *, reference="", **content):
    """Words of a place from a public source."""
    content = {
        "what_changes": "Handling redundancy support once",
        "as_published": "£2.2m annually",
        "source_title": "A newspaper",
        "source_url": "https://news.example/story",
    } | content
    reference = reference or workflow.next_reference(place)
    return workflow.publish(place, by=administrator(), reference=reference, content=content)


def reading(version, verdict=Verdict.SUPPORTED_FORECAST, codes=(), words=""):
    """What `decide` and `second_read` need: all nine tests met, one verdict for each state present.

    All is accepted as claimed, so what is partly supported says why, unless it is given words of its own.
    """
    words = words or ("Part of it rests on an estimate." if verdict == Verdict.PARTLY else "")
    states = workflow.states_of(version.figures.all())
    return {
        "screen": version_digest(version),
        "tests": dict.fromkeys(REVIEW_TESTS, "met"),
        "outcomes": {state: (verdict, list(codes), words) for state in states},
        "becomes": dict.fromkeys(states, "non_cashable"),
        "departures": dict.fromkeys(states, "As the rest of the file shows."),
    }


def accept(reading, figure, amount, verdict=Verdict.PARTLY):
    """What a reading accepts of a figure, written past the workflow."""
    return reading.accepted_figures.create(
        figure=figure,
        given=Decimal(amount),
        amount=Decimal(amount),
        kind_of_gain=figure.kind_of_gain,
        counted_verdict=verdict,
    )


def claim_at(status, place=None, *, condition="A", **draft):
    """A version that has come to `status` by the real workflow."""
    place = place or PlaceFactory()
    if status == "published":
        return published(
            place, **{k: v for k, v in draft.items() if k not in ("figures", "evidence")}
        )
    version = draft_of(place, proposed_condition=condition, **draft)
    _ROUTES[status](version, place)
    version.refresh_from_db()
    return version


def sized(reference, amount, place=None, **draft):
    """A submitted claim whose largest saving of one year is `amount`, however large."""
    place = place or PlaceFactory()
    draft = {
        "figures": figures_of(lead_of(place), amount),
        "evidence": [(link(), "page 4"), (ledger(), "")],
        "service_evidence": "Waiting times, each month",
        "baseline_amount": Decimal("90000000.00"),
    } | draft
    return claim_at("submitted", place, reference=reference, **draft)


def revised(version, **edit):
    """A new draft of the claim, which says something else: `edit` says what, else a caveat."""
    officer = officer_of(version.claim.place)
    draft = workflow.perform("revise", version, by=officer, note="New figures.")
    edit = edit or {"content": {"caveat": f"As known at version {draft.number}."}}
    return workflow.perform("edit", draft, by=officer, **edit)


def submitted_again(version, **edit):
    """A later version of the claim, submitted; see `revised`."""
    draft = revised(version, **edit)
    _submit(draft, version.claim.place)
    return draft


def _submit(version, place):
    workflow.perform("submit", version, by=finance_of(place), signs_as="section_151")


def _take(version, place):
    _submit(version, place)
    workflow.perform("take", version, by=reviewer())


def _ask(version, place):
    _take(version, place)
    workflow.perform("ask", version, by=version.review.reviewer, text="Is this net of costs?")


def _decide(version, place):
    _take(version, place)
    workflow.perform("decide", version, by=version.review.reviewer, **reading(version))
    if version.review.needs_second_reading:
        workflow.perform("second_read", version, by=reviewer(), **reading(version))


def _reply(version, place):
    _decide(version, place)
    workflow.perform("reply", version, by=officer_of(place), text="We agree.")


def _finalise(version, place):
    _reply(version, place)
    workflow.perform("finalise", version, by=lead())


def _withdraw(version, place):
    _submit(version, place)
    workflow.perform("withdraw", version, by=finance_of(place), note="No longer planned.")


def _supersede(version, place):
    _submit(version, place)
    submitted_again(version)


_ROUTES = {
    "draft": lambda version, place: None,
    "submitted": _submit,
    "in_review": _take,
    "question": _ask,
    "provisional": _decide,
    "reply": _reply,
    "final": _finalise,
    "withdrawn": _withdraw,
    "superseded": _supersede,
}


def mark(version, other, answer="same", *, by=None):
    """A person says of the money of two claims whether it is the same."""
    pair = (version.pk, other.pk)
    overlap = Overlap.objects.get(earlier__in=pair, later__in=pair)
    seen = workflow.latest_mark(overlap)
    because = f"Both ledgers show it: {answer}."
    by = by or reviewer()
    return workflow.mark_overlap(overlap, by=by, answer=answer, because=because, seen=seen)


def agreed(version, organisation):
    """The partner `organisation` agrees its share of `version`."""
    partner = partner_of(version.claim.place, organisation)
    return workflow.perform("agree", version, by=partner)
