"""How do the bytes of a file leave: under which name, and as what?"""

import pytest

from savings.evidence.download import CONTENT_TYPES
from savings.models import Evidence
from savings.models.choices import FileType
from savings.workflow import receive
from tests.savings.evidence.downloads import downloaded


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("report.csv", 'attachment; filename="report.csv"'),
        ('the "final"; v2.csv', r'attachment; filename="the \"final\"; v2.csv"'),
        ("für £5.csv", "attachment; filename*=utf-8''f%C3%BCr%20%C2%A35.csv"),
    ],
)
def test_the_name_is_one_quoted_or_encoded_parameter(received, place, officer, name, header):
    stored, kept = receive(received(name, b"Place\r\n"), place=place, by=officer)

    response, content = downloaded(Evidence(file=stored, file_name=kept))

    assert response["Content-Disposition"] == header
    assert response["Content-Length"] == str(len(content))


def test_every_type_that_is_kept_has_a_content_type_and_none_is_run_by_a_browser():
    assert CONTENT_TYPES.keys() == set(FileType)
    assert not any(
        word in content_type
        for content_type in CONTENT_TYPES.values()
        for word in ("html", "svg", "text/xml", "javascript")
    )
