"""The doors through which an amount comes in: each tries one input on a fresh claim, and says what was stored.

A door gives the pounds that it stored, None where it stored nothing, or raises `Refused` with the words on the page or
in the answer of the command.
"""

import csv
import html
import io
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.forms import modelform_factory
from django.urls import reverse

from pilots.models import Place
from savings import workflow
from savings.models import Version
from tests import factories
from tests.savings.imports.files import ods_bytes, ods_table, xlsx_bytes, xlsx_rows
from tests.savings.views.drafts import address_of, seen_on, send
from tests.savings.views.uploads import CLAIMS_PAGE, PAGE, said
from tests.savings.views.uploads import send as upload

YEAR, SAVING = "2010-11", "7"
FIGURES = ["Place", "Claim reference", "Financial year", "Saving (£)", "Cost (£)", "Note"]
CLAIMS = ["Reference", "Place", "What changes", "Baseline amount"]
PUBLISHED = ["Reference", "Place", "What changes", "Source title", "Source url", "Baseline amount"]


class Refused(Exception):
    """What was typed is not stored; in the words that the person reads."""


class World:
    """A place with its officer at the keyboard."""

    def __init__(self, client, folder: Path) -> None:
        self.client, self.folder = client, folder
        self.place = factories.PlaceFactory(code="PL", name="Plainville")
        self.officer = factories.officer_of(self.place)
        self.administrator = factories.administrator()
        client.force_login(self.officer)
        self._seen: dict[str, str] = {}

    def send(self, draft: Version, slug: str, **boxes: str):
        """Send a page of the journey. What a fresh claim shows there is the same for each, so it is looked at once."""
        if slug not in self._seen:
            self._seen[slug] = seen_on(self.client, address_of(draft, slug))
        return send(self.client, draft, slug, seen=self._seen[slug], **boxes)

    def draft(self, **said: str) -> Version:
        """A new claim, without any amount."""
        content = {"what_changes": "One front desk", "kind_of_gain": "cashable", **said}
        return workflow.create_claim(self.place, by=self.officer, content=content)


def answer_page(world: World, typed: str) -> Decimal | None:
    draft = world.draft()
    _taken(world.send(draft, "baseline", baseline_amount=typed))
    return _baseline(draft)


def headline(world: World, typed: str) -> Decimal | None:
    draft = world.draft(as_published="About a tenth of it")
    _taken(world.send(draft, "headline", measure="money", bound="exact", amount_low=typed))
    draft.refresh_from_db()
    return draft.amount_low


def grid(world: World, typed: str) -> Decimal | None:
    draft = world.draft()
    _taken(world.send(draft, "figures", **_boxes(draft, typed)))
    return _cost(draft)


def paste(world: World, typed: str) -> Decimal | None:
    draft = world.draft()
    table = f"{draft.lead.pk}-cashable"
    copied = f"Year\tSaving\tOne-off cost\n{YEAR}\t{SAVING}\t{typed}"
    page = world.send(draft, "figures", **{f"pasted-{table}": copied, "paste": table})
    if page.status_code != 200:
        raise Refused(said(page))
    rows = page.context["form"].tables[0].rows
    boxes = {box.html_name: box.value() or "" for row in rows for box in row}
    _taken(world.send(draft, "figures", **boxes, **{f"{table}-rows": str(len(rows))}))
    return _cost(draft)


def figures_csv(world: World, typed: str) -> Decimal | None:
    return _figures_sheet(world, typed, "figures.csv", _csv)


def figures_xlsx(world: World, typed: str) -> Decimal | None:
    return _figures_sheet(
        world, typed, "figures.xlsx", lambda *rows: xlsx_bytes(xlsx_rows(*map(_escaped, rows)))
    )


def figures_ods(world: World, typed: str) -> Decimal | None:
    return _figures_sheet(
        world, typed, "figures.ods", lambda *rows: ods_bytes(ods_table(*map(_escaped, rows)))
    )


def import_figures(world: World, typed: str) -> Decimal | None:
    draft = world.draft()
    _run(world, "import_figures", _csv(FIGURES, _figures_row(draft, typed)), world.officer)
    return _cost(draft)


def claims_sheet(world: World, typed: str) -> Decimal | None:
    draft = world.draft()
    content = _csv(CLAIMS, _claims_row(draft, typed))
    _upload(world, CLAIMS_PAGE, "claims.csv", content)
    return _baseline(draft)


