"""A claim such as most are, from the first page to the last, stated without a mouse."""

import re

from playwright.sync_api import expect

from .keyboard import Keyboard
from .settled import settled

A_STEP = re.compile(r"/claims/([A-Z0-9-]+)/edit/")
PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
startxref
9
%%EOF
"""


def state(page, axe, folder, words):
    """Enter a typical claim by the keyboard alone; returns its reference.

    `words`, which say what changed, are each test's own: in those of another claim the page asks about it.
    """
    keys = Keyboard(page)
    keys.do("State a saving")
    assert axe(page) == []
    keys.fill("What changed, in a sentence?", words)
    keys.choose("Which service?", "Back")
    keys.pick("Money we no longer spend")
    keys.do("Save and continue")
    expect(page).to_have_url(A_STEP)
    reference = A_STEP.search(page.url)[1]
    keys.pick("Stayed the same")
    keys.do("Save and continue")
    keys.fill("What was spent before, in pounds?", "2,400,000")
    keys.fill("In which financial year?", "2009-10")
    keys.pick("Agreed budget")
    keys.do("Save and continue")
    for _ in range(2):
        keys.fill("Saving (£)", "£240,000")
        keys.fill("One-off cost (£)", "20000")
        keys.fill("Extra running cost (£)", "0")
    expect(page.locator("[data-net]").first).to_have_text("£220,000")
    assert axe(page) == []
    keys.do("Save and continue")
    keys.pick("It continues")
    keys.pick("Identified")
    keys.do("Save and continue")
    _cite(page, keys, folder)
    assert axe(page) == []
    keys.do("Continue")
    keys.pick("No, only")
    keys.do("Save and continue")
    keys.pick("C: with our name")
    keys.do("Save and continue")
    return reference


def _cite(page, keys, folder):
    paper = folder / "Business case.pdf"
    paper.write_bytes(PDF)
    if not settled(page).get_by_label("Choose one or more files").is_visible():
        keys.unfold("Files")
    keys.tab_to("Choose one or more files")
    # What the key opens is the browser's own, and a busy one does not always open it.
    page.locator("input[type=file]").first.set_input_files(paper)
    keys.choose("What kind of evidence is it?", "Evaluation")
    keys.do("Add the files")
    page.get_by_text("Business case.pdf").first.wait_for()
