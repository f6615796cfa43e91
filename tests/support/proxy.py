"""A small TCP proxy between two processes of ours, which can cut, reset, stall, half-open and delay."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Streams]]


def upstream_tcp(port: int) -> Connect:
    """Connect to a port on loopback."""
    return lambda: asyncio.open_connection("127.0.0.1", port)


def upstream_unix(path: str) -> Connect:
    """Connect to a unix socket."""
    return lambda: asyncio.open_unix_connection(path)


@dataclass(eq=False)
class Pipe:
    """One connection through the proxy."""

    client: asyncio.StreamWriter
    server: asyncio.StreamWriter
    mute: bool = False

    def end(self, *, reset: bool) -> None:
        """Close both sides; with `reset` the client gets RST instead of FIN."""
        if reset:
            sock = self.client.get_extra_info("socket")
            with suppress(OSError):
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        for side in (self.client, self.server):
            side.transport.abort()


@dataclass(eq=False)
class Proxy:
    """Listens on a loopback port that stays the same through every fault. `heal()` ends all faults."""

    connect: Connect
    port: int = 0
    delay: float = 0
    """Seconds before each piece is passed on."""
    losing: int = 0
    """So many answers are still to be lost, every second one: what was asked has arrived, and the line is reset."""
    _pipes: set[Pipe] = field(default_factory=set)
    _flows: asyncio.Event = field(default_factory=asyncio.Event)
    _answers: asyncio.Event = field(default_factory=asyncio.Event)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _refuses: bool = False
    _turn: bool = True
    _server: asyncio.Server | None = None

    async def start(self) -> "Proxy":
        """Start listening and passing on."""
        self._flows.set()
        self._answers.set()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def stop(self) -> None:
        """End every connection and stop listening."""
        if self._server is not None:
            self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def cut(self) -> None:
        """Close every connection and refuse new ones until `heal()`."""
        self._refuses = True
        self._end(reset=False)

    def reset(self) -> None:
        """Reset every connection; new ones are served."""
        self._end(reset=True)

    def stall(self) -> None:
        """Pass nothing on, in either direction, until `heal()`; connections stay open."""
        self._flows.clear()

    def half_open(self) -> None:
        """Pass requests on but no answers, until `heal()`."""
        self._answers.clear()

    def mute(self) -> None:
        """Existing connections lose everything sent on them, for good; new ones are served. It is as if a machine had
        gone without a word and another had taken its address."""
        for pipe in self._pipes:
            pipe.mute = True

    def is_mute(self, port: int) -> bool:
        """Whether the connection from this port is one that `mute()` has silenced."""
        return any(pipe.mute and pipe.client.get_extra_info("peername")[1] == port for pipe in self._pipes)

    def heal(self) -> None:
        """Work normally again."""
        self._refuses = False
        self.delay = 0
        self._flows.set()
        self._answers.set()

    def _lost(self) -> bool:
        self._turn = self.losing > 0 and not self._turn
        self.losing -= self._turn
        return self._turn

    def _end(self, *, reset: bool) -> None:
        for pipe in list(self._pipes):
            pipe.end(reset=reset)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(self._serve(reader, writer))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            writer.transport.abort()
            return
        try:
            up_reader, up_writer = await self.connect()
        except OSError:
            writer.transport.abort()
            return
        pipe = Pipe(writer, up_writer)
        self._pipes.add(pipe)
        up = asyncio.ensure_future(self._copy(pipe, reader, up_writer, self._flows))
        down = asyncio.ensure_future(self._copy(pipe, up_reader, writer, self._answers))
        try:
            await asyncio.wait({up, down}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            up.cancel()
            down.cancel()
            self._pipes.discard(pipe)
            writer.close()
            up_writer.close()

    async def _copy(
        self, pipe: Pipe, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, gate: asyncio.Event
    ) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(65536):
                if pipe.mute:
                    continue
                if self.delay:
                    await asyncio.sleep(self.delay)
                await self._flows.wait()
                await gate.wait()
                if gate is self._answers and self._lost():
                    pipe.end(reset=True)
                    return
                writer.write(data)
                await writer.drain()
