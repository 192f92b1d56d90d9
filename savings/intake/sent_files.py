"""What becomes of files that are sent with a form: each is received by itself, or refused in words."""

from django.http import QueryDict

from pilots.models import Place
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.evidence.refusals import FileRefused
from savings.forms.received_files import RECEIVED
from savings.models import SentFile, StoredFile
from totalplace.refused_value import quoted
from totalplace.row_keys import is_key


def _receive_all(
    request: SignedInRequest, place: Place, files: list
) -> tuple[list[tuple[StoredFile, str]], list[str]]:
    """Receive what can be kept of `files`; (stored file, its name) of these, and why not of the others.

    One bad file costs the others nothing.
    """
    stored, refused = [], []
    for uploaded in files:
        try:
            stored.append(workflow.receive(uploaded, place=place, by=request.user))
        except FileRefused as refusal:
            refused.append(f"{quoted(uploaded.name or '')} was not stored. {refusal}")
    return stored, refused


def _are_their_own(request: SignedInRequest, place: Place, keys: list[str]) -> bool:
    """Whether the person has sent these files themselves: what somebody else sent is not to be had by its key."""
    if not all(map(is_key, keys)):
        return False
    theirs = SentFile.objects.filter(place=place, by=request.user, is_stored=True, pk__in=keys)
    return not keys or theirs.count() == len(set(keys))


def with_received(request: SignedInRequest, place: Place) -> tuple[QueryDict, list[str]]:
    """What was sent, its files received and ticked in the box `received`; and why others could not be kept.

    So a form that comes back with an error still has its files, which a browser does not send a second time.
    """
    stored, refused = _receive_all(request, place, request.FILES.getlist("files"))
    data = request.POST.copy()
    if not _are_their_own(request, place, data.getlist(RECEIVED)):
        refused.append("A file is no longer here. Choose it again.")
        data.setlist(RECEIVED, [])
    for file, name in stored:
        sent = SentFile.objects.filter(
            place=place, by=request.user, sha256=file.sha256, file_name=name, is_stored=True
        )
        data.appendlist(RECEIVED, str(sent.latest("pk").pk))
    return data, refused
