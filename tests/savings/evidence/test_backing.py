"""What evidence backs until its place says so: by its kind, and by whether it is all that is cited."""

import pytest

from savings.evidence.backing import Cite, citations_of
from savings.models import Evidence, Version
from savings.models.choices import EvidenceKind

pytestmark = pytest.mark.no_database

CONTRACT, LEASE = (Evidence(pk=pk, kind="contract") for pk in (1, 2))
LEDGER = Evidence(pk=3, kind="ledger")
CASES = [
    *(
        pytest.param([Cite(Evidence(pk=1, kind=kind))], ["both"], id=f"{kind} alone")
        for kind in EvidenceKind.values
    ),
    *(
        pytest.param([Cite(Evidence(pk=4, kind=kind)), Cite(LEDGER)], [backs, "both"], id=kind)
        for kind in EvidenceKind.values
        for backs in ["cost" if kind == "contract" else "both"]
    ),
    pytest.param([Cite(CONTRACT), Cite(LEASE)], ["cost", "cost"], id="two contracts"),
    pytest.param([Cite(CONTRACT, "1"), Cite(CONTRACT, "2")], ["both", "both"], id="two pages"),
    pytest.param([Cite(CONTRACT, "", "cost")], ["cost"], id="chosen, alone"),
    pytest.param([Cite(CONTRACT, "", "both"), Cite(LEDGER)], ["both", "both"], id="chosen"),
    pytest.param([], [], id="nothing"),
]


@pytest.mark.parametrize(("cites", "backs"), CASES)
def test_evidence_backs_what_its_kind_suggests_or_what_was_chosen(cites, backs):
    made = citations_of(Version(pk=1), cites)

    assert [citation.backs for citation in made] == backs
    assert [citation.is_preset for citation in made] == [not cite.backs for cite in cites]
