"""Reminds a leader while there are still three days left to answer."""

from sqlmodel import col

from schemas.idea import Idea
from schemas.person import Person
from server.core import clock
from server.core.days import danish_day
from server.core.errors import N_
from server.mail import links
from server.mail.hours import next_open
from server.work.deadlines import letters
from server.work.deadlines.dates import awaiting, soon_at, waits
from server.work.deadlines.telling import Told, tell_staff
from workers.registry import job
from workers.task import Task

SENTENCE = N_("Vi har lovet et svar, og fristen er tæt på.")


@job("answer_due_soon")
async def answer_due_soon(task: Task) -> None:
    """Subject: the idea. One letter per leader and date, however many ideas, and only if it can be read in time."""
    async with task.record() as session:
        idea = await session.get(Idea, task.subject_id)
        if idea is None or not waits(idea) or idea.answer_by is None:
            return
        now, day = clock.now(), danish_day(idea.answer_by)
        leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
        if leader is None or soon_at(idea.answer_by) > now or next_open(now) > idea.answer_by:
            return
        same = await awaiting(session, Idea.leader_id == leader.id, col(Idea.answer_by) == idea.answer_by)
        link = links.answers(task.settings)
        letter = letters.due_soon(leader.name, len(same), day, link)
        told = Told([leader.mail], idea, letter, SENTENCE, link, ("due_soon", leader.id, day))
        await tell_staff(session, task.settings, [told])
