"""Leaders say that an idea has been carried out: ask the members whether they can feel it."""

from schemas.answer import StatusChange
from schemas.flow import Status
from schemas.follow_up import Question
from schemas.idea import StatusChanged
from server.core import jobs
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.follow_ups.asking import ask
from workers.board import changing
from workers.registry import News, job, on
from workers.task import Task


@on(StatusChanged)
async def was_done(news: News[StatusChanged]) -> None:
    """Ask each time an idea becomes `done`; the subject is the line that says so."""
    line = await news.session.get(StatusChange, news.event.change_id)
    if line is not None and line.status is Status.DONE:
        at, board_id = news.row.at, news.row.board_id
        await jobs.due(news.session, "felt", news.event.change_id, at, board_id=board_id, idea_id=line.idea_id)


@job("felt")
async def felt(task: Task) -> None:
    """Subject: the line. The idea may have moved on since, or be hidden."""
    await ask_about(task, Question.FELT)


async def ask_about(task: Task, question: Question) -> None:
    """Ask about the line that is the job's subject, if the question still makes sense for its idea."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if expected(facts, change.now) and facts.idea is not None and facts.line is not None:
            await ask(change, task.settings, facts.idea, facts.line, question)
