"""The body of a request: how large it may be, read to its end before anything is done, and read again by the next."""

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Scope

from server.core.errors import TooMuch

BODY_MOST = 64 * 1024
LOGO_BODY_MOST = 208 * 1024
"""The one form with a file: a logo of 200 kB, and the multipart text around it."""
DISCARDED_MOST = 16 * 1024 * 1024
SILENCE = 2.0
"""Seconds without a byte after which the rest of a refused body is not waited for."""
FORM = "peerboard.form"
"""Where in a request's scope the body stands that has arrived."""


def body_most(scope: Scope) -> int:
    """How many bytes a request's body may have: BODY_MOST, or more for a unit's logo."""
    path: str = scope["path"]
    return LOGO_BODY_MOST if path.startswith("/units/") and path.endswith("/logo") else BODY_MOST


def bounded(receive: Receive, most: int) -> Receive:
    """`receive` with a limit of `most` bytes, for bodies without a Content-Length. Reading past it throws the rest away
    and raises TooMuch."""
    taken = 0

    async def within() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            if message.get("more_body", False):
                await discarded(receive)
            raise TooMuch
        return message

    return within


async def arrived(receive: Receive) -> bytes:
    """A body that has come to its end, so that nothing is done for half of a request, or for one that turns out to be
    none (uvicorn has answered 400 by then). Raises ClientDisconnect if the end never comes."""
    parts, more = list[bytes](), True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)


def is_sent(headers: Headers) -> bool:
    """Whether a body is on its way. Whoever expects to be asked for it sends none yet."""
    return "expect" not in headers and ("content-length" in headers or "transfer-encoding" in headers)


async def discarded(receive: Receive) -> None:
    """Read the rest of a body that is refused and throw it away, before the refusal is sent. Whoever is still sending
    may miss an answer that comes earlier: Caddy then throws the body away too, and cuts the answer off. Ends after
    DISCARDED_MOST bytes, or when nothing comes for a while. uvicorn reads on after an answer in any case."""
    taken = 0
    with suppress(TimeoutError):
        while taken < DISCARDED_MOST:
            async with asyncio.timeout(SILENCE):
                message = await receive()
            if not message.get("more_body", False):
                return
            taken += len(message.get("body", b""))


def form_again(scope: Scope, receive: Receive) -> Receive:
    """`receive` of a form that has arrived, from its beginning, for whoever is the next to read it; of one that has not
    been read, with its limit."""
    body: bytes | None = scope.get(FORM)
    rest = bounded(receive, body_most(scope)) if body is None else receive

    async def again() -> Message:
        nonlocal body
        if body is None:
            return await rest()
        whole, body = body, None
        return {"type": "http.request", "body": whole, "more_body": False}

    return again
