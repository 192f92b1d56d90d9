"""A saving from the first page to sign-off, as an officer and a finance officer, without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from .keyboard import Keyboard
from .settled import settled
from .typical_claim import PDF, state

YEAR = re.compile(r"^\s*Year\b")
STEPS = ["what-changed", "service-level", "baseline", "figures", "firmness", "evidence", "others",
         "use", "check"]  # fmt: skip


def test_a_claim_is_stated_and_signed_off_by_keyboard_alone(signed_in, axe, tmp_path):
    page = signed_in("officer@practice.example")
    reference = state(page, axe, tmp_path, "One payroll team for two councils")
    keys = Keyboard(page)
    assert axe(page) == []
    keys.do("Ask for sign-off")
    expect(page.get_by_text("Sign-off asked for").first).to_be_visible()

    finance = signed_in("finance@practice.example")
    keys = Keyboard(finance)
    finance.goto(f"/claims/{reference}/")
    keys.do("Sign off and submit")
    assert axe(finance) == []
    expect(finance.get_by_text("What the Treasury says it does with figures")).to_be_visible()
    keys.tab_to("I have read what will be frozen")
    keys.press("Space")
    keys.do("Sign off and submit")

    expect(finance.get_by_text("What you signed is frozen.")).to_be_visible()
    expect(finance.get_by_text("Submitted").first).to_be_visible()


@pytest.mark.parametrize("step", STEPS)
def test_every_page_is_accessible_empty_filled_and_in_error(signed_in, axe, step):
    page = signed_in("officer@practice.example")

    for reference in ("PRA-0001", "PRA-0003"):
        page.goto(f"/claims/{reference}/edit/{step}/")
        assert axe(page) == [], reference
    for box in settled(page).locator("main input[inputmode=decimal]").all()[:4]:
        box.fill("1.2m")
    for button in settled(page).get_by_role("button", name="Save and continue").all()[-1:]:
        button.click()
        assert axe(page) == [], "in error"


def test_the_pages_work_without_script(signed_in):
    page = signed_in("officer@practice.example", java_script_enabled=False)

    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_role("button", name="Add a year").click()
    page.get_by_text("Paste from a spreadsheet").click()
    page.get_by_label("Copy the cells").fill("2015-16\t1000\t0\t0")
    page.get_by_role("button", name="Put into the boxes").click()

    years = [box.input_value() for box in settled(page).get_by_label(YEAR).all()]
    assert len(years) == 5
    assert years[-1] == "2015-16"


def _paste(page, text):
    page.evaluate(
        """(text) => {
          const data = new DataTransfer()
          data.setData('text/plain', text)
          const paste = new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })
          document.activeElement.dispatchEvent(paste)
        }""",
        text,
    )


def test_a_table_pasted_with_its_years_is_read_by_them_wherever_the_cursor_is(signed_in):
    page = signed_in("officer@practice.example")
    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_label(YEAR).first.focus()

    with page.expect_navigation():
        _paste(page, "2010/11\t£45,000\t£12,000\n2011/12\t£90,000\t\n")

    rows = page.locator(".app-boxes tbody tr").filter(has=page.locator('[value="2010-11"]'))
    assert rows.get_by_label("Saving (£)").input_value() == "£45,000"
    assert rows.get_by_label("One-off cost (£)").input_value() == "£12,000"


def test_amounts_pasted_where_the_cursor_is_go_down_the_years_and_are_shown_before_they_are_saved(
    signed_in, axe
):
    page = signed_in("officer@practice.example")
    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_label("Saving (£)").first.focus()

    with page.expect_navigation():
        _paste(page, "1,000\t10\t1\n2,000\t20\t2\n3,000\t30\t3\n4,000\t40\t4\n")

    assert axe(page) == []
    expect(page.get_by_role("alert")).to_contain_text("not saved yet")
    boxes = settled(page).get_by_label("Saving (£)").all()
    assert [box.input_value() for box in boxes] == ["1,000", "2,000", "3,000", "4,000"]
    expect(page.locator("[data-net]").last).to_have_text("£3,956")
    # 10,000 less 100 and 10, as the server adds it up and as script does.
    expect(page.locator("tfoot [data-sum]:visible").last).to_have_text("£9,890")
    page.get_by_label("Saving (£)").last.fill("4,000.50")
    expect(page.locator("tfoot [data-sum]:visible").last).to_have_text("£9,890.50")


def test_a_link_does_not_drop_what_was_typed_and_an_added_year_is_named(signed_in):
    page, asked = signed_in("officer@practice.example"), []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_label("Saving (£)").last.fill("0.07")

    page.get_by_role("button", name="Add a year").click()
    added = page.locator(".app-boxes tbody tr").last.get_by_label(YEAR).input_value()
    expect(page.get_by_label(f"Saving (£), {added}, forecast")).to_be_focused()
    page.get_by_role("link", name="Back", exact=True).click()

    assert asked == ["beforeunload"]
    assert settled(page).get_by_label("Saving (£)").all()[-2].input_value() == "0.07"


def test_amounts_pasted_beside_a_first_plan_leave_it_as_it_is(signed_in):
    page = signed_in("officer@practice.example")
    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_label("Forecast or actual").first.select_option("plan")
    page.get_by_label("Saving (£)").first.fill("100,000")
    page.get_by_label("Saving (£)").first.focus()

    with page.expect_navigation():
        _paste(page, "90000\n180000\n270000\n")

    expect(page.get_by_role("alert").first).to_contain_text("has a first plan already")
    assert page.get_by_label("Saving (£)").first.input_value() == "100,000"


def test_what_is_pasted_after_a_refusal_takes_the_place_of_what_was_refused(signed_in):
    page = signed_in("officer@practice.example")
    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_label("Saving (£)").first.focus()
    with page.expect_navigation():
        _paste(page, "\t2010-11\n\t£000\nSaving\t90")
    expect(page.get_by_role("alert").first).to_contain_text("“£000” says thousands")
    page.get_by_label("Saving (£)").first.focus()

    with page.expect_navigation():
        _paste(page, "2010-11\t90,000\n2011-12\t91,000\n")

    expect(page.get_by_role("alert")).to_contain_text("not saved yet")
    rows = page.locator(".app-boxes tbody tr").filter(has=page.locator('[value="2011-12"]'))
    assert rows.get_by_label("Saving (£)").input_value() == "91,000"


def test_a_blank_cell_before_the_amounts_keeps_its_year_also_after_a_refusal(signed_in):
    page = signed_in("officer@practice.example")
    page.goto("/claims/PRA-0001/edit/figures/")
    years = [box.input_value() for box in settled(page).get_by_label(YEAR).all()]
    page.get_by_label(YEAR).first.fill("")
    page.get_by_label("Saving (£)").first.focus()
    with page.expect_navigation():
        _paste(page, "\n180,000\n")
    expect(page.get_by_role("alert").first).to_contain_text("has no year")
    page.get_by_label(YEAR).first.fill(years[0])
    area = page.locator('textarea[name^="pasted-"]').first
    assert area.input_value() == "\n180,000\n"
    page.get_by_label("Saving (£)").first.focus()

    with page.expect_navigation():
        _paste(page, area.input_value())

    savings = settled(page).get_by_label("Saving (£)").all()
    assert [box.input_value() for box in savings[:2]] == ["", "180,000"]


def test_one_cell_is_pasted_as_anywhere(signed_in):
    page = signed_in("officer@practice.example")
    page.goto("/claims/PRA-0001/edit/figures/")
    page.get_by_label("Saving (£)").first.focus()

    _paste(page, "1,000\r\n")

    assert page.locator('[name^="cursor-"]').first.input_value() == ""


@pytest.mark.parametrize("width", [320, 1280])
def test_a_word_without_end_makes_no_page_wider(signed_in, tmp_path, width):
    page = signed_in("officer@practice.example")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/claims/new/")
    page.get_by_label("What changed, in a sentence?").fill(f"{width}" + "W" * 275)
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_url(re.compile("/claims/[A-Z0-9-]+/"))
    claim = re.search(r"/claims/[A-Z0-9-]+/", page.url)[0]
    file = tmp_path / ("Business_case_" * 14 + ".pdf")
    file.write_bytes(PDF)
    page.goto(f"{claim}edit/evidence/")
    page.get_by_label("Choose one or more files").set_input_files(file)
    page.get_by_label("What kind of evidence is it?").first.select_option("evaluation")
    page.get_by_role("button", name="Add the files").click()
    page.get_by_text("Business_case_").first.wait_for()

    for address in ("/", "/places/PRA/", "/claims/?sort=-changed", claim, f"{claim}edit/",
                    f"{claim}edit/evidence/", f"{claim}edit/check/", f"{claim}actions/discard/"):  # fmt: skip
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.get_by_role("button", name="Throw the draft away").click()
