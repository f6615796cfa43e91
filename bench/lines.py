"""The load: many connections in one thread with epoll, cheap enough that we measure the server and not the load."""

import base64
import itertools
import os
import select
import socket
import struct
import time
from collections.abc import Callable

Heard = Callable[[bytes, float], None]
Answered = Callable[[int, bytes, float], None]
TEXT, PING, PONG = 0x81, 0x89, 0x8A


class Crowd:
    """All connections of a run, from addresses of one net. `run` reads whatever arrives until a condition holds."""

    def __init__(self, port: int, net: int = 10) -> None:
        self.port = port
        self._addresses = (f"{net}.{each >> 16}.{each >> 8 & 255}.{each & 255}" for each in itertools.count(1))
        self._epoll = select.epoll()
        self._lines: dict[int, Line] = {}

    def run(self, until: Callable[[], bool], seconds: float = 30) -> bool:
        """Read until `until()`; False if that takes too many seconds."""
        end = time.perf_counter() + seconds
        while not until():
            if time.perf_counter() > end:
                return False
            for fd, _ in self._epoll.poll(0.002):
                self._lines[fd].readable()
        return True

    def address(self) -> str:
        """Another address for each connection: what one may do is bounded, and people are not one address."""
        return next(self._addresses)

    def add(self, line: "Line") -> None:
        """Start reading from it."""
        self._lines[line.sock.fileno()] = line
        self._epoll.register(line.sock.fileno(), select.EPOLLIN)

    def drop(self, line: "Line") -> None:
        """Close it."""
        if self._lines.pop(line.sock.fileno(), None) is not None:
            self._epoll.unregister(line.sock.fileno())
            line.sock.close()

    def close(self) -> None:
        """Close all connections."""
        for line in list(self._lines.values()):
            self.drop(line)

    def listen(self, path: str, cookies: list[str], heard: Heard, *, at_once: int = 50) -> list["Listener"]:
        """Open one page's stream for each cookie; `heard(text, when)` is called for every frame of every page."""
        lines: list[Listener] = []
        for first in range(0, len(cookies), at_once):
            fresh = [Listener(self, path, cookie, heard) for cookie in cookies[first : first + at_once]]
            lines += fresh
            if not self.run(lambda: all(line.greeted for line in fresh)):  # noqa: B023
                raise RuntimeError(f"{sum(not line.greeted for line in lines)} of {len(lines)} got no stream")
        return lines


class Line:
    """One connection to 127.0.0.1."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.open()

    def open(self) -> None:
        """Connect, or reconnect."""
        self.buffer = b""
        self.sock = socket.create_connection(("127.0.0.1", self.crowd.port))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setblocking(False)
        self.crowd.add(self)

    def readable(self) -> None:
        """Read what has arrived."""
        try:
            data = self.sock.recv(262_144)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.crowd.drop(self)
            self.ended()
            return
        self.take(self.buffer + data if self.buffer else data, time.perf_counter())

    def take(self, data: bytes, now: float) -> None:
        """Handle what was read."""
        raise NotImplementedError

    def ended(self) -> None:
        """The server has closed it."""


class Listener(Line):
    """A page that follows the stream and sends nothing."""

    def __init__(self, crowd: Crowd, path: str, cookie: str, heard: Heard) -> None:
        super().__init__(crowd)
        self.heard = heard
        self.greeted = False
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"127.0.0.1:{crowd.port}"
        self.sock.send(
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n"
            f"Connection: Upgrade\r\nUpgrade: websocket\r\nCookie: {cookie}\r\nX-Forwarded-For: {crowd.address()}\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def say(self, text: bytes) -> None:
        """Send a text of 126 to 65,535 bytes, for servers that pass on what a member sends."""
        self.sock.send(b"\x81" + struct.pack(">BH", 0xFE, len(text)) + bytes(4) + text)

    def take(self, data: bytes, now: float) -> None:
        """Handle frames, after the answer to the handshake."""
        if not self.greeted:
            head, whole, rest = data.partition(b"\r\n\r\n")
            if not whole:
                self.buffer = data
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise RuntimeError(head.decode("latin-1"))
            self.greeted, data = True, rest
        at = 0
        while (found := _frame(data, at)) is not None:
            start, end = found
            if data[at] == TEXT:
                self.heard(data[start:end], now)
            elif data[at] == PING:  # it wants its payload back
                self.sock.send(bytes((PONG, 0x80 | end - start)) + bytes(4) + data[start:end])
            at = end
        self.buffer = data[at:]


def _frame(data: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame at `at` begins and ends; None while the frame is incomplete."""
    if len(data) - at < 2:
        return None
    wide = {126: 2, 127: 8}.get(data[at + 1], 0)
    start = at + 2 + wide
    length = int.from_bytes(data[at + 2 : start], "big") if wide else data[at + 1]
    return (start, start + length) if len(data) >= start + length else None


class Asker(Line):
    """A browser that sends one HTTP request at a time, over one connection; `packed` if it is to be sent compressed
    pages, as all are."""

    def __init__(self, crowd: Crowd, cookie: str, *, packed: bool = False) -> None:
        super().__init__(crowd)
        host = f"127.0.0.1:{crowd.port}"
        told = {"Host": host, "Origin": f"http://{host}", "Cookie": cookie, "X-Forwarded-For": crowd.address()}
        if packed:
            told["Accept-Encoding"] = "gzip, deflate, br"
        self._head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        self._then: Answered | None = None
        self._asked = b""
        self.again = 0
        """How often a request met a connection that was just being closed, and was sent again, as browsers do."""

    def ask(self, method: str, path: str, body: str = "", then: Answered | None = None) -> None:
        """Send a request; `then(status, body, when)` is called with its answer."""
        if self.sock.fileno() < 0:  # the server closes a connection that has been idle for a while
            self.open()
        self._then = then
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\nHX-Request: true\r\n"
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{form if body else ''}\r\n"
        self._asked = (head + body).encode()
        self.sock.send(self._asked)

    def ended(self) -> None:
        """Ask again what was not answered."""
        if self._then is not None and not self.buffer:
            self.again += 1
            self.open()
            self.sock.send(self._asked)

    def take(self, data: bytes, now: float) -> None:
        """Handle one answer; all of ours have a Content-Length."""
        head, found, body = data.partition(b"\r\n\r\n")
        sizes = [line[15:] for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"]
        if not found or len(body) < int(sizes[0] if sizes else 0):
            self.buffer = data
            return
        self.buffer = b""
        then, self._then = self._then, None
        if then is not None:
            then(int(head[9:12]), body, now)
