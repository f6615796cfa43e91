"""An idea was sent to a leader, by the coordinator or by members who cannot feel what was done: tell the leader."""

from datetime import timedelta

from schemas.board import Board
from schemas.idea import Idea, StatusChanged
from schemas.person import Person
from server.core import clock, jobs
from server.core.days import danish_day
from server.core.errors import N_
from server.mail import links
from server.mail.hours import before_open
from server.work.deadlines import letters
from server.work.deadlines.dates import awaiting, waits
from server.work.deadlines.telling import Told, tell_staff
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.registry import News, job, on
from workers.task import Task

SENTENCE = N_("En idé venter på svar.")
SETTLED = timedelta(minutes=15)
"""A meeting sends its ideas one after another: they are one letter."""


@on(StatusChanged)
async def idea_came(news: News[StatusChanged]) -> None:
    """Tell them in a while, together with whatever else comes; at night, in the morning."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is None or idea.id is None or not waits(idea):
        return
    dedupe, at = f"idea_sent:{news.event.change_id}", before_open(clock.now() + SETTLED)
    await jobs.due(news.session, "idea_sent", idea.id, at, board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe)


@job("idea_sent")
async def idea_sent(task: Task) -> None:
    """Subject: the idea. One letter per leader and hour that counts all ideas awaiting an answer. None for an idea that
    has been answered meanwhile, or whose date has passed: they hear of that in another letter."""
    async with task.record() as session:
        facts, now = await facts_of(session, task.row), clock.now()
        if not expected(facts, now) or (idea := facts.idea) is None:
            return
        leader = await session.get_one(Person, idea.leader_id)
        board = await session.get_one(Board, idea.board_id)
        waiting = await awaiting(session, Idea.leader_id == leader.id)
        link, nearest = links.answers(task.settings), waiting[0].answer_by or now
        letter = letters.sent(leader.name, board.name, len(waiting), danish_day(nearest), link)
        reason = ("sent", leader.id, danish_day(now), now.hour)
        await tell_staff(session, task.settings, [Told([leader.mail], idea, letter, SENTENCE, link, reason)])
