"""Who gets the bytes, and under which headers?"""

import pytest
from django.utils import timezone

from savings.evidence_files.serving import CONTENT_TYPES, may_be_served
from savings.models import Evidence, StoredFile
from savings.models.choices import FileType
from savings.workflow.filing import receive
from tests.savings.evidence_files.downloads import downloaded

SCANNER, NO_SCANNER = "127.0.0.1:3310", ""


@pytest.mark.parametrize(
    ("scan", "scanner", "to_own_place", "to_others"),
    [
        ("clean", SCANNER, True, True),
        ("clean", NO_SCANNER, True, True),
        ("not_scanned", SCANNER, True, False),
        ("not_scanned", NO_SCANNER, True, True),
        ("infected", SCANNER, False, False),
        ("infected", NO_SCANNER, False, False),
    ],
)
def test_who_gets_the_bytes_turns_on_the_scan(settings, scan, scanner, to_own_place, to_others):
    settings.CLAMAV_SOCKET = scanner
    evidence = Evidence(file=StoredFile(scan=scan, scanned_at=timezone.now()))

    assert may_be_served(evidence, to_own_place=True) == to_own_place
    assert may_be_served(evidence, to_own_place=False) == to_others


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
