"""What does an import say on the command line, to a person and to a program?"""

import json

import pytest

from savings.imports.errors import MOST_LISTED
from savings.models import Figure
from tests.factories import PlaceFactory, UserFactory, draft_of, lead_of, officer_of

from .figure_files import TITLE_ROW, figures_file, run_command


@pytest.fixture
def kent():
    return PlaceFactory(code="KEN", name="Kent")


def test_the_command_says_what_it_stored(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", figures=[])
    path = figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,0,")

    status, out, _ = run_command(path, "--as", officer_of(kent).email.upper())

    assert status == 0
    assert out.splitlines()[0] == "Stored. Rows: 1 new, 0 changed, 0 unchanged."


def test_the_command_says_when_there_was_nothing_to_store_or_it_only_checked(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", figures=[])
    path, email = figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,0,"), officer_of(kent).email

    checked = run_command(path, "--as", email, "--check")
    run_command(path, "--as", email)
    again = run_command(path, "--as", email)

    counted = "Rows: 1 new, 0 changed, 0 unchanged."
    assert checked[1].startswith(f"Checked; nothing was stored. {counted}")
    assert again[1].startswith("Nothing to store. Rows: 0 new, 0 changed, 1 unchanged.")


def test_the_command_lists_every_error_and_stores_nothing(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", figures=[])
    path = figures_file(tmp_path, "Kent,KEN-0001,2010-11,5,0,", "Kent,KEN-0001,x,abc,0,")

    status, out, err = run_command(path, "--as", officer_of(kent).email)

    assert (status, out) == (1, "")
    assert err.startswith("Nothing was stored.")
    assert "“abc”" in err
    assert "“x”" in err
    assert not Figure.objects.exists()


def test_the_commands_rows_are_keyed_by_the_titles_of_the_file(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", figures=[])
    titles = TITLE_ROW.replace("Claim reference", "CLAIM REFERENCE") + ",Organisation"
    path = figures_file(tmp_path, "KEN,KEN-0001,2010/11,5,,,", titles=titles)

    _, out, _ = run_command(path, "--as", officer_of(kent).email, "--json", "--check")

    assert json.loads(out)["rows"] == [
        {
            "row": 2,
            "Place": "Kent",
            "CLAIM REFERENCE": "KEN-0001",
            "Financial year": "2010-11",
            "Saving (£)": "5.00",
            "Cost (£)": "",
            "Note": "",
            "Organisation": lead_of(kent).name,
        }
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [("", "is a folder"), ("gone.csv", "is not there"), ("x" * 300 + ".csv", "cannot be opened")],
)
def test_a_file_that_cannot_be_opened_is_refused_in_words(tmp_path, kent, name, words):
    status, _, err = run_command(tmp_path / name, "--as", officer_of(kent).email)

    assert status == 1
    assert words in err


@pytest.mark.parametrize("email", ["nobody@example.org", "gone@example.org"])
def test_only_a_person_who_signs_in_here_can_be_named(tmp_path, kent, email):
    UserFactory(email="gone@example.org", is_active=False)

    status, out, _ = run_command(figures_file(tmp_path), "--as", email, "--json")

    [error] = json.loads(out)["errors"]
    assert (status, error["code"]) == (1, "not_allowed")
    assert email in error["message"]


def test_a_file_read_as_windows_text_says_so(tmp_path, kent):
    draft_of(kent, reference="KEN-0001", figures=[])
    path = tmp_path / "figures.csv"
    path.write_bytes(f"{TITLE_ROW}\nKent,KEN-0001,2010-11,5,0,caf\u00e9\n".encode("cp1252"))

    _, out, _ = run_command(path, "--as", officer_of(kent).email)

    assert "Windows-1252" in out
    assert Figure.objects.get(line="saving").note == "caf\u00e9"


def test_a_program_too_is_told_how_many_errors_are_not_listed(tmp_path, kent):
    rows = [f"Kent,KEN-0001,x,{number}a,0," for number in range(MOST_LISTED)]
    path = figures_file(tmp_path, *rows)

    _, out, _ = run_command(path, "--as", officer_of(kent).email, "--json")

    errors = json.loads(out)["errors"]
    assert len(errors) == MOST_LISTED + 1
    assert errors[-1]["code"] == "not_listed"
