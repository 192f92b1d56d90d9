"""What comes back when a file is downloaded."""

from contextlib import closing

from savings.evidence.download import download


def downloaded(evidence):
    """The answer, and all its bytes."""
    response = download(evidence)
    # Closing the answer itself would end the request, and with it the test's transaction.
    with closing(response.file_to_stream):
        return response, b"".join(response)
