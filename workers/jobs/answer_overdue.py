"""The date an answer was promised by has passed: tell the leader."""

from sqlmodel import col

from schemas.idea import Idea
from schemas.person import Person
from server.core import clock
from server.core.days import danish_day
from server.core.errors import N_
from server.mail import links
from server.work.deadlines import letters
from server.work.deadlines.dates import awaiting
from server.work.deadlines.telling import Told, tell_staff
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.registry import job
from workers.task import Task

SENTENCE = N_("Fristen for et svar er overskredet.")


@job("answer_overdue")
async def answer_overdue(task: Task) -> None:
    """Subject: the idea. One letter per leader and day that counts all late answers: after an outage, forty ideas are
    one letter. Silent when the idea is about to go to another leader anyway, since they hear of that."""
    async with task.record() as session:
        facts, now = await facts_of(session, task.row), clock.now()
        if not expected(facts, now) or (idea := facts.idea) is None or (board := facts.board) is None:
            return
        leader = await session.get_one(Person, idea.leader_id)
        late = await awaiting(session, Idea.leader_id == leader.id, col(Idea.answer_by) <= now)
        link, oldest = links.answers(task.settings), late[0].answer_by or now
        letter = letters.overdue(leader.name, board.name, len(late), danish_day(oldest), link)
        told = Told([leader.mail], idea, letter, SENTENCE, link, ("overdue", leader.id, danish_day(now)))
        await tell_staff(session, task.settings, [told])
