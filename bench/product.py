"""The product as it runs for real: PostgreSQL, Valkey, and one `peerboard serve` on a core of its own."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from urllib.parse import urlencode

import httpx2

from schemas.codes import keyed_hash, new_public_id, new_token
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


class Product:
    """`await start()` makes a board with one meeting, led by `ada`. The load and the databases share core 1."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.postgres, self.valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
        words = ["taskset", "-c", str(SERVER_CORE), sys.executable, "-m", "server", "serve", "--port", str(self.port)]
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
        os.sched_setaffinity(0, {LOAD_CORE})
        self.postgres.start()
        self.valkey.start()
        await upgrade(self.postgres.url)
        env = environment(self.postgres.url, self.valkey.url, public_url=self.url, log_level="warning")
        self.server.start(env=env, cwd=CHECKOUT)
        self.database = Database(self.postgres.url, size=4)
        await self.database.start()
        if not self.server.wait_until(self._ready, 20):
            raise RuntimeError(self.server.last_words())
        self.cast = await Cast.gather(self.url, self.database, SECRET)
        self.ada = await self.cast.ada()
        return self

    def _ready(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/readyz", trust_env=False).status_code == 200
        except httpx2.HTTPError:
            return False

    async def members(self, count: int) -> list[str]:
        """The cookies of so many joined members, written straight into the tables to save time."""
        cookies = []
        async with self.database.begin() as session:
            for number in range(count):
                token, now = new_token(), clock.now()
                seat = Seat(
                    public_id=new_public_id(),
                    board_id=self.cast.board.id,
                    meeting_id=self.cast.meeting.id,
                    role=Role.PATIENT,
                    name=f"Medlem {number}",
                    joined_at=now,
                )
                browser = BrowserSession(token_hash=keyed_hash(SECRET, token), created_at=now)
                session.add_all((seat, browser))
                await session.flush()
                sits = SessionSeat(session_id=browser.id, board_id=seat.board_id, seat_id=seat.id, since=now)
                session.add(sits)
                cookies.append(f"peerboard={token}")
        return cookies

    async def ideas(self, count: int) -> None:
        """Write so many ideas, as a member does through the form."""
        ben = await self.cast.ben()
        for number in range(count):
            text = "Sluk lyset på gangen kl. 22, og tal sammen i vagtstuen. " * (1 + number % 6)
            answer = await ben.propose(f"Ro om aftenen på afsnit {number}", text, theme="")
            assert took(answer), answer.text
            await asyncio.sleep(0.05)  # one browser may send 25 requests a second

    async def stream(self) -> str:
        """The address a member's page connects to."""
        page = await (await self.cast.ben()).look()
        at = {"page": "meeting", "id": self.cast.meeting.public_id, "at": page.at("at")}
        return f"/live?{urlencode(at)}"

    async def stop(self) -> None:
        """Stop everything."""
        await self.cast.leave()
        await self.database.stop()
        self.server.kill()
        self.valkey.stop()
        self.postgres.stop()
