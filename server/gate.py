"""The gate before every route: our own hosts, our own forms, bodies of a sensible size, not too many at once, and the
headers that every answer carries."""

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.budget import Budget
from server.errors import N_
from server.html import say
from server.origin import SAFE, host_is_ours, may_post
from server.settings import Settings

BODY_MOST = 64 * 1024
OPEN_TO_PROBES = frozenset({"/healthz", "/readyz", "/metrics"})
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
}
HSTS = "max-age=31536000"
FOREIGN = N_("Formularen kom ikke fra vores egen side. Åbn siden igen, og prøv en gang til.")
TOO_MUCH = N_("Det er for meget på én gang. Gør teksten kortere.")
TOO_MANY = N_("Det går lidt hurtigt. Vent et øjeblik, og prøv igen.")


class Gate:
    """ASGI middleware. Refuses with 400, 403, 413 or 429 and a sentence, before anything is looked up."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings
        self.budget = Budget()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if self.settings.secure:
                    headers.setdefault("Strict-Transport-Security", HSTS)
            await send(message)

        request = HTTPConnection(scope)
        refused = await self._refused(request, scope["method"])
        if refused is None:
            await self.app(scope, _bounded(receive), send_with_headers)
            return
        status, sentence = refused
        language = "en" if request.headers.get("accept-language", "").lower().startswith("en") else "da"
        answer = PlainTextResponse(say(language, sentence), status, headers={"Cache-Control": "no-store"})
        await answer(scope, receive, send_with_headers)

    async def _refused(self, request: HTTPConnection, method: str) -> tuple[int, str] | None:
        path = request.url.path
        if path in OPEN_TO_PROBES or path.startswith("/static/"):
            return None
        if not host_is_ours(request, self.settings):
            return 400, FOREIGN
        if method not in SAFE and not _is_one_click(path, method) and not may_post(request, self.settings):
            return 403, FOREIGN
        length = request.headers.get("content-length", "0")
        if not length.isdigit() or int(length) > BODY_MOST:
            return 413, TOO_MUCH
        if not await self.budget.allows(request, self.settings):
            return 429, TOO_MANY
        return None


def _is_one_click(path: str, method: str) -> bool:
    """Mail programs post to a follower's own link (RFC 8058); it carries its own secret and no cookie."""
    return method == "POST" and path.startswith("/follow/")


def _bounded(receive: Receive) -> Receive:
    taken = 0

    async def bounded() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > BODY_MOST:
            return {"type": "http.disconnect"}
        return message

    return bounded
