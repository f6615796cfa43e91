"""Reminds a leader while there are still three days left to answer."""

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

SENTENCE = N_("Vi har lovet et svar, og fristen er tæt på.")


@job("answer_due_soon")
async def answer_due_soon(task: Task) -> None:
    """Subject: the idea. One letter per leader and date, however many ideas, and only if it can be read in time."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if not expected(facts, clock.now()) or (idea := facts.idea) is None or idea.answer_by is None:
            return
        day, leader = danish_day(idea.answer_by), await session.get_one(Person, idea.leader_id)
        same = await awaiting(session, Idea.leader_id == leader.id, col(Idea.answer_by) == idea.answer_by)
        link = links.answers(task.settings)
        letter = letters.due_soon(leader.name, len(same), day, link)
        told = Told([leader.mail], idea, letter, SENTENCE, link, ("due_soon", leader.id, day))
        await tell_staff(session, task.settings, [told])
