"""The date an answer was promised by has passed: tell the leader."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.board import Board
from schemas.idea import Idea
from schemas.person import Person
from server.core import clock
from server.core.days import danish_day
from server.core.errors import N_
from server.mail import links
from server.organisation.units.ladder import ladders
from server.work.deadlines import letters
from server.work.deadlines.dates import awaiting, up_at, waits
from server.work.deadlines.escalation import rung_above
from server.work.deadlines.telling import Told, tell_staff
from workers.registry import job
from workers.task import Task

SENTENCE = N_("Fristen for et svar er overskredet.")


@job("answer_overdue")
async def answer_overdue(task: Task) -> None:
    """Subject: the idea. One letter per leader and day that counts all late answers: after an outage, forty ideas are
    one letter. Silent when the idea is about to go to another leader anyway, since they hear of that."""
    async with task.record() as session:
        idea, now = await session.get(Idea, task.subject_id), clock.now()
        if idea is None or not waits(idea) or idea.answer_by is None or idea.answer_by > now:
            return
        leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
        board = await session.get_one(Board, idea.board_id)
        if leader is None or (up_at(idea.answer_by, board) <= now and await _goes_up(session, board, idea)):
            return
        late = await awaiting(session, Idea.leader_id == leader.id, col(Idea.answer_by) <= now)
        link, oldest = links.answers(task.settings), late[0].answer_by or now
        letter = letters.overdue(leader.name, board.name, len(late), danish_day(oldest), link)
        told = Told([leader.mail], idea, letter, SENTENCE, link, ("overdue", leader.id, danish_day(now)))
        await tell_staff(session, task.settings, [told])


async def _goes_up(session: AsyncSession, board: Board, idea: Idea) -> bool:
    return rung_above((await ladders(session, [board.unit_id]))[board.unit_id], idea.leader_id) is not None
