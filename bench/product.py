"""The product as it runs for real: PostgreSQL, Valkey, and one `peerboard serve` on a core of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx2
from sqlalchemy.ext.asyncio import AsyncSession

from bench.figures import family
from schemas.codes import keyed_hash, new_public_id, new_token
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.checkout import CHECKOUT
from server.core import clock
from server.core.database import Database
from server.ops.embedded import Child, Postgres, Valkey
from server.ops.migrate import upgrade
from tests.support.cast import Cast
from tests.support.member import Staff, took
from tests.support.processes import environment
from tests.support.site import SECRET, free_port

SERVER_CORE, LOAD_CORE = 0, 1
EACH = 25
"""Ideas from one member; beyond 30 the coordinator is asked."""


class Product:
    """`await start()` makes a board with one meeting, led by `ada`. One process serves on core 0, and the load and the
    databases share core 1; several processes have both cores, as they would."""

    def __init__(self, folder: Path, workers: int = 1) -> None:
        self.folder, self.port, self.workers = folder, free_port(), workers
        self.postgres, self.valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
        words = [sys.executable, "-m", "server", "serve", "--port", str(self.port), "--workers", str(workers)]
        if workers == 1:
            words = ["taskset", "-c", str(SERVER_CORE), *words]
        self.server = Child("server", words, folder / "server.log", at_our_death=signal.SIGKILL)
        self.cast: Cast
        self.ada: Staff

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def room(self) -> str:
        """The path of the members' room."""
        return f"/m/{self.cast.meeting.public_id}"

    async def start(self) -> "Product":
        """Start everything and sign Ada in with a real link."""
        if self.workers == 1:
            os.sched_setaffinity(0, {LOAD_CORE})
        self.postgres.start()
        self.valkey.start()
        await upgrade(self.postgres.url)
        self.start_server()
        self.database = Database(self.postgres.url, size=4)
        await self.database.start()
        self.cast = await Cast.gather(self.url, self.database, SECRET)
        self.ada = await self.cast.ada()
        return self

    def start_server(self) -> None:
        """Start the server, once more after `server.stop`; returns when it is ready."""
        told: dict[str, object] = {"public_url": self.url, "log_level": "warning", "trusted_proxies": "127.0.0.1"}
        self.server.start(env=environment(self.postgres.url, self.valkey.url, **told), cwd=CHECKOUT)
        if not self.server.wait_until(self._ready, 60):
            raise RuntimeError(self.server.last_words())

    @property
    def pids(self) -> list[int]:
        """The server's processes."""
        return family(self.server.pid)

    @property
    def database_pids(self) -> list[int]:
        """PostgreSQL's processes."""
        return family(self.postgres.pid)

    def _ready(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/readyz", trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    async def members(self, count: int) -> list[str]:
        """The cookies of so many joined members of the meeting."""
        async with self.database.begin() as session:
            return await join(session, self.cast.meeting, count)

    async def ideas(self, count: int) -> None:
        """Write so many ideas, as members do through the form."""
        writers = [await self.cast.ben(), *await self.cast.guests_join(count // EACH)]
        for number in range(count):
            text = "Sluk lyset på gangen kl. 22, og tal sammen i vagtstuen. " * (1 + number % 6)
            writer = writers[number // EACH]
            answer = await writer.propose(f"Ro om aftenen på afsnit {number}", text, theme="")
            assert took(answer), answer.text
            await asyncio.sleep(0.05)  # one browser may send 25 requests a second

    async def stream(self) -> str:
        """The address a member's page connects to."""
        page = await (await self.cast.ben()).look()
        return stream_of(self.cast.meeting, page.at("at"))

    async def stop(self) -> None:
        """Stop everything."""
        await self.cast.leave()
        await self.database.stop()
        self.server.kill()
        self.valkey.stop()
        self.postgres.stop()


def stream_of(meeting: Meeting, at: str = "") -> str:
    """The address that a page of a meeting's room follows, from a position in the board's log."""
    return f"/live?{urlencode({'page': 'meeting', 'id': meeting.public_id, 'at': at})}"


async def join(session: AsyncSession, meeting: Meeting, count: int) -> list[str]:
    """The cookies of so many members, written straight into the tables to save time."""
    tokens, now = [new_token() for _ in range(count)], clock.now()
    at: dict[str, Any] = {
        "board_id": meeting.board_id,
        "meeting_id": meeting.id,
        "role": Role.PATIENT,
        "joined_at": now,
    }
    seats = [Seat(public_id=new_public_id(), name=f"Medlem {number}", **at) for number in range(count)]
    browsers = [BrowserSession(token_hash=keyed_hash(SECRET, token), created_at=now) for token in tokens]
    session.add_all((*seats, *browsers))
    await session.flush()
    for seat, browser in zip(seats, browsers, strict=True):
        session.add(SessionSeat(session_id=browser.id or 0, board_id=seat.board_id, seat_id=seat.id or 0, since=now))
    return [f"peerboard={token}" for token in tokens]
