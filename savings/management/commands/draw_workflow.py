"""Write docs/workflow.md from the table of actions, and docs/notices.md from the table of who is told."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from savings.notices.page import notices_page
from savings.workflow import workflow_page


class Command(BaseCommand):
    help = "Write docs/workflow.md and docs/notices.md from the tables of actions and of notices."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, page in {"workflow": workflow_page, "notices": notices_page}.items():
            path = settings.BASE_DIR / "docs" / f"{name}.md"
            path.write_text(page(), encoding="utf-8")
            self.stdout.write(f"Wrote {path}")
