"""The headers that every answer carries, and the cookie of a browser whose rights were changed."""

from starlette.datastructures import MutableHeaders
from starlette.types import Message, Scope

from server.core.renewing import RENEWED
from server.core.sessions import cookie_header
from server.core.settings import Settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}


def carry_cookie(scope: Scope, start: Message, settings: Settings) -> None:
    """Put the new cookie of a browser whose rights were changed into the answer (`server/core/renewing.py`), unless the
    answer gives it one of its own."""
    fresh = scope.get("state", {}).get(RENEWED)
    if not fresh:
        return
    headers = MutableHeaders(scope=start)
    if not any(each.startswith(f"{settings.cookie_name}=") for each in headers.getlist("set-cookie")):
        headers.append("set-cookie", cookie_header(settings, fresh))


def headers_of(settings: Settings) -> dict[str, str]:
    """The headers that every answer carries."""
    return HEADERS | HSTS if settings.secure else HEADERS
