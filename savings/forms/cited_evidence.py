"""What a draft says of one piece of evidence that it cites: all of it can be changed, and the file stays as it is."""

from collections.abc import Mapping
from typing import Any

from django.utils.crypto import salted_hmac

from savings.claims.digests import evidence_facts
from savings.evidence.backing import Cite

from .described_evidence import SAID, Description, kind_of_evidence, what_it_backs, which_page


class CitedEvidence(Description):
    """`cites` are how the draft cites it: once, as a rule."""

    kind = kind_of_evidence()
    page_or_cell = which_page("For example: page 4, or Budget!C12.")
    backs = what_it_backs()
    field_order = ("kind", "page_or_cell", "backs")

    def __init__(self, cites: list[Cite], data: Mapping[str, Any] | None = None) -> None:
        first, self.cites = cites[0], cites
        self.evidence = first.evidence
        said = {name: getattr(self.evidence, name) for name in SAID}
        where = {"page_or_cell": first.page_or_cell, "backs": first.backs}
        super().__init__(data, initial=said | where)
        if len(cites) > 1:  # Each of its pages stays as it is.
            del self.fields["page_or_cell"]

    def on_screen(self) -> str:
        """A digest of what the person changes, as it stands now."""
        facts = [[*evidence_facts(c.evidence), c.page_or_cell, c.backs] for c in self.cites]
        return salted_hmac("cited evidence", repr(facts)).hexdigest()

    def has_moved_on(self) -> bool:
        """Whether somebody has changed it since the form was drawn: then nothing is done."""
        return self.is_bound and self.data.get("seen") != self.on_screen()

    def changed(self, cite: Cite) -> Cite:
        """How the draft is to cite it."""
        page = self.cleaned_data.get("page_or_cell", cite.page_or_cell)
        return cite._replace(page_or_cell=page, backs=self.cleaned_data["backs"], said=self.said())
