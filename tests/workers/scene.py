"""A board with ideas, followers and a log, and workers around it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.event import EventBase
from schemas.flow import Status
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from server import clock
from server.change import change_board
from server.database import Database
from server.doorbell import Doorbell
from server.parts import Parts
from server.settings import Settings
from tests.support.scene import make_board, make_meeting, make_person, make_units
from tests.support.waiting import until
from workers.main import work

SECRETS = ("Marie skal ringes op", "Vi vil have en fast kontakt", "Det lover vi")
"""What stands in ideas and answers, and in no mail."""


LEFT = """SELECT string_agg(format('%s %s attempts=%s lease=%s due=%s %s', id, kind, attempts, lease_until - now(),
due_at - now(), last_error), E'\\n') FROM job WHERE state = 'due'"""


@dataclass
class Room:
    """One board with its leader Leo."""

    settings: Settings
    database: Database
    board: Board
    meeting: Meeting
    leo: Person

    @classmethod
    async def make(cls, settings: Settings, database: Database) -> "Room":
        """A fresh one."""
        async with database.begin() as session:
            leo = await make_person(session, f"leo-{new_public_id()}@region.test", "Leo Bach", "Afdelingschef")
            board = await make_board(session, await make_units(session, leo))
            meeting = await make_meeting(session, board)
        return cls(settings, database, board, meeting, leo)

    @property
    def board_id(self) -> int:
        """The board's id."""
        assert self.board.id is not None
        return self.board.id

    async def idea(self, status: Status = Status.REVIEW, answer_by: datetime | None = None) -> Idea:
        """An idea that awaits Leo's answer."""
        made = Idea(
            public_id=new_public_id(),
            board_id=self.board_id,
            meeting_id=self.meeting.id or 0,
            submission=new_token(),
            title=SECRETS[0],
            text=SECRETS[1],
            status=status,
            status_at=clock.now(),
            created_at=clock.now(),
            leader_id=self.leo.id,
            answer_by=answer_by,
        )
        async with self.database.begin() as session:
            session.add(made)
        return made

    async def follow(self, idea: Idea, mail: str, language: str = "da", *, confirmed: bool = True) -> None:
        """Somebody asked to be told."""
        now = clock.now()
        asked = Follow(
            idea_id=idea.id or 0,
            mail=mail,
            language=language,
            token_hash=new_token().encode(),
            created_at=now,
            confirmed_at=now if confirmed else None,
        )
        async with self.database.begin() as session:
            session.add(asked)

    async def tell(self, *events: EventBase, doorbell: Doorbell | None = None) -> None:
        """Let things happen on the board, through the one door."""
        async with change_board(Parts(self.settings, self.database, doorbell or Doorbell("")), self.board_id) as board:
            for happened in events:
                board.tell(happened)


async def ask(database: Database, query: str, **values: object) -> Any:
    """The one value that a query gives."""
    async with database.begin() as session:
        return (await session.execute(text(query), values)).scalar()


async def idle(database: Database, kinds: str = "every:%") -> bool:
    """Whether nothing but repeated jobs is left to do."""
    left = "SELECT count(*) FROM job WHERE state = 'due' AND kind NOT LIKE :kinds"
    return bool(await ask(database, left, kinds=kinds) == 0)


async def until_idle(database: Database, *, seconds: float = 15) -> None:
    """Wait until the workers have done what is due. AssertionError names what is left."""
    try:
        await until(lambda: idle(database), seconds=seconds, what="all jobs to be done")
    except AssertionError as error:
        raise AssertionError(f"{error}; left: {await ask(database, LEFT)}") from None


@asynccontextmanager
async def working(settings: Settings) -> AsyncIterator[asyncio.Task[None]]:
    """A worker inside the test's process."""
    stop = asyncio.Event()
    worker = asyncio.create_task(work(settings, stop))
    try:
        yield worker
    finally:
        stop.set()
        await asyncio.wait_for(worker, 15)
