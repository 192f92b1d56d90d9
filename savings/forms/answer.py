"""What a place answers to a question, and replies to a verdict: its words, with the evidence that goes along."""

from .action_form import OnTheExchange, words
from .given_evidence import GivenEvidence


class _WithEvidence(GivenEvidence, OnTheExchange):
    """Words of the place, with evidence."""

    takes_files = True

    def adapt(self) -> None:
        self.ask_for_files(self.version.claim.place)

    def details(self) -> dict:
        self.done = " ".join(self.known_already())
        return {"text": self.cleaned_data["text"], "evidence": self.given()}


class Answer(_WithEvidence):
    means = "The reviewer goes on with the review once you have answered."
    goes_with = "your answer"
    text = words("Your answer", "Write the answer.")


class Reply(_WithEvidence):
    means = "The review lead reads your reply before the verdict is made final."
    goes_with = "your reply"
    text = words("Your reply", "Write the reply.", "It stays beside the verdict for good.")
