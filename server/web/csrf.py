"""Only our own pages may post with our cookie or open a socket (promise S2)."""

from urllib.parse import SplitResult, urlsplit

from starlette.requests import HTTPConnection

from server.core.errors import N_
from server.core.settings import Settings

FOREIGN = N_("Formularen kom ikke fra vores egen side. Åbn siden igen, og prøv en gang til.")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def host_can_be_read(request: HTTPConnection) -> bool:
    """False for a Host that is no host and port at all; True where there is none (HTTP/1.0)."""
    told = request.headers.get("host", "")
    return not told or _host_in(told) is not None


def host_is_ours(request: HTTPConnection, settings: Settings) -> bool:
    """True when the request names a host that the settings know."""
    host = _host_in(request.headers.get("host", ""))
    return host is not None and host in settings.hosts


def same_origin(request: HTTPConnection, settings: Settings) -> bool:
    """True when the request's Origin is its own host and the host is ours; for sockets, which always send one.

    Where people come by https, a page that came by http is not ours: anybody on the way may have written it.
    """
    origin = _split(request.headers.get("origin", ""))
    schemes = {"https"} if settings.secure else {"http", "https"}
    own = origin.netloc.lower() == request.headers.get("host", "").lower()
    return host_is_ours(request, settings) and origin.scheme in schemes and own


def may_post(request: HTTPConnection, settings: Settings) -> bool:
    """True when an unsafe request comes from a page of ours: by Sec-Fetch-Site, else by Origin."""
    if not host_is_ours(request, settings):
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return same_origin(request, settings)


def may_poll(request: HTTPConnection, settings: Settings) -> bool:
    """True when no other site's page asks. A GET of our own page need not send Origin, old browsers send neither."""
    if "sec-fetch-site" in request.headers or "origin" in request.headers:
        return may_post(request, settings)
    return host_is_ours(request, settings)


def _host_in(told: str) -> str | None:
    """The name in a Host header, lower case; None where it is more, or less, than a host and perhaps a port."""
    parts = _split(f"//{told}")
    return parts.hostname if parts.netloc == told and "@" not in told else None


def _split(told: str) -> SplitResult:
    """An address taken apart; one that cannot be is nobody's."""
    try:
        parts = urlsplit(told)
        _ = parts.port  # raises for one that no server has
    except ValueError:
        return urlsplit("")
    return parts
