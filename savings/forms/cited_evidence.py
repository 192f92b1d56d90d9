"""What a draft says of one piece of evidence that it cites: all of it can be changed, and the file stays as it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from savings.claims.digests import evidence_facts
from savings.evidence.backing import Cite

from .described_evidence import SAID, Description, kind_of_evidence, what_it_backs, which_page

CITED_FOR = ("page_or_cell", "backs")


class CitedEvidence(Description):
    """`cites` are how the draft cites it: once, as a rule."""

    kind = kind_of_evidence()
    page_or_cell = which_page("For example: page 4, or Budget!C12.")
    backs = what_it_backs()
    field_order = ("kind", *CITED_FOR)

    def __init__(self, cites: list[Cite], data: Mapping[str, Any] | None = None) -> None:
        first, self.cites = cites[0], cites
        self.evidence = first.evidence
        said = {name: getattr(self.evidence, name) for name in SAID}
        where = {"page_or_cell": first.page_or_cell, "backs": first.backs}
        super().__init__(data, initial=said | where)
        if len(cites) > 1:  # Each citation keeps its page, and what it backs.
            del self.fields["page_or_cell"], self.fields["backs"]

    def on_screen(self) -> str:
        """A digest of what the person changes, as it stands now."""
        facts = [[*evidence_facts(c.evidence), c.page_or_cell, c.backs] for c in self.cites]
        return salted_hmac("cited evidence", repr(facts)).hexdigest()

    def has_moved_on(self) -> bool:
        """Whether somebody has changed it since the form was drawn: then nothing is done."""
        return self.is_bound and self.data.get("seen") != self.on_screen()

    def changed(self, cite: Cite) -> Cite:
        """How the draft is to cite it."""
        asked = {name: self.cleaned_data[name] for name in CITED_FOR if name in self.fields}
        return cite._replace(**asked, said=self.said())
