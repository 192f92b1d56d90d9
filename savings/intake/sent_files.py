"""What becomes of files that are sent with a form: each is received by itself, or refused in words."""

from django.http import QueryDict

from pilots.models import Place
from pilots.signed_in import SignedInRequest
from savings import workflow
from savings.evidence.refusals import FileRefused
from savings.forms.received_files import RECEIVED, TAKE_OUT
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
    here = _here_already(data)
    for file, name in stored:
        if (file.sha256, name) in here:
            continue
        sent = SentFile.objects.filter(
            place=place, by=request.user, sha256=file.sha256, file_name=name, is_stored=True
        )
        data.appendlist(RECEIVED, str(sent.latest("pk").pk))
        here.add((file.sha256, name))
    return data, refused


def _here_already(data: QueryDict) -> set[tuple[str, str]]:
    """The bytes and names of the files that came with the form before, and are not taken out: they stand in it once."""
    keys = [key for key in data.getlist(RECEIVED) if data.get(f"hidden-{key}") != TAKE_OUT]
    return set(SentFile.objects.filter(pk__in=keys).values_list("sha256", "file_name"))
