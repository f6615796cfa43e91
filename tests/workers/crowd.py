"""Many boards with much that is due about their ideas, for tests that kill workers."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.unit import Unit
from server.core import jobs
from server.core.database import Database
from server.core.days import DENMARK
from tests.support.scene import make_board, make_meeting, make_person, make_staff_seat, make_units

NOON = datetime(2026, 11, 10, 12, tzinfo=DENMARK)
"""A Tuesday."""
KINDS = ("answer_overdue", "escalation", "answer_due_soon", "on_hold", "trial_ended")


@dataclass
class Place:
    """A board with its leader, the leader above, and a coordinator."""

    board: Board
    meeting: Meeting
    leader: Person


async def make_due(database: Database, boards: int, each: int, within: float) -> int:
    """On each of `boards` so many ideas of `each` kind, due at random moments in the `within` seconds after NOON.
    Returns how many jobs that is."""
    for number in range(boards):
        async with database.begin() as session:
            place = await _make_place(session, number)
            for kind in KINDS:
                for _ in range(each):
                    await _make_idea(session, place, kind, NOON + timedelta(seconds=random.uniform(0, within)))
    return boards * each * len(KINDS)


async def _make_place(session: AsyncSession, number: int) -> Place:
    leader = await make_person(session, f"leo{number}@region.test", f"Leo {number}", "Afdelingschef")
    above = await make_person(session, f"nina{number}@region.test", f"Nina {number}", "Direktør")
    ada = await make_person(session, f"ada{number}@region.test", f"Ada {number}", "Koordinator")
    unit = await make_units(session, leader)
    (await session.get_one(Unit, unit.parent_id)).leader_id = above.id
    board = await make_board(session, unit)
    await make_staff_seat(session, board, ada, Role.COORDINATOR)
    return Place(board, await make_meeting(session, board), leader)


async def _make_idea(session: AsyncSession, place: Place, kind: str, due: datetime) -> None:
    late: Callable[[int], datetime] = lambda days: (NOON - timedelta(days=days)).replace(hour=23)  # noqa: E731
    status, answer_by, day = {
        "answer_overdue": (Status.REVIEW, late(1), None),
        "escalation": (Status.REVIEW, late(20), None),
        "answer_due_soon": (Status.REVIEW, NOON + timedelta(days=3), None),
        "on_hold": (Status.ON_HOLD, None, date(2026, 11, 10)),
        "trial_ended": (Status.TRIAL, None, date(2026, 11, 9)),
    }[kind]
    told: dict[str, Any] = {"board_id": place.board.id, "meeting_id": place.meeting.id, "leader_id": place.leader.id}
    times: dict[str, Any] = {"status_at": NOON, "created_at": NOON, "shown_at": NOON, "answer_by": answer_by}
    idea = Idea(public_id=new_public_id(), submission=new_token(), title="Ro", status=status, **times, **told)
    session.add(idea)
    await session.flush()
    subject = idea.id or 0
    if day is not None:
        line = StatusChange(idea_id=subject, status=status, at=NOON, day=day)
        session.add(line)
        await session.flush()
        subject = line.id
    await jobs.due(session, kind, subject, due, board_id=place.board.id, idea_id=idea.id)
