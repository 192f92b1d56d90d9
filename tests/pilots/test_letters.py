"""Do letters about people's rights reach whom they are for, where the mail server fails on the way?"""

from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from pilots import letters

TOLD = {"by": "Ann", "person": "Bob", "what": "Now: Officer, Kent."}


class CutOnce(EmailBackend):
    """A mail server that cuts the first connection to it: nothing passes by that one any more."""

    is_cut = False

    def send_messages(self, messages):
        if not CutOnce.was_cut:
            CutOnce.was_cut = self.is_cut = True
        if self.is_cut:
            raise ConnectionResetError
        return super().send_messages(messages)

    def close(self):
        self.is_cut = False


def test_a_connection_that_is_cut_loses_no_letter_that_follows(settings, mailoutbox):
    settings.EMAIL_BACKEND = f"{__name__}.CutOnce"
    CutOnce.was_cut = False
    addresses = [f"{name}@x.example" for name in "abc"]
    with letters.one_each() as told:
        letters.send(addresses, "somebody’s rights have changed", "rights", **TOLD)

    told.send()

    assert [message.to for message in mail.outbox] == [[one] for one in addresses[1:]]
