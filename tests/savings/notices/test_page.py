import pytest
from django.conf import settings

from savings.notices.page import notices_page

pytestmark = pytest.mark.no_database


def test_the_table_of_notices_in_the_docs_is_made_from_the_code():
    page = (settings.BASE_DIR / "docs" / "notices.md").read_text(encoding="utf-8")

    assert page == notices_page(), "Run: python3 -m totalplace manage draw_workflow"
