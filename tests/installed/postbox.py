"""Where does the installed site's mail go? To a mail server of our own, which keeps all that it is given."""

import email
import email.policy
import re
import time

from aiosmtpd.controller import Controller

SECONDS = 30  # That a mail may take: the site sends it after it has answered.
LINK = re.compile(r"https?://\S+")


class Postbox:
    """Takes mail for everybody while it is open."""

    def __init__(self, number: int):
        self.letters: list[tuple[str, str]] = []
        self.server = Controller(self, hostname="127.0.0.1", port=number)

    def __enter__(self):
        self.server.start()
        return self

    def __exit__(self, *failure):
        self.server.stop()

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - as aiosmtpd calls it
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        words = message.get_body(("plain",)).get_content()
        self.letters += [(address, words) for address in envelope.rcpt_tos]
        return "250 Kept"

    def link_for(self, address: str) -> str:
        """The first address of a page in the last mail to somebody; waits until there is one."""
        latest = time.monotonic() + SECONDS
        while time.monotonic() < latest:
            links = [LINK.findall(words) for to, words in self.letters if to == address]
            if links:
                return links[-1][0]
            time.sleep(0.1)
        raise AssertionError(
            f"No mail came for {address}, but for {[to for to, _ in self.letters]}"
        )
