"""Only our own pages may post with our cookie or open a socket (promise S2)."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.errors import N_
from server.settings import Settings

FOREIGN = N_("Formularen kom ikke fra vores egen side. Åbn siden igen, og prøv en gang til.")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def host_is_ours(request: HTTPConnection, settings: Settings) -> bool:
    """True when the request names a host that the settings know."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    return host is not None and host.lower() in settings.hosts


def same_origin(request: HTTPConnection, settings: Settings) -> bool:
    """True when the request's Origin is its own host and the host is ours; for sockets, which always send one.

    Where people come by https, a page that came by http is not ours: anybody on the way may have written it.
    """
    origin = urlsplit(request.headers.get("origin", ""))
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
