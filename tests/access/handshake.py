"""Opening a socket with headers of our choice, and what came of it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from tests.support.waiting import PATIENCE

ACCEPTED = "accepted"


async def shake(url: str, headers: Mapping[str, str], *, to: tuple[str, int] | None = None) -> str | int:
    """ACCEPTED when a first frame came, the close code when it was closed instead, the HTTP status when refused.

    `to` is where it really goes, when that is not where the address says."""
    where: dict[str, Any] = {"host": to[0], "port": to[1]} if to else {}
    try:
        async with connect(
            url,
            additional_headers=headers,
            compression=None,
            proxy=None,
            open_timeout=PATIENCE,
            close_timeout=0.2,
            **where,
        ) as socket:
            await socket.recv()
            return ACCEPTED
    except InvalidStatus as refused:
        return refused.response.status_code
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


async def first_frames(url: str, headers: Mapping[str, str], *, seconds: float = PATIENCE) -> list[str]:
    """What comes right after the handshake, until a state has come or time is up."""
    texts: list[str] = []
    async with connect(url, additional_headers=headers, compression=None, proxy=None, close_timeout=0.2) as socket:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not any('"whole"' in text for text in texts):
                    texts.append(await socket.recv(decode=True))
    return texts
