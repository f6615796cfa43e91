"""A page that opens its stream, asks for more than the line can hold, and never reads."""

import base64
import secrets
import socket

from websockets.frames import Frame, Opcode

from tests.support.stream import Stream

PINGS = 2000
"""Each is answered with 125 bytes: enough to fill every buffer between us."""


def never_reads(stream: Stream, port: int) -> socket.socket:
    """Follow the same page as `stream` straight at one server, through a tiny window that stays shut."""
    host = f"127.0.0.1:{port}"
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    line.settimeout(5)
    line.connect(("127.0.0.1", port))
    path = "/" + stream.url.split("/", 3)[3]
    lines = (
        f"GET {path} HTTP/1.1",
        f"Host: {host}",
        f"Origin: http://{host}",
        f"Cookie: {stream.browser.cookie}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {base64.b64encode(secrets.token_bytes(16)).decode()}",
    )
    line.sendall("\r\n".join((*lines, "", "")).encode())
    assert line.recv(12) == b"HTTP/1.1 101"
    line.sendall(Frame(Opcode.PING, b"x" * 125).serialize(mask=True) * PINGS)
    return line
