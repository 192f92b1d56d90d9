from django.conf import settings

from savings.workflow.diagram import workflow_page


def test_the_state_diagram_in_the_docs_is_made_from_the_table():
    page = (settings.BASE_DIR / "docs" / "workflow.md").read_text(encoding="utf-8")

    assert page == workflow_page(), "Run: python3 -m totalplace manage draw_workflow"
