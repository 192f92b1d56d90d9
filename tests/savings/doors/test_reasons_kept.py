"""A reason stays with its figure through every door while the amount does, and no door lets it answer for another."""

from decimal import Decimal

import pytest
from django.urls import reverse

from savings import workflow
from savings.doubts.draft_doubts import doubts_of
from savings.doubts.grounds import Ground
from savings.doubts.reasons import Reason
from savings.imports.figure_template import figure_template
from savings.imports.figures import import_figures
from savings.models import Version
from tests import factories
from tests.savings.views.drafts import send
from tests.savings.views.uploads import claims_sent, confirm, csv_file, sent
from tests.savings.views.uploads import send as upload

STATED, OTHER, BECAUSE = "2010.00", "2011.00", "Counted by hand."


class World:
    """A draft with a doubtful saving that has its reason, and an officer at the keyboard."""

    def __init__(self, client, folder):
        self.client, self.folder = client, folder
        self.place = factories.PlaceFactory(code="PL", name="Plainville")
        self.officer = factories.officer_of(self.place)
        self.lead = factories.lead_of(self.place)
        client.force_login(self.officer)
        figures = factories.figures_of(self.lead, STATED)
        self.draft = factories.draft_of(self.place, reference="PL-1", figures=figures)
        reasons = [Reason.for_doubt(doubt, BECAUSE) for doubt in doubts_of(self.draft)]
        self.draft = workflow.edit(self.draft, by=self.officer, reasons=reasons)

    def row(self, amount):
        return f"Plainville,PL-1,2010-11,{amount},30000,"


def grid(world, amount):
    row = f"{world.lead.pk}-cashable-0"
    boxes = {"year": "2010-11", "state": "forecast", "saving": amount, "one_off_cost": "30000"}
    assert (
        send(
            world.client,
            world.draft,
            "figures",
            **{f"{row}-{box}": said for box, said in boxes.items()},
        ).status_code
        == 302
    )


def shares(world, amount):
    """The page on other bodies: all of it stays with the lead, or half goes to another."""
    other = factories.OrganisationFactory()
    factories.partner_of(world.place, other)
    percent = "100" if amount == STATED else "50"
    boxes = {f"gains-{world.lead.pk}": percent, f"gains-{other.pk}": str(100 - int(percent))}
    answer = "no" if amount == STATED else "yes"
    response = send(world.client, world.draft, "others", has_other_bodies=answer, **boxes)
    assert response.status_code == 302


def sheet(world, amount):
    address = sent(world.client, world.row(amount))
    asked = world.client.get(address).context["form"].grounds
    assert confirm(world.client, address).status_code == (400 if asked else 302)
    if asked:  # Of another amount that is doubtful the sheet asks anew.
        assert amount == OTHER
        import_command(world, amount)


def template(world, amount):
    """Filled with what is held, and sent as it is; or a sheet that says another amount."""
    if amount != STATED:
        sheet(world, amount)
        return
    name, content = figure_template(world.officer)
    file = csv_file(name=name)
    file.file.seek(0)
    file.file.truncate()
    file.write(content)
    file.seek(0)
    response = upload(world.client, file)
    assert response.status_code == 302
    assert "Nothing would change" in world.client.get(response["Location"]).text


def import_command(world, amount):
    path = world.folder / "figures.csv"
    path.write_bytes(csv_file(world.row(amount)).read())
    import_figures(path, by=world.officer)


def claims_sheet(world, amount):
    """A sheet of claims names another lead, and the figures go along; or it is followed by another amount."""
    if amount != STATED:
        import_command(world, amount)
        return
    other = factories.OrganisationFactory(name="The Trust")
    factories.partner_of(world.place, other)
    row = "PL-1,Plainville,One desk,The Trust"
    address = claims_sent(world.client, row, titles="Reference,Place,What changes,Lead")
    assert confirm(world.client, address).status_code == 302


def revision(world, amount):
    """Signed off, revised and, for another amount, changed there."""
    version = workflow.submit(world.draft, by=factories.finance_of(world.place))
    world.draft = workflow.revise(version, by=world.officer, note="Anew.")
    if amount != STATED:
        figures = factories.figures_of(world.lead, amount)
        workflow.edit(world.draft, by=world.officer, figures=figures)


DOORS = (grid, shares, sheet, template, import_command, claims_sheet, revision)


@pytest.mark.parametrize("amount", [STATED, OTHER])
@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.__name__)
def test_a_reason_goes_through_every_door_with_its_amount_alone(client, tmp_path, door, amount):
    world = World(client, tmp_path)

    door(world, amount)

    draft = Version.objects.get(pk=world.draft.pk)
    savings = draft.figures.filter(line="saving")
    if amount == STATED:
        assert savings.get().amount == Decimal(STATED)
    said = {doubt.because for doubt in doubts_of(draft) if doubt.ground == Ground.YEAR}
    assert said <= ({BECAUSE} if amount == STATED else {""})
    assert any(BECAUSE in str(figure.doubts) for figure in savings) is (amount == STATED)
    assert client.get(reverse("savings:claim_check", args=["PL-1"])).status_code == 200
