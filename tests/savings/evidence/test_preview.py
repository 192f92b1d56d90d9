"""What is shown of a stored file, and what is said of one that cannot be shown?"""

import io

import pytest
from PIL import Image

from savings.evidence import store
from savings.evidence.preview import (
    MAX_LINES,
    MAX_PAGES,
    PreviewImpossible,
    page_count,
    preview_png,
    preview_text,
)
from savings.workflow import receive
from tests.savings.evidence.made_files import JPEG, docx, huge_png, pdf, png


@pytest.fixture
def stored(received, place, officer):
    def _stored(name, content):
        row, _ = receive(received(name, content), place=place, by=officer)
        return row

    return _stored


def drawn(content):
    picture = Image.open(io.BytesIO(content), formats=["PNG"])
    picture.load()
    return picture


def test_each_page_of_a_pdf_is_drawn(stored):
    file = stored("a.pdf", pdf(pages=3))

    pictures = [drawn(preview_png(file, page)) for page in (1, 2, 3)]

    assert page_count(file) == 3
    assert {picture.width for picture in pictures} == {1200}
    darkest, lightest = pictures[0].convert("L").getextrema()
    assert darkest < 100 < 200 < lightest  # there is writing on it


def test_a_very_long_page_is_drawn_in_small(stored):
    tall = pdf().replace(b"[0 0 595 842]", b"[0 0 9 14400]")

    picture = drawn(preview_png(stored("a.pdf", tall), 1))

    assert picture.width <= 1200
    assert picture.height <= 2400


def test_only_the_first_pages_are_shown(stored):
    assert page_count(stored("a.pdf", pdf(pages=MAX_PAGES + 5))) == MAX_PAGES


def test_the_number_of_pages_is_remembered(stored):
    file = stored("a.pdf", pdf(pages=2))
    page_count(file)

    store.delete(file.sha256)

    assert page_count(file) == 2


@pytest.mark.parametrize("page", [0, 3, -1])
def test_a_page_that_is_not_there_is_not_shown(stored, page):
    with pytest.raises(PreviewImpossible, match=f"no page {page} .*Download"):
        preview_png(stored("a.pdf", pdf(pages=2)), page)


@pytest.mark.parametrize(("name", "content"), [("a.png", png()), ("a.jpg", JPEG)])
def test_a_picture_is_shown_in_its_own_size(stored, name, content):
    file = stored(name, content)

    assert page_count(file) == 1
    assert drawn(preview_png(file)).size == (2, 2)


def test_a_large_picture_is_shown_in_small(stored):
    assert drawn(preview_png(stored("a.png", huge_png(4000, 1000)))).size == (1200, 300)


def test_a_picture_is_shown_upright_and_without_what_the_camera_wrote(stored):
    taken = Image.new("RGB", (20, 10), "red")
    exif = taken.getexif()
    exif[0x0112], exif[0x010F] = 6, "the camera"  # turned by a quarter
    content = io.BytesIO()
    taken.save(content, "JPEG", exif=exif)

    shown = drawn(preview_png(stored("a.jpg", content.getvalue())))

    assert shown.size == (10, 20)
    assert not shown.info
    assert not shown.getexif()


def test_a_pdf_with_a_password_says_so(stored):
    with pytest.raises(PreviewImpossible, match=r"has a password.*Download"):
        page_count(stored("a.pdf", pdf(encrypted=True)))


def test_an_office_file_is_not_shown(stored):
    with pytest.raises(PreviewImpossible, match=r"Word document files are not shown.*Download"):
        preview_png(stored("a.docx", docx()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_shown_as_text(stored, encoding):
    file = stored("a.csv", "Place,Saving (£)\r\nKent,5\r\n".encode(encoding))

    assert preview_text(file) == "Place,Saving (£)\nKent,5"


def test_only_the_first_lines_of_a_text_are_shown(stored):
    text = preview_text(stored("a.txt", b"line\n" * (MAX_LINES + 1)))

    assert text.splitlines() == ["line"] * MAX_LINES


@pytest.mark.parametrize("written", [("£" * 50 + "\n") * 1400, "£" * 70_000])
def test_a_text_cut_off_in_the_middle_of_a_character_is_still_shown(stored, written):
    text = preview_text(stored("a.txt", b"x" + written.encode()))

    assert set(text) <= {"x", "£", "\n"}
    assert text


def test_a_picture_is_not_shown_as_text(stored):
    with pytest.raises(PreviewImpossible, match="not text"):
        preview_text(stored("a.png", png()))
