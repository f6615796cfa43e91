"""The gate in front of every route: only our own hosts and forms, bodies and headers of a sensible size, and not too
many at once. It also sets the headers that every answer carries."""

from collections.abc import Awaitable, Callable

from starlette.requests import ClientDisconnect, HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core.access import cookie_of, language_of
from server.core.close_codes import Close
from server.core.database_health import State
from server.core.errors import N_, Away, NotFound, Problem, TooMany, TooMuch
from server.core.settings import Settings
from server.web.access_log import note_away
from server.web.answer_headers import carry_cookie, headers_of
from server.web.bodies import FORM, arrived, body_most, bounded, discarded, form_again, is_sent
from server.web.csrf import FOREIGN, SAFE, host_can_be_read, host_is_ours, may_post
from server.web.fair_share import PLACE
from server.web.html import say
from server.web.odd_requests import is_odd, tame_cookies
from server.web.open_paths import Openly, is_open, make_nobody
from server.web.rate_limits import Budget, address_of
from server.web.turns import TURN

OPEN_TO_PROBES = frozenset({"/healthz", "/healthz/database", "/readyz", "/metrics"})
GONE = 499
"""For the log alone: whoever asked has gone, often a phone that lost its connection while sending a form."""
STATIC = "/static/"
HELD = "/poll"
COUNTED_BY_MINUTE = b"60"
"""Retry-After, in seconds, when a route has counted too many codes or mails; such a route renders its own page."""

Say = Callable[[Request, Problem], Awaitable[Response]]
SayBriefly = Callable[[Request, Problem], Response]


class Odd(Problem):
    """Something that no browser sends."""

    def __init__(self) -> None:
        super().__init__(NotFound().sentence)


class Foreign(Problem):
    """It does not come from one of our pages."""

    status = 403

    def __init__(self) -> None:
        super().__init__(FOREIGN)


class PutBack(Away):
    """A backup was put back, and whoever did has not settled it yet: nobody may see or change anything."""

    def __init__(self) -> None:
        super().__init__(N_("Peerboard bliver gendannet fra en sikkerhedskopi. Prøv igen om lidt."))


