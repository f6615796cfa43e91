"""A board with ideas, followers and a log, and workers around it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import text

from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.event import EventBase
from schemas.flow import Status
from schemas.follow import Follow
from schemas.idea import Idea, StatusChanged
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.unit import Unit, UnitKind
from server.core import clock
from server.core.change import changing_board
from server.core.database import Database
from server.core.doorbell import Doorbell
from server.core.runtime import Runtime
from server.core.settings import Settings
from tests.support.scene import make_board, make_meeting, make_person, make_staff_seat, make_units
from tests.support.waiting import PATIENCE, until
from workers import sweep
from workers.main import work

QUICK = 0.05
"""Seconds: a worker sees at once that a test has moved the clock, of which nobody rings."""
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
            leo = await make_person(session, f"leo-{new_public_id().lower()}@region.test", "Leo Bach", "Afdelingschef")
            board = await make_board(session, await make_units(session, leo))
            meeting = await make_meeting(session, board)
            # Else it would end by itself, with a letter of its own.
            meeting.ended_at = meeting.settled_at = meeting.starts_at
        return cls(settings, database, board, meeting, leo)

    @property
    def board_id(self) -> int:
        """The board's id."""
        assert self.board.id is not None
        return self.board.id

    async def lead(self, kind: UnitKind, name: str, title: str = "Direktør") -> Person:
        """Somebody who leads the region or the hospital above the board."""
        async with self.database.begin() as session:
            person = await make_person(
                session, f"{name.split()[0].lower()}-{new_public_id().lower()}@region.test", name, title
            )
            unit = await session.get_one(Unit, self.board.unit_id)
            while unit.kind is not kind:
                unit = await session.get_one(Unit, unit.parent_id)
            unit.leader_id = person.id
        return person

    async def coordinate(self, name: str = "Ada Holm") -> Person:
        """Somebody who coordinates the board."""
        async with self.database.begin() as session:
            mail = f"{name.split()[0].lower()}-{new_public_id().lower()}@region.test"
            person = await make_person(session, mail, name, "Koordinator", coordinator=True)
            board = await session.get_one(Board, self.board_id)
            await make_staff_seat(session, board, person, Role.COORDINATOR)
        return person

    async def awaits(self, answer_by: datetime) -> Idea:
        """An idea that was sent to Leo, and is watched once the workers have run."""
        idea = await self.idea(answer_by=answer_by)
        await self.tell(StatusChanged(idea.id or 0, 1))
        return idea

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
            shown_at=clock.now(),
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
        async with changing_board(
            Runtime(self.settings, self.database, doorbell or Doorbell("")), self.board_id
        ) as change:
            for happened in events:
                change.tell(happened)


async def ask(database: Database, query: str, **values: object) -> Any:
    """The one value that a query gives."""
    async with database.begin() as session:
        return (await session.execute(text(query), values)).scalar()


async def idle(database: Database, kinds: str = "every:%") -> bool:
    """Whether nothing but repeated jobs is left to do, and the end of meetings, which is tomorrow's."""
    left = "SELECT count(*) FROM job WHERE state = 'due' AND kind NOT LIKE :kinds AND kind <> 'meeting_end'"
    return bool(await ask(database, left, kinds=kinds) == 0)


async def until_idle(database: Database, *, seconds: float = PATIENCE) -> None:
    """Wait until the workers have done what is due. AssertionError names what is left."""
    try:
        await until(lambda: idle(database), seconds=seconds, what="all jobs to be done")
    except AssertionError as error:
        raise AssertionError(f"{error}; left: {await ask(database, LEFT)}") from None


async def until_caught_up(database: Database, *, seconds: float = PATIENCE, every: bool = False) -> None:
    """Wait until the workers have done what is due by now; what is due later stays. `every`: repeated jobs too."""
    left = "SELECT count(*) FROM job WHERE state = 'due' AND due_at <= :now"
    left += "" if every else " AND kind NOT LIKE 'every:%'"

    async def caught_up() -> bool:
        return bool(await ask(database, left, now=clock.now()) == 0)

    try:
        await until(caught_up, seconds=seconds, what="what is due to be done")
    except AssertionError as error:
        raise AssertionError(f"{error}; left: {await ask(database, LEFT)}") from None


@asynccontextmanager
async def working(settings: Settings, *, look: float = QUICK) -> AsyncIterator[asyncio.Task[None]]:
    """A worker inside the test's process, which looks for what is due every `look` seconds."""
    stop = asyncio.Event()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sweep, "LOOK", look)
        worker = asyncio.create_task(work(settings, stop))
        try:
            yield worker
        finally:
            stop.set()
            await asyncio.wait_for(worker, PATIENCE)
