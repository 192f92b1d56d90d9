"""Which evidence may somebody see, and which files that they sent themselves?"""

from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, QuerySet

from pilots.models import Place, User
from savings.models import Citation, Evidence, PartnerResponse, Question, Reply, SentFile

from .visible import among, follows, hangs_on_visible, own_places, read_openly_to


def evidence_visible_to(user: User, purpose: str | None = None) -> QuerySet[Evidence]:
    """Evidence that a version which `user` may see cites, or that came with words which they may read.

    With an answer, a reply, or what a partner says of its share. And all of their own places.
    """
    cited = Citation.objects.filter(hangs_on_visible(user, "version", purpose))
    answered = Question.evidence.through.objects.filter(
        hangs_on_visible(user, "question__version"),
        follows(user, "question__version__claim__place"),
    )
    replied = Reply.evidence.through.objects.filter(
        among(read_openly_to(user), "pk", "reply__version")
    )
    disputed = PartnerResponse.evidence.through.objects.filter(
        hangs_on_visible(user, "partnerresponse__version", purpose)
    )
    came = [among(rows, "evidence", "pk") for rows in (cited, answered, replied, disputed)]
    return Evidence.objects.filter(reduce(or_, came) | Q(place__in=own_places(user)))


def evidence_of(place: Place) -> QuerySet[Evidence]:
    """All that a place has given, whichever claim it was for: its own people may cite it again."""
    return Evidence.objects.filter(place=place)


def sent_files_visible_to(user: User) -> QuerySet[SentFile]:
    """What was sent to their own places; and what is stored of it, to whoever sees the evidence it became.

    Under the name that it has there: the same bytes may have been sent for a draft under another.
    """
    became = evidence_visible_to(user).filter(
        file__sha256=OuterRef("sha256"), file_name=OuterRef("file_name")
    )
    stored = Q(is_stored=True) & among(became, "place", "place")
    return SentFile.objects.filter(Q(place__in=own_places(user)) | stored)
