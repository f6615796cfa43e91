"""Checks that only our own pages post with our cookie or open a socket (promise S2)."""

from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from starlette.requests import HTTPConnection

from server.core.errors import N_
from server.core.settings import Settings

FOREIGN = N_("Formularen kom ikke fra vores egen side. Åbn siden igen, og prøv en gang til.")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def host_can_be_read(request: HTTPConnection) -> bool:
    """False if the Host header is not a host and perhaps a port; True if there is none (HTTP/1.0)."""
    host = request.headers.get("host", "")
    return not host or host_in(host) is not None


def host_is_ours(request: HTTPConnection, settings: Settings) -> bool:
    """Whether the request's Host is one that the settings allow."""
    host = host_in(request.headers.get("host", ""))
    return host is not None and host in settings.hosts


def same_origin(request: HTTPConnection, settings: Settings) -> bool:
    """Whether the request's Origin equals its Host and the Host is ours; for sockets, which always send an Origin.

    Where people use https, a page loaded over http is not ours: anybody on the network may have written it.
    """
    origin = _split(request.headers.get("origin", ""))
    schemes = {"https"} if settings.secure else {"http", "https"}
    own = origin.netloc.lower() == request.headers.get("host", "").lower()
    return host_is_ours(request, settings) and origin.scheme in schemes and own


def may_post(request: HTTPConnection, settings: Settings) -> bool:
    """Whether an unsafe request comes from one of our pages, by Sec-Fetch-Site, or else by Origin."""
    if not host_is_ours(request, settings):
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return same_origin(request, settings)


def may_poll(request: HTTPConnection, settings: Settings) -> bool:
    """Whether no other site's page is asking. Our own page's GET need not send Origin, and old browsers send neither
    header."""
    if "sec-fetch-site" in request.headers or "origin" in request.headers:
        return may_post(request, settings)
    return host_is_ours(request, settings)


@lru_cache(64)
def host_in(host: str) -> str | None:
    """The host name in a Host header, in lower case; None if it is anything but a host and perhaps a port."""
    parts = _split(f"//{host}")
    return parts.hostname if parts.netloc == host and "@" not in host else None


@lru_cache(64)
def _split(address: str) -> SplitResult:
    """The parts of a URL; all empty if it cannot be parsed."""
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises for a port out of range
    except ValueError:
        return urlsplit("")
    return parts
