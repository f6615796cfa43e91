"""An idea was sent to a leader with a date: say so when the date has passed without an answer."""

from schemas.board import Board
from schemas.flow import Status
from schemas.idea import Idea, StatusChanged
from schemas.person import Person
from server import clock, jobs
from server.mail import letters, links
from server.mail.outbox import message_id, post
from workers.registry import News, job, on
from workers.task import Task


@on(StatusChanged)
async def answer_due(news: News[StatusChanged]) -> None:
    """Watch the date of an idea that awaits an answer."""
    idea = await news.session.get(Idea, news.event.idea_id)
    if idea is None or idea.id is None or idea.status is not Status.REVIEW or idea.answer_by is None:
        return
    dedupe = f"answer_overdue:{idea.id}:{idea.answer_by.timestamp():.0f}"
    await jobs.due(news.session, "answer_overdue", idea.id, idea.answer_by, board_id=idea.board_id, dedupe=dedupe)


@job("answer_overdue")
async def answer_overdue(task: Task) -> None:
    """Subject: the idea. One mail per idea and date to the leader, if it still waits and the date was not moved."""
    async with task.record() as session:
        idea = await session.get(Idea, task.subject_id)
        if idea is None or idea.status is not Status.REVIEW or idea.answer_by is None or idea.answer_by > clock.now():
            return
        if idea.hidden_at is not None:
            return  # the leader would find nothing in the inbox
        leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
        board = await session.get(Board, idea.board_id)
        if leader is None or board is None:
            return
        letter = letters.overdue(leader.name, board.name, idea.answer_by, links.answers(task.settings))
        ident = message_id(task.settings, "overdue", idea.id, round(idea.answer_by.timestamp()))
        await post(session, leader.mail, letter.subject, letter.body, ident)
