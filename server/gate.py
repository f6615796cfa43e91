"""The gate before every route: our own hosts, our own forms, bodies of a sensible size, not too many at once, and the
headers that every answer carries."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.budget import Budget
from server.errors import NotFound, TooMany, TooMuch
from server.html import NO_STORE, say
from server.origin import FOREIGN, SAFE, host_is_ours, may_post
from server.settings import Settings

BODY_MOST = 64 * 1024
LOGO_BODY_MOST = 208 * 1024
"""The one form that holds a file: a logo of 200 kB and what stands around it."""
OPEN_TO_PROBES = frozenset({"/healthz", "/healthz/database", "/readyz", "/metrics"})
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
}
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
STATIC = "/static/"
HELD = "/poll"
REFUSED = 1008


class Gate:
    """ASGI middleware. Refuses with 400, 403, 413 or 429 and a sentence, before anything is looked up."""

    def __init__(self, app: ASGIApp, settings: Settings, budget: Budget) -> None:
        self.app = app
        self.settings = settings
        self.budget = budget
        self.headers = headers_of(settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
            return
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        kept = scope["path"].startswith(STATIC)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (self.headers if kept else self.headers | NO_STORE).items():
                    headers.setdefault(name, value)
            await send(message)

        request = HTTPConnection(scope)
        refused = await self._refused(request, scope["method"])
        if refused is None:
            # A poll is held; it must not hold up what the same browser asks meanwhile.
            cookie = None if scope["path"] == HELD else request.cookies.get(self.settings.cookie_name)
            async with self.budget.turn(cookie):
                await self.app(scope, _bounded(receive, body_most(scope)), send_with_headers)
            return
        status, sentence = refused
        language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "da"
        await PlainTextResponse(say(language, sentence), status)(scope, receive, send_with_headers)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        if _is_odd(scope) or not await self.budget.allows(request, request.cookies.get(self.settings.cookie_name)):
            await send({"type": "websocket.close", "code": REFUSED})
            return
        await self.app(scope, receive, send)

    async def _refused(self, request: HTTPConnection, method: str) -> tuple[int, str] | None:
        path: str = request.scope["path"]
        if _is_odd(request.scope):
            return 400, NotFound().sentence
        if path in OPEN_TO_PROBES or path.startswith(STATIC):
            return None
        if not host_is_ours(request, self.settings):
            return 400, FOREIGN
        if method not in SAFE and not _is_one_click(path, method) and not may_post(request, self.settings):
            return 403, FOREIGN
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > body_most(request.scope):
            return TooMuch.status, TooMuch().sentence
        if not await self.budget.allows(request, request.cookies.get(self.settings.cookie_name)):
            return TooMany.status, TooMany().sentence
        return None


def headers_of(settings: Settings) -> dict[str, str]:
    """The headers that every answer carries."""
    return HEADERS | HSTS if settings.secure else HEADERS


def _is_odd(scope: Scope) -> bool:
    """A NUL in an address: no link of ours has one, and the database takes none."""
    return "\0" in scope["path"] or b"%00" in scope["query_string"]


def _is_one_click(path: str, method: str) -> bool:
    """Mail programs post to a reader's own link (RFC 8058); it carries its own secret and no cookie."""
    return method == "POST" and (path.startswith("/follow/") or (path.startswith("/i/") and path.endswith("/stop")))


def body_most(scope: Scope) -> int:
    """How many bytes a request's body may have: 64 kB, and more for a unit's logo alone."""
    path: str = scope["path"]
    return LOGO_BODY_MOST if path.startswith("/units/") and path.endswith("/logo") else BODY_MOST


def _bounded(receive: Receive, most: int) -> Receive:
    """A body without a length is bounded while it comes: the route that reads it gets TooMuch."""
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            raise TooMuch
        return message

    return bounded
