"""An idea was tried out until a day: the morning after, ask those who try it how it went."""

from datetime import timedelta

from schemas.answer import StatusChange
from schemas.board import Board
from schemas.idea import StatusChanged
from schemas.person import Person
from schemas.stages import Promise
from server.core import clock, jobs
from server.core.errors import N_
from server.mail import links
from server.organisation.units.ladder import ladders
from server.work.deadlines import letters
from server.work.deadlines.dates import morning
from server.work.deadlines.telling import Told, tell_staff
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.owners.reaching import reach_all
from workers.registry import News, job, on
from workers.task import Task

SENTENCE = N_("En prøve er slut. Hvad skal der ske nu?")


@on(StatusChanged)
async def tried_out(news: News[StatusChanged]) -> None:
    """Watch the end of the trial."""
    line = await news.session.get(StatusChange, news.event.change_id)
    if line is None or Promise.TRIAL not in line.rule.promises or line.day is None:
        return
    at = morning(line.day + timedelta(days=1))
    board_id, idea_id = news.row.board_id, line.idea_id
    await jobs.due(news.session, "trial_ended", news.event.change_id, at, board_id=board_id, idea_id=idea_id)


@job("trial_ended")
async def trial_ended(task: Task) -> None:
    """Subject: the line that began the trial. If the trial still goes on, writes to the owners, each with their own way
    in, and to the leader."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if not expected(facts, clock.now()) or (idea := facts.idea) is None:
            return
        board = await session.get_one(Board, idea.board_id)
        ladder = (await ladders(session, [board.unit_id]))[board.unit_id]
        ways = {one.reader.mail: one.link for one in await reach_all(session, task.settings, ladder, idea)}
        leader = await session.get(Person, idea.leader_id) if idea.leader_id else None
        if leader is not None:
            ways[leader.mail] = links.idea(task.settings, idea.public_id)
        why = ("trial", task.subject_id)
        told = [
            Told([mail], idea, letters.trial_ended(board.name, link), SENTENCE, link, why)
            for mail, link in ways.items()
        ]
        await tell_staff(session, task.settings, told)
