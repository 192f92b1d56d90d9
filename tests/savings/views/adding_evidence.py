"""How does a test add evidence to a draft by the page, and read what the draft cites?"""

from io import BytesIO
from uuid import uuid4

from tests.savings.evidence import made_files

ADDRESS = "/claims/PL-0001/evidence/"


def evidence_file(name="case.pdf", content=None):
    file = BytesIO(made_files.pdf() if content is None else content)
    file.name = name
    return file


def add_files(client, *files, **boxes):
    sent = {"entry": "file", "kind": "evaluation", "once": str(uuid4()), "files": files}
    return client.post(ADDRESS, sent | boxes)


def evidence_of(draft):
    return [c.evidence for c in draft.citations.select_related("evidence__file").order_by("pk")]
