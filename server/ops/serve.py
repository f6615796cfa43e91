"""Starting uvicorn: one process, one server."""

import asyncio
import resource
import signal
import sys
from importlib import import_module
from importlib.util import find_spec
from types import FrameType

from server.core import logs
from server.core.loading import loaded
from server.core.settings import get_settings
from server.ops.run.address import check_free

GRACE = 8  # seconds from SIGTERM to the exit; the deploy waits 10
NOTICE = 2.5  # of which, behind a proxy, we still serve: by then it has asked /readyz and sends nobody here any more
WEBSOCKET_BYTES = 64 * 1024


def serve(host: str, port: int, uds: str | None = None, grace: int = GRACE) -> None:
    """Serve until SIGTERM or SIGINT, then let requests end for `grace` seconds, and exit 0.

    Behind a proxy it first serves on for a moment while saying that it is not ready: a form sent to a closed port is an
    error on somebody's screen. Then sockets are closed with 1012 (deploy). A clean exit tells the caller that nothing
    was cut off.
    """
    settings = get_settings()
    if uds is None and port:
        check_free(host, port)
    # Loaded now, which takes longest: a setting that is wrong, or a port that is taken, has been said by then.
    import uvicorn

    from server.app import create_app
    from server.web.http_protocol import BoundedProtocol

    # Each member takes a file descriptor: the usual soft limit of 1,024 would turn away part of a large meeting.
    _, files = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    logs.setup(settings.log_level)
    app = create_app(settings)
    loaded()
    notice = NOTICE if settings.trusted_proxies else 0
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        uds=uds,
        http=BoundedProtocol,
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
        if app.state.leaving or not notice or not server.started:
            end(number, frame)
        app.state.leaving = True  # from now on /readyz says no
        if not server.should_exit:
            loop = asyncio.get_running_loop()
            loop.call_soon_threadsafe(loop.call_later, notice, end, number, frame)

    server.handle_exit = told_to_go  # type: ignore[method-assign, assignment]
    # uvicorn raises the signal again when it is done; we want a clean exit, not a death by signal.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    server.run()
    sys.exit(0 if server.started else 1)


def _websockets() -> type[asyncio.Protocol]:
    """Our protocol, which remembers the last frame and can refuse; without it everything works, only slower."""
    if find_spec("server.live") and find_spec("server.live.protocol"):
        protocol: type[asyncio.Protocol] = import_module("server.live.protocol").OfferProtocol
        return protocol
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

    return WebSocketsSansIOProtocol