class Gate:
    """ASGI middleware. Refuses with 400, 403, 413 or 429 and a page with a sentence, before anything is looked up.
    `say_problem` renders that page, or `say_briefly` when so many are refused that rendering would be costly."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Settings,
        budget: Budget,
        say_problem: Say,
        say_briefly: SayBriefly,
        openly: Openly,
    ) -> None:
        self.app, self.openly = app, openly
        self.settings = settings
        self.budget = budget
        self.say_problem, self.say_briefly = say_problem, say_briefly
        self.headers = [(name.lower().encode(), value.encode()) for name, value in headers_of(settings).items()]
        self.unkept = [*self.headers, (b"cache-control", b"no-store")]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] in {"http", "websocket"}:
            tame_cookies(scope)
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] == "http" and is_open(scope):
            await self._open(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        send_with_headers = self._sending(scope, send)
        request = HTTPConnection(scope)
        refused = await self._refused(request, scope["method"])
        read = refused is None
        if refused is None and scope["method"] not in SAFE:
            try:
                scope[FORM] = await arrived(bounded(receive, body_most(scope)))
            except TooMuch as problem:
                refused = problem
            except ClientDisconnect:
                await Response(status_code=GONE)(scope, receive, send)
                return
        if refused is None:
            # A poll is held open; it must not hold up the same browser's other requests.
            cookie = None if scope["path"] == HELD else cookie_of(request)
            scope[TURN] = turn = self.budget.turn(cookie)
            async with turn:
                refused = await self._work(request, form_again(scope, receive), send_with_headers)
        if refused is None:
            return
        if isinstance(refused, TooMuch) and not read and is_sent(request.headers):
            await discarded(receive)
            scope[FORM] = b""
        answer = await self._said(Request(scope, form_again(scope, receive)), refused)
        await answer(scope, receive, send_with_headers)

    def _sending(self, scope: Scope, send: Send) -> Send:
        """`send` with the headers that every answer carries."""
        fixed = self.headers if scope["path"].startswith(STATIC) else self.unkept

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                carry_cookie(scope, message, self.settings)
                own = {name for name, _ in message["headers"]}
                more = [header for header in fixed if header[0] not in own]
                if message["status"] == TooMany.status and b"retry-after" not in own:
                    more.append((b"retry-after", COUNTED_BY_MINUTE))
                message["headers"] = [*message["headers"], *more]
            await send(message)

        return send_with_headers

    async def _open(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer whoever reads what is open to everybody: at once if it is kept, which costs nobody anything, and else
        within a budget of their address that is for this alone."""
        request, send = HTTPConnection(scope), self._sending(scope, send)
        make_nobody(scope)
        refused: Problem | None = None
        if is_odd(scope) or not host_can_be_read(request):
            refused = Odd()
        elif _put_back(request):
            refused = PutBack()
        elif not host_is_ours(request, self.settings):
            refused = Problem(FOREIGN)
        else:
            try:
                if (kept := await self.openly.kept(request)) is not None:
                    scope["route"] = kept.route
                    await kept.answer(scope, send)
                    return
            except Away as problem:
                note_away(scope, problem)
                refused = problem
        if refused is None:
            within = await self.budget.allows_open(request)
            refused = await self._work(request, receive, send) if within else TooMany()
        if refused is not None:
            await self.openly.refused(Request(scope, receive), refused)(scope, receive, send)

    async def _said(self, request: Request, refused: Problem) -> Response:
        """A page with the sentence, and with the form if it can be sent again; a fragment for htmx; plain text for
        polls and probes, which nobody reads."""
        path: str = request.scope["path"]
        if path == HELD or path in OPEN_TO_PROBES:
            pause = {"Retry-After": str(refused.retry_after)} if refused.retry_after else {}
            return PlainTextResponse(say(language_of(request), refused.sentence), refused.status, pause)
        if isinstance(refused, Odd) or not await self.budget.may_be_drawn(request):
            return self.say_briefly(request, refused)
        return await self.say_problem(request, refused)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        if _put_back(request):
            await send({"type": "websocket.close", "code": Close.LATER})
            return
        if is_odd(scope) or not host_can_be_read(request) or not await self.budget.allows(request, cookie_of(request)):
            await send({"type": "websocket.close", "code": Close.REFUSED})
            return
        if await self._work(request, receive, send) is not None:
            await send({"type": "websocket.close", "code": Close.REFUSED})

    async def _work(self, request: HTTPConnection, receive: Receive, send: Send) -> Problem | None:
        """Handle the request when it is its address's turn, and count the work; returns TooMany if the wait is too
        long. Static files cost next to nothing and probes must be answered while others wait, so neither is counted."""
        scope, work, address = request.scope, self.budget.work, address_of(request)
        path: str = scope["path"]
        if path in OPEN_TO_PROBES or path.startswith(STATIC):
            await self.app(scope, receive, send)
        elif await work.may_begin(address):
            scope[PLACE] = place = work.place(address)
            if scope["type"] == "websocket" or path == HELD:
                place.give_up()  # it spends nearly all its time waiting
            await work.measured(address, self.app(scope, receive, send), place)
        else:
            return TooMany()
        return None

    async def _refused(self, request: HTTPConnection, method: str) -> Problem | None:
        path: str = request.scope["path"]
        if is_odd(request.scope) or not host_can_be_read(request):
            return Odd()
        if path in OPEN_TO_PROBES:
            return None if await self.budget.allows_probe(request) else TooMany()
        if path.startswith(STATIC):
            return None
        if _put_back(request):
            return PutBack()
        if not host_is_ours(request, self.settings):
            return Problem(FOREIGN)
        if method not in SAFE and not _is_one_click(path, method) and not may_post(request, self.settings):
            return Foreign()
        length = request.headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()) or int(length) > body_most(request.scope):
            return TooMuch()
        if not await self.budget.allows(request, cookie_of(request)):
            return TooMany()
        return None


def _put_back(request: HTTPConnection) -> bool:
    return bool(request.app.state.health.seen.state is State.BEHIND)


def _is_one_click(path: str, method: str) -> bool:
    """Whether it is a mail program's one-click unsubscription (RFC 8058): the link holds a secret, and no cookie is
    needed."""
    return method == "POST" and (path.startswith("/follow/") or (path.startswith("/i/") and path.endswith("/stop")))
