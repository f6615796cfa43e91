"""A tiny server behind the proxy: says who it is and what it was told, and echoes on a socket."""

import asyncio
import os
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect


async def ready(request: Request) -> PlainTextResponse:
    return PlainTextResponse("ready")


async def told(request: Request) -> JSONResponse:
    await request.body()  # as the product does: an answer before the end of a body that the proxy refuses is cut off
    answer = JSONResponse({"server": os.environ["STUB"], "host": request.headers["host"], **_forwarded(request)})
    answer.set_cookie("seat", "COOKIE-SECRET")
    return answer


read = asyncio.Event()
"""Somebody has what was sent first."""


async def has_read(request: Request) -> PlainTextResponse:
    read.set()
    return PlainTextResponse("good")


async def slowly(request: Request) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        yield "first"
        await read.wait()
        yield "second"

    return StreamingResponse(parts())


async def live(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_text(await socket.receive_text())
    except WebSocketDisconnect:
        pass


def _forwarded(request: Request) -> dict[str, str]:
    return {name: value for name, value in request.headers.items() if name.startswith("x-forwarded")}


app = Starlette(
    routes=[
        Route("/readyz", ready),
        Route("/metrics", ready),
        Route("/told/{token}", told, methods=["GET", "POST"]),
        Route("/slowly", slowly),
        Route("/read", has_read),
        WebSocketRoute("/live", live),
    ]
)
