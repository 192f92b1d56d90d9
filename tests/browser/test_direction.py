"""Words beside text that turns direction stand where they would without it: measured where a browser draws them."""

import pytest

from totalplace.direction import TURNING

TURNED = "Pan\u202edora, \u2067from 1 – 2\u202d £3"
SHOWN = "Pandora, from 1 – 2 £3"
ADMIN = "admin@treasury.example"
# Where each text of a page is drawn, but for those in boxes: [words, then left, top and width of each of its lines].
DRAWN = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), drawn = []
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const range = document.createRange()
    for (const word of text.data.matchAll(/\\S+/g)) {
      range.setStart(text, word.index)
      range.setEnd(text, word.index + word[0].length)
      for (const { left, top, width } of range.getClientRects()) drawn.push([word[0], left, top, width])
    }
  }
  return drawn
}"""
WITHOUT = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    text.data = text.data.replace(/\\p{Bidi_Control}/gu, '')
  }
}"""
PAGES = [
    "/claims/TRN-0001/",
    "/",
    "/places/",
    "/places/TRN/",
    "/claims/?q=TRN-0001",
    "/admin/pilots/place/?q=TRN",
    "/admin/pilots/organisation/?q=council of",
    "/admin/savings/version/?q=TRN-0001",
    "/admin/pilots/user/?q=pandora",
]


@pytest.fixture
def _stored(site, tmp_path):
    """A place, its council and a claim whose every word turns, from sheets as people send them."""
    places, claims = tmp_path / "places.csv", tmp_path / "claims.csv"
    places.write_text(
        f'code,name,kind,councils\nTRN,"{TURNED}",parallel,"Council of {TURNED}"\n',
        encoding="utf-8",
    )
    titles = "reference,place,programme,what_changes,as_published,source_title,source_url"
    words = ",".join([f'"{TURNED}"'] * 5)
    claims.write_text(f"{titles}\nTRN-0001,{words},https://council.example/\n", encoding="utf-8")
    site.command("import_places", str(places), "--as", ADMIN)
    site.command("import_claims", str(claims), "--as", ADMIN, "--published")


def _words(page):
    return " ".join(word for word, *_ in page.evaluate(DRAWN))


@pytest.mark.usefixtures("_stored")
def test_words_stand_where_they_stand_without_what_turns(signed_in):
    page = signed_in(ADMIN)
    page.goto("/admin/pilots/user/add/")
    page.get_by_label("Email address").fill("pandora@council.example")
    page.get_by_label("Name").fill(TURNED)
    page.get_by_role("button", name="Save", exact=True).click()

    for address in PAGES:
        page.goto(address)
        titled, drawn = page.title(), page.evaluate(DRAWN)
        page.evaluate(WITHOUT)

        assert SHOWN in _words(page), address
        assert page.evaluate(DRAWN) == drawn, address
        assert not set(titled) & set(TURNING), address

    page.goto("/admin/pilots/place/?q=TRN")
    page.get_by_role("link", name=SHOWN).first.click()
    page.locator("#id_name").wait_for()
    drawn = page.evaluate(DRAWN)
    page.evaluate(WITHOUT)
    assert page.evaluate(DRAWN) == drawn
    assert page.locator("#id_name").input_value() == TURNED
    assert SHOWN in page.title()


@pytest.mark.usefixtures("_stored")
def test_the_measure_sees_words_that_turn(signed_in):
    page = signed_in(ADMIN)
    page.goto("/claims/TRN-0001/")
    before = page.evaluate(DRAWN)

    page.evaluate(
        "words => { document.querySelector('h1').append(' 1 – 2'); document.querySelector('h1').prepend(words) }",
        "\u202e",
    )
    turned = page.evaluate(DRAWN)
    page.evaluate(WITHOUT)

    assert len(before) < len(turned)
    assert page.evaluate(DRAWN) != turned
