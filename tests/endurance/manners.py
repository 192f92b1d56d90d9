"""What does the proxy say by itself: to the wrong name, to plain HTTP, to too much, and while the site is away?"""

from http.client import HTTPConnection, HTTPSConnection

from tests.endurance.production import NAME, SiteBehindProxy

PATIENCE = 10  # Seconds.
TOO_MUCH = str(101 << 20)  # Bytes, of which none is sent: the proxy refuses on being told.
HUNG_UP = 0  # In place of a status.


def faults(site: SiteBehindProxy) -> list[str]:
    """What it says wrongly. The site is stopped on the way."""
    tls = HTTPSConnection(NAME, site.port, context=site.tls, timeout=PATIENCE)
    plain = HTTPConnection(NAME, site.plain_port, timeout=PATIENCE)
    said = {
        "plain HTTP": (_status(plain, NAME), 301),
        "another name": (_status(tls, "other.example"), HUNG_UP),
        "another name, over plain HTTP": (_status(plain, "other.example"), HUNG_UP),
        "too much": (_status(tls, NAME, {"Content-Length": TOO_MUCH}), 413),
        "too long a header": (_status(tls, NAME, {"X-Long": "x" * 9_000}), 400),
        "a page": (_status(tls, NAME), 200),
    }
    site.process.terminate()
    site.process.wait()
    said["a page, without the site"] = (_status(tls, NAME, shows="Try again in two minutes."), 502)
    print(
        "  " + ", ".join(f"{asked}: {status or 'hung up'}" for asked, (status, _) in said.items())
    )
    return [
        f"{asked} is answered with {status}, not {wanted}."
        for asked, (status, wanted) in said.items()
        if status != wanted
    ]


def _status(
    connection: HTTPConnection, name: str, headers: dict[str, str] | None = None, shows: str = ""
) -> int:
    """Ask for the page of signing in, and check that an answer shows these words and says when to come back."""
    try:
        connection.putrequest("GET", "/signin/", skip_host=True)
        for header, value in {"Host": name, **(headers or {})}.items():
            connection.putheader(header, value)
        connection.endheaders()
        answer = connection.getresponse()
    except ConnectionError:
        return HUNG_UP
    else:
        text = answer.read().decode()
        assert shows in text, text
        assert not shows or answer.getheader("Retry-After"), "There is no Retry-After."
        return answer.status
    finally:
        connection.close()