def own_list(world: World, typed: str) -> Decimal | None:
    """A list of the place's own: said step by step the first time, and known again from then on."""
    draft = world.draft(own_reference=f"OWN-{Version.objects.count()}")
    titles = ["Ref", "What changes", f"{YEAR} saving", f"{YEAR} one-off cost"]
    content = _csv(titles, [draft.own_reference, draft.what_changes, SAVING, typed])
    file = SimpleUploadedFile("list.csv", content)
    page = world.client.post(reverse("savings:upload_own"), {"file": file}, follow=True)
    for given in ({}, {"unit": "1", "state": "forecast", "years": "each"}):
        if "step" in page.context:
            stand = {box.name: box.value() or "" for box in page.context["form"]}
            page = world.client.post(page.request["PATH_INFO"], stand | given, follow=True)
    if page.context.get("reasons"):
        raise Refused(html.unescape(said(page)))
    form, address = page.context["form"], page.request["PATH_INFO"]
    reasons = dict.fromkeys(form.fields, "It is a test.") | {"digest": form["digest"].value()}
    assert world.client.post(address, reasons).status_code == 302
    return _cost(draft)


def import_claims(world: World, typed: str) -> Decimal | None:
    draft = world.draft()
    _run(world, "import_claims", _csv(CLAIMS, _claims_row(draft, typed)), world.officer)
    return _baseline(draft)


def adopt(world: World, typed: str) -> Decimal | None:
    """Words that an administrator publishes, as the place makes them its own."""
    reference = workflow.next_reference(world.place)
    source = "A newspaper", "https://news.example/story"
    row = [reference, world.place.name, "One front desk", *source, typed]
    _run(world, "import_claims", _csv(PUBLISHED, row), world.administrator, "--published")
    published = Version.objects.get(claim__reference=reference)
    return workflow.adopt(published, by=world.officer).baseline_amount


def import_places(world: World, typed: str) -> Decimal | None:
    titles = ["code", "name", "kind", "mapped_spend"]
    row = [world.place.code, world.place.name, world.place.kind, typed]
    _run(world, "import_places", _csv(titles, row), world.administrator)
    world.place.refresh_from_db()
    return world.place.mapped_spend


def workspace(world: World, typed: str) -> Decimal | None:
    """The box of the workspace, as the model offers it to every form."""
    form = modelform_factory(Place, fields=["mapped_spend"])(
        {"mapped_spend": typed}, instance=world.place
    )
    if not form.is_valid():
        raise Refused(str(form.errors))
    form.save()
    world.place.refresh_from_db()
    return world.place.mapped_spend


DOORS: dict[str, Callable[[World, str], Decimal | None]] = {
    door.__name__: door
    for door in (
        answer_page, headline, grid, paste, figures_csv, figures_xlsx, figures_ods, import_figures, claims_sheet,
        own_list, import_claims, adopt, import_places, workspace,
    )
}  # fmt: skip


def _boxes(draft: Version, typed: str) -> dict[str, str]:
    row = f"{draft.lead.pk}-cashable-0"
    return {
        f"{row}-year": YEAR,
        f"{row}-state": "forecast",
        f"{row}-saving": SAVING,
        f"{row}-one_off_cost": typed,
    }


def _figures_row(draft: Version, typed: str) -> list[str]:
    return [draft.claim.place.name, draft.claim.reference, YEAR, SAVING, typed, ""]


def _claims_row(draft: Version, typed: str) -> list[str]:
    return [draft.claim.reference, draft.claim.place.name, draft.what_changes, typed]


def _figures_sheet(
    world: World, typed: str, name: str, written: Callable[..., bytes]
) -> Decimal | None:
    draft = world.draft()
    _upload(world, PAGE, name, written(FIGURES, _figures_row(draft, typed)))
    return _cost(draft)


def _upload(world: World, page: str, name: str, content: bytes) -> None:
    response = upload(world.client, SimpleUploadedFile(name, content), page=page)
    _taken(response)
    address = response["Location"]
    form = world.client.get(address).context["form"]
    if form:  # Else the sheet would change nothing.
        reasons = dict.fromkeys(form.fields, "It is a test.") | {"digest": form["digest"].value()}
        assert world.client.post(address, reasons).status_code == 302


def _run(world: World, command: str, content: bytes, by, *options: str) -> None:
    path, out = world.folder / "sent.csv", io.StringIO()
    path.write_bytes(content)
    try:
        call_command(command, str(path), "--as", by.email, "--json", *options, stdout=out)
    except SystemExit:
        errors = json.loads(out.getvalue())["errors"]
        raise Refused(" ".join(error["message"] for error in errors)) from None


def _taken(response) -> None:
    if response.status_code != 302:
        assert response.status_code == 400
        raise Refused(html.unescape(said(response)))


def _cost(draft: Version) -> Decimal | None:
    figures = {figure.line: figure.amount for figure in draft.figures.all()}
    assert figures["saving"] == Decimal(SAVING)
    return figures.get("one_off_cost")


def _baseline(draft: Version) -> Decimal | None:
    draft.refresh_from_db()
    return draft.baseline_amount


def _csv(*rows: list[str]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def _escaped(row: list[str]) -> list[str]:
    return [re.sub("'", "&apos;", cell) for cell in row]
