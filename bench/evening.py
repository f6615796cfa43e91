"""A board in the middle of a meeting, in this process: its people, its ideas, and those who follow its pages."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import text

from schemas.codes import keyed_hash, new_public_id, new_token
from schemas.roles import Role
from schemas.seat import Seat
from schemas.session import BrowserSession, SessionSeat
from server.app import create_app
from server.core import clock
from server.core.database import Database
from server.core.logs import setup as set_up_logs
from server.core.settings import Settings
from server.live.feed import Subscriber
from server.live.frames import Audience, Position
from server.live.hub import Hub
from server.ops.embedded import Postgres, Valkey
from server.room.votes.box import BallotBox
from tests.support.cast import Cast
from tests.support.site import SECRET

HOST = "localhost"
IDEAS = 60


@dataclass
class Evening:
    """One board with a meeting of 60 ideas, its people's cookies, and those who follow its pages."""

    app: Any
    cast: Cast
    database: Database
    members: list[str]
    ada: str
    leo: str
    ideas: list[str] = field(default_factory=list)
    number: int = 0
    """How many changes there were."""
    followers: int = 0
    heard: int = 0
    everybody: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when each follower has heard of the change."""

    @property
    def room(self) -> str:
        return f"/m/{self.cast.meeting.public_id}"

    async def ask(
        self, cookie: str, path: str, fields: Mapping[str, object] | None = None, method: str = "POST"
    ) -> bytes:
        """One request of a browser with htmx; the body of the answer."""
        body = urlencode(fields or {}).encode()
        headers = {
            "host": HOST,
            "cookie": cookie,
            "origin": f"http://{HOST}",
            "sec-fetch-site": "same-origin",
            "content-type": "application/x-www-form-urlencoded",
            "content-length": str(len(body)),
            "accept-language": "da",
        } | ({"hx-request": "true"} if method == "POST" else {})
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "extensions": {},
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
            "client": ("127.0.0.1", 4000),
            "server": (HOST, 80),
            "state": {},
        }
        said: list[dict[str, Any]] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, Any]) -> None:
            said.append(message)

        await self.app(scope, receive, send)
        answer = b"".join(message.get("body", b"") for message in said)
        assert said[0]["status"] < 400, f"{path}: {said[0]['status']}"
        return answer

    async def run(self, sql: str) -> None:
        async with self.database.begin() as session:
            await session.execute(text(sql).bindparams(meeting=self.cast.meeting.id))


@asynccontextmanager
async def evening(postgres: Postgres, valkey: Valkey, members: int) -> AsyncIterator[Evening]:
    """A fresh board, with so many members in its room, its desk and its projector, and nobody who disturbs."""
    database = Database(postgres.url, size=4)
    await database.start()
    known = {"secret": SECRET, "allowed_hosts": HOST, "public_url": f"http://{HOST}", "log_level": "warning"}
    set_up_logs("warning")
    app = create_app(Settings(database_url=postgres.url, redis_url=valkey.url, **known))  # type: ignore[arg-type]
    await app.state.runtime.database.start()
    await app.state.runtime.the(BallotBox).start()
    cast = await Cast.gather("", database, SECRET, mark=new_public_id())
    async with database.begin() as session:
        session.add(leader := _seat(cast, Role.LEADER, "Leo", meeting_id=None, person_id=cast.people["Leo"].id))
        await session.flush()
        cookies = [await _sits(session, cast, _seat(cast, Role.PATIENT, f"Medlem {n}")) for n in range(members)]
        ada = await _sits(session, cast, None, cast.people["Ada"].id)
        leo = await _sits(session, cast, None, leader.person_id)
    at = Evening(app, cast, database, cookies, ada, leo)
    for number in range(IDEAS):
        words = "Sluk lyset på gangen kl. 22, og tal sammen i vagtstuen. " * (1 + number % 6)
        fields = {"key": new_token(), "title": f"Ro på afsnit {number}", "text": words, "theme": ""}
        await at.ask(cookies[number % members], f"{at.room}/ideas", fields)
    async with database.begin() as session:
        query = text("SELECT public_id FROM idea WHERE meeting_id = :id ORDER BY id")
        at.ideas = list((await session.execute(query, {"id": cast.meeting.id})).scalars())
    try:
        yield at
    finally:
        await app.state.runtime.the(BallotBox).drain()
        await app.state.runtime.the(Hub).stop()
        await app.state.runtime.database.stop()
        await database.stop()


def _seat(cast: Cast, role: Role, name: str, **more: Any) -> Seat:
    known: dict[str, Any] = {"board_id": cast.board.id, "meeting_id": cast.meeting.id, "joined_at": clock.now()} | more
    return Seat(public_id=new_public_id(), role=role, name=name, **known)


async def _sits(session: Any, cast: Cast, seat: Seat | None, person: int | None = None) -> str:
    token, now = new_token(), clock.now()
    browser = BrowserSession(token_hash=keyed_hash(SECRET, token), created_at=now, person_id=person)
    session.add(browser)
    if seat is not None:
        session.add(seat)
    await session.flush()
    if seat is not None:
        session.add(SessionSeat(session_id=browser.id, board_id=cast.board.id, seat_id=seat.id, since=now))
    return f"peerboard={token}"


async def follow(at: Evening, name: str) -> None:
    """Everybody follows the page of their own; for an answer, the pages of the idea too."""
    hub, meeting = at.app.state.runtime.the(Hub), at.cast.meeting
    pages = [("meeting", meeting.public_id, Role.PATIENT)] * len(at.members)
    pages += [("desk", meeting.public_id, Role.COORDINATOR), ("screen", meeting.public_id, Role.OBSERVER)]
    if name == "answer":
        pages += [("progress", at.cast.board.public_id, Role.PATIENT), ("idea", at.ideas[0], Role.PATIENT)]

    def offer(frame: str) -> bool:
        at.heard += frame.startswith('{"after"')
        if at.heard == at.followers:
            at.everybody.set()
        return True

    at.followers = len(pages)
    for page, subject, role in pages:
        subscriber = Subscriber(Audience(page, subject, role, "da"), None, offer, lambda _: None)
        await hub.join(at.cast.board.id or 0, subscriber, Position("", -1))
    await asyncio.sleep(0.5)
