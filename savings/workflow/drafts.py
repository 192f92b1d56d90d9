"""What the place's own actions do: write a draft or throw it away, withdraw, begin the next, set the use.

A function with the name of an action in `actions.ACTIONS` is its effect: called inside the transaction of `perform`,
and by everybody else as a verb (`verbs`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from pilots.models import Organisation, Place, User
from pilots.people import may
from savings.claims.carried_figures import subject_of
from savings.claims.headlines import unconfirmed
from savings.claims.use_conditions import from_sign_off, tightest
from savings.claims.year_amounts import dropped_answer
from savings.doubts.reasons import Reason
from savings.evidence.backing import Cite, citations_of
from savings.models import (
    Abandonment,
    Citation,
    Claim,
    ConditionChange,
    Evidence,
    Figure,
    FigureSheet,
    Version,
)
from savings.models.choices import STANDING, PriceBasis, Status, UseCondition
from savings.models.claims import CONTENT_FIELDS

from .carried import carry_along
from .doubted_figures import give_reasons, replace_figures
from .evidence import describe, file_evidence
from .record import IN_HISTORY, Changes, record
from .refusals import ActionError, need


def edit(
    version: Version,
    *,
    by: User,
    note: str = "",
    content: Mapping[str, Any] | None = None,
    figures: Sequence[Figure] | None = None,
    evidence: Iterable[Cite | tuple[Evidence, str]] | None = None,
    reasons: Iterable[Reason] = (),
) -> Changes:
    """Change the draft's words (`content`: field → value) and replace its figures and citations where they are given.

    Figures that are not given go along with the kind of gain and the lead (`savings.claims.carried_figures`); what was
    confirmed of words that are written anew is dropped (`savings.claims.headlines.unconfirmed`), and so is what was
    said of the amounts of years that are entered anew (`savings.claims.year_amounts.dropped_answer`).
    `figures` are unsaved `Figure`s; `evidence` is a list of (unsaved or stored `Evidence`, page or cell), what it
    backs where its place has chosen that, and what it says of it from now on; `reasons` say why doubtful figures are
    right, and stay with a figure while its amount does.
    """
    content = dict(content or {})
    content |= unconfirmed(version, content)
    if "proposed_condition" in content:
        _refuse_tighter(version.claim, content["proposed_condition"])
    if figures is not None and "years_are" not in content:
        content |= dropped_answer(version, version.figures.all(), figures)
    before = subject_of(version)
    say(version, content)
    version.clean_fields(exclude={f.name for f in Version._meta.fields} - content.keys())
    if figures is None:
        carry_along([(version, before)])
    else:
        replace_figures(version, figures)
    give_reasons([version], {version.pk: reasons})
    if evidence is not None:
        _cite(version, evidence, by)
    return content


def discard(version: Version, *, by: User, note: str = "") -> None:
    """End a draft that was never submitted: it stays its place's own record, and what stood before still stands."""


def withdraw(version: Version, *, by: User, note: str = "") -> None:
    """Take a version out of every later total. It stays on record, with the reason."""
    need(note, "Say why the claim is withdrawn. The reason stays with it.")


def abandon(version: Version, *, by: User, given_up_on: date, note: str = "") -> Changes:
    """The place has given the saving up. It stays in every plan, as nothing delivered, and is expected no more."""
    need(note, "Say why the saving was given up. The reason stays with it.")
    submitted, today = timezone.localdate(version.frozen_at), timezone.localdate()
    need(
        submitted <= given_up_on <= today,
        f"Give the day on which the saving was given up: from {submitted:%-d %B %Y}, when this version was submitted,"
        " to today.",
    )
    Abandonment.objects.create(version=version, given_up_on=given_up_on, because=note, by=by)
    return {IN_HISTORY: f"Given up on {given_up_on:%-d %B %Y}."}


def is_given_up_already(version: Version) -> str:
    """Why it cannot be given up: it is. Empty where it is not."""
    given_up = Abandonment.objects.filter(version=version).first()
    if not given_up:
        return ""
    return (
        f"The saving was given up on {given_up.given_up_on:%-d %B %Y}. To take it up again, or to correct the day,"
        " revise the claim."
    )


def pass_on(
    version: Version, *, by: User, permission: str, to: User | None = None, note: str = ""
) -> Changes:
    """What somebody had of it, by `permission` in its place, is with `to` from now on; None: with nobody yet."""
    place = version.claim.place
    need(to is None or may(to, permission, place), f"{to} cannot do this for {place}.")
    return {IN_HISTORY: f"Now with {to}." if to else "Nobody has been chosen to take it over."}


def only_a_revision(version: Version) -> str:
    """Why a draft is not withdrawn: beside a version that stands, that one is meant. Empty where none stands."""
    if version.status != Status.DRAFT:
        return ""
    standing = version.claim.versions.filter(status__in=STANDING).first()
    if not standing:
        return ""
    return (
        f"Version {standing.number} of the claim is submitted, and withdrawing would end that version, not this draft."
        " To end the draft, throw it away."
    )


