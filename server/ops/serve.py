"""Starting uvicorn: in this process, or in several that answer at one address."""

import asyncio
import os
import resource
import shutil
import signal
import socket
import sys
import tempfile
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from types import FrameType
from typing import NoReturn

from server.core import logs
from server.core.loading import loaded
from server.core.settings import Settings, get_settings
from server.ops.how_many import how_many
from server.ops.processes import Processes, listening
from server.ops.run.address import check_free

GRACE = 8  # seconds from SIGTERM to the exit; the deploy waits 10
NOTICE = 2.5  # of which, behind a proxy, we still serve: by then it has asked /readyz and sends nobody here any more
WEBSOCKET_BYTES = 64 * 1024


def serve(host: str, port: int, uds: str | None = None, grace: int = GRACE, workers: int = 1) -> None:
    """Serve until SIGTERM or SIGINT, then let requests end for `grace` seconds, and exit 0; in `workers` processes, or
    with 0 in as many as there is room for (`how_many`).

    Behind a proxy it first serves on for a moment while saying that it is not ready: a form sent to a closed port is an
    error on somebody's screen. Then sockets are closed with 1012 (deploy). A clean exit tells the caller that nothing
    was cut off.
    """
    settings = get_settings()
    if uds is None and port:
        check_free(host, port)
    # Each member takes a file descriptor: the usual soft limit of 1,024 would turn away part of a large meeting.
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    logs.setup(settings.log_level)
    # uvicorn raises the signal again when it is done; we want a clean exit, not a death by signal.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    count = how_many(workers, settings)
    if count == 1:
        _answer(settings, grace, host=host, port=port, uds=uds)
    sys.exit(_keep(settings, grace, listening(host, port, uds, count)))


def _keep(settings: Settings, grace: int, sockets: list[socket.socket]) -> int:
    """Serve in a process for each socket. They count together (`server/core/metrics.py`) in a folder of their own."""
    folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="peerboard-")
    from prometheus_client.multiprocess import mark_process_dead

    from server import features
    from server.app import create_app  # noqa: F401 (loaded here, once for all)

    features.declare()
    loaded()
    try:
        return Processes(
            sockets, lambda mine: _answer(settings, grace, [mine], of=len(sockets)), mark_process_dead
        ).keep()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answer(
    settings: Settings, grace: int, sockets: list[socket.socket] | None = None, of: int = 1, **where: str | int | None
) -> NoReturn:
    """Serve in this process, one `of` several, and exit."""
    import uvicorn

    from server.app import create_app
    from server.web.http_protocol import BoundedProtocol

    app = create_app(settings, of)
    loaded()
    notice = NOTICE if settings.trusted_proxies else 0
    config = uvicorn.Config(
        app,
        **where,  # type: ignore[arg-type]
        http=partial(BoundedProtocol, at_once=app.state.at_once.answer),  # type: ignore[arg-type]
        ws=_websockets(),
        ws_max_size=WEBSOCKET_BYTES,
        ws_per_message_deflate=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=max(1, int(grace - notice)),
        timeout_keep_alive=15,
        backlog=4096,
    )
    server = uvicorn.Server(config)
    end = server.handle_exit

    def told_to_go(number: int, frame: FrameType | None) -> None:
        if of > 1 and number == signal.SIGINT:
            return  # Ctrl-C reaches all of us; whoever keeps us says SIGTERM
        if app.state.leaving or not notice or not server.started:
            end(number, frame)
        app.state.leaving = True  # from now on /readyz says no
        if not server.should_exit:
            loop = asyncio.get_running_loop()
            loop.call_soon_threadsafe(loop.call_later, notice, end, number, frame)

    server.handle_exit = told_to_go  # type: ignore[method-assign, assignment]
    server.run(sockets)
    sys.exit(0 if server.started else 1)


def _websockets() -> type[asyncio.Protocol]:
    """Our protocol, which hands open sockets over to lines; without it everything works, only slower."""
    if find_spec("server.live") and find_spec("server.live.protocol"):
        protocol: type[asyncio.Protocol] = import_module("server.live.protocol").LineProtocol
        return protocol
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    return WebSocketsSansIOProtocol
