"""An idea was put on hold until a day: when it comes, those who promised to look again are told."""

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.flow import Status
from schemas.idea import StatusChanged
from schemas.person import Person
from server import jobs
from server.errors import N_
from server.mail import links
from server.watching import letters
from server.watching.dates import morning, still
from server.watching.telling import Told, coordinators, tell_staff
from workers.registry import News, job, on
from workers.task import Task

SENTENCE = N_("En idé var sat på pause. Nu skal vi se på den igen.")


@on(StatusChanged)
async def put_on_hold(news: News[StatusChanged]) -> None:
    """Watch the day that was named."""
    line = await news.session.get(StatusChange, news.event.change_id)
    if line is None or line.status is not Status.ON_HOLD or line.day is None:
        return
    board_id, idea_id = news.row.board_id, line.idea_id
    await jobs.due(news.session, "on_hold", news.event.change_id, morning(line.day), board_id=board_id, idea_id=idea_id)


@job("on_hold")
async def on_hold(task: Task) -> None:
    """Subject: the line that put it on hold. To the leader and the coordinators, if that is still how it stands."""
    async with task.record() as session:
        idea = await still(session, task.subject_id)
        if idea is None:
            return
        board = await session.get_one(Board, idea.board_id)
        leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
        mails = [*([leader.mail] if leader else []), *await coordinators(session, idea.board_id)]
        link = links.idea(task.settings, idea.public_id)
        letter = letters.look_again(board.name, link)
        await tell_staff(session, task.settings, [Told(mails, idea, letter, SENTENCE, link, ("hold", task.subject_id))])
