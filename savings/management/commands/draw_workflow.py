"""Write docs/workflow.md from the table of actions."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from savings.workflow import workflow_page


class Command(BaseCommand):
    help = "Write docs/workflow.md, the state diagram, from the table of actions."

    def handle(self, *args: Any, **options: Any) -> None:
        page = settings.BASE_DIR / "docs" / "workflow.md"
        page.write_text(workflow_page(), encoding="utf-8")
        self.stdout.write(f"Wrote {page}")