def revise(
    version: Version, *, by: User, note: str = "", sheet: FigureSheet | None = None
) -> Version:
    """A new draft that begins as a copy of this version. This one stands until the draft is submitted.

    `sheet` is what it came by, for the history.
    """
    need(note, "Say why the claim is revised. The reason stays with the new version.")
    return _copy(version, proposed_condition=from_sign_off(version))


def adopt(version: Version, *, by: User, note: str = "") -> Version:
    """The place makes published words its own: a new draft, at the tightest use condition."""
    draft = _copy(
        version, proposed_condition=UseCondition.REVIEW_ONLY, price_basis=PriceBasis.NOMINAL
    )
    if draft.lead is None:
        draft.lead = default_lead(version.claim.place, by)
        Version.objects.filter(pk=draft.pk).update(lead=draft.lead)
    return draft


def set_condition(version: Version, *, by: User, condition: str, note: str = "") -> Changes:
    """Propose a use condition in a draft; later, loosen it: forward only, dated."""
    need(condition in UseCondition.values, "Choose one of the use conditions A to D.")
    if version.status == Status.DRAFT:
        _refuse_tighter(version.claim, condition)
        return {"proposed_condition": condition}
    current = version.claim.use_condition
    need(condition > current, _is_already_at(current))
    change_condition(version.claim, condition, by=by, note=note)
    return {}


def nothing_to_loosen(version: Version) -> str:
    """Why no use condition can be chosen: a claim that is open to all cannot be more so. Empty where one can."""
    is_open = version.claim.use_condition == UseCondition.OPEN
    if not is_open or version.status == Status.DRAFT:
        return ""
    return (
        "The claim may be used for anything already, and a use condition can only be loosened:"
        " what others were allowed to use cannot be called back."
    )


def say(version: Version, content: Mapping[str, Any]) -> None:
    """Put into the version what it is to say (field → value), without storing it."""
    unknown = content.keys() - set(CONTENT_FIELDS)
    if unknown:
        raise TypeError(f"Not part of what a version says: {', '.join(sorted(unknown))}")
    for name, value in content.items():
        setattr(version, name, value)


def supersede(version: Version, *, by: User, later: Version) -> None:
    """The later version stands in its place from now on."""
    before, version.status = version.status, Status.SUPERSEDED
    Version.objects.filter(pk=version.pk).update(status=Status.SUPERSEDED)
    record(version, "supersede", before, by=by, note=f"By version {later.number}.")


def change_condition(claim: Claim, condition: str, *, by: User, note: str) -> None:
    """The claim may be used under this condition from now on."""
    unchanged = Claim.objects.filter(pk=claim.pk, use_condition=claim.use_condition)
    need(unchanged.update(use_condition=condition), "Somebody else has just changed the condition.")
    claim.use_condition = condition
    # A draft beside the version that stands proposes nothing tighter than what now holds.
    tighter = claim.versions.filter(status=Status.DRAFT, proposed_condition__lt=condition)
    tighter.update(proposed_condition=condition)
    ConditionChange.objects.create(claim=claim, condition=condition, by=by, note=note)


def default_lead(place: Place, user: User) -> Organisation | None:
    """The organisation a new claim is led by: the person's own, else the place's lead, else not stated."""
    own = user.memberships.filter(place=place, ended_at=None, organisation__isnull=False).first()
    if own and own.role != "partner":
        return own.organisation
    return Organisation.objects.filter(
        partnerships__place=place, partnerships__is_lead=True
    ).first()


def _refuse_tighter(claim: Claim, condition: str) -> None:
    least = tightest(claim)
    need(condition >= least, _is_already_at(least))


def _is_already_at(condition: str) -> str:
    return (
        f"The claim is already at “{UseCondition(condition).label}”. A use condition can only be loosened:"
        " what others were allowed to use cannot be called back."
    )


def _copy(version: Version, **changes: Any) -> Version:
    claim = version.claim
    content = {name: getattr(version, name) for name in CONTENT_FIELDS} | changes
    number = claim.versions.order_by("-number").values_list("number", flat=True)[0] + 1
    try:
        with transaction.atomic():
            draft = Version.objects.create(claim=claim, number=number, **content)
    except IntegrityError as error:
        raise ActionError("A draft of this claim is open already. Go on with that one.") from error
    figures = list(version.figures.all())
    for figure in figures:
        figure.pk, figure.version = None, draft
    Figure.objects.bulk_create(figures)
    citations = list(version.citations.all())
    for citation in citations:
        citation.pk, citation.version = None, draft
    Citation.objects.bulk_create(citations)
    return draft


def _cite(version: Version, evidence: Iterable[Cite | tuple[Evidence, str]], by: User) -> None:
    version.citations.all().delete()
    cites = [Cite(*given) for given in evidence]
    for cite in cites:
        file_evidence(cite.evidence, place=version.claim.place, by=by)
        is_ours = cite.evidence.place_id == version.claim.place_id
        need(is_ours, "Evidence of another place cannot be cited.")
    cites = [
        cite._replace(evidence=describe(cite.evidence, cite.said, by=by)) if cite.said else cite
        for cite in cites
    ]
    Citation.objects.bulk_create(citations_of(version, cites))
