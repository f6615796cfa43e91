"""An idea was carried out three months or a year ago: ask the members whether it helped."""

from datetime import datetime, time

from schemas.answer import StatusChange
from schemas.flow import Status
from schemas.follow_up import Question
from schemas.idea import StatusChanged
from server.core import jobs
from server.core.days import DENMARK, danish_day, months_after, working_day
from workers.jobs.ask_if_felt import ask_about
from workers.registry import News, job, on
from workers.task import Task

AFTER = {Question.EFFECT_3: 3, Question.EFFECT_12: 12}
"""Calendar months after the line that says it is done."""
AT = time(9)


@on(StatusChanged)
async def will_be_asked(news: News[StatusChanged]) -> None:
    """Plan both questions, whatever happens meanwhile: whether there is something to ask is decided on the day."""
    line = await news.session.get(StatusChange, news.event.change_id)
    if line is not None and line.status is Status.DONE:
        board_id, idea_id = news.row.board_id, line.idea_id
        for question in AFTER:
            at = asked_at(line.at, question)
            await jobs.due(news.session, question.value, news.event.change_id, at, board_id=board_id, idea_id=idea_id)


def asked_at(done: datetime, question: Question) -> datetime:
    """When to ask about what was done at that time: in the morning of a working day."""
    day = working_day(months_after(danish_day(done), AFTER[question]))
    return datetime.combine(day, AT, tzinfo=DENMARK)


@job(Question.EFFECT_3.value)
async def effect_3(task: Task) -> None:
    """Subject: the line that says that it is done."""
    await ask_about(task, Question.EFFECT_3)


@job(Question.EFFECT_12.value)
async def effect_12(task: Task) -> None:
    """The same a year on."""
    await ask_about(task, Question.EFFECT_12)
