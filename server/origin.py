"""Only our own pages may post with our cookie or open a socket (promise S2)."""

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from server.settings import Settings

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def host_is_ours(request: HTTPConnection, settings: Settings) -> bool:
    """True when the request names a host that the settings know."""
    host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    return host is not None and host.lower() in settings.hosts


def same_origin(request: HTTPConnection, settings: Settings) -> bool:
    """True when the request's Origin is its own host and the host is ours; for sockets, which always send one."""
    origin = request.headers.get("origin")
    return (
        host_is_ours(request, settings)
        and origin is not None
        and urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()
    )


def may_post(request: HTTPConnection, settings: Settings) -> bool:
    """True when an unsafe request comes from a page of ours: by Sec-Fetch-Site, else by Origin."""
    if not host_is_ours(request, settings):
        return False
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    return same_origin(request, settings)
