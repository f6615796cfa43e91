"""A body is asked about an idea, or the question has ended: write to whoever that concerns."""

from datetime import timedelta

from schemas.idea import Idea
from schemas.referral import Referral
from server.core import clock, jobs
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.referrals.telling import tell_body, tell_ended, untold
from workers.registry import every, job
from workers.task import Task

TOLD, ENDED = "referral_told", "referral_ended"


@job(TOLD)
async def referral_told(task: Task) -> None:
    """Subject: the referral. Its body is written to; nobody, if it has ended meanwhile."""
    async with task.record() as session:
        referral, facts = await session.get(Referral, task.subject_id), await facts_of(session, task.row)
        if referral is None or not referral.rule.open or not expected(facts, clock.now()) or facts.idea is None:
            return
        await tell_body(session, task.settings, referral, facts.idea)


@job(ENDED)
async def referral_ended(task: Task) -> None:
    """Subject: the referral. Those who asked hear what came back; those who were asked, that they need not answer."""
    async with task.record() as session:
        referral = await session.get(Referral, task.subject_id)
        idea = await session.get(Idea, referral.idea_id) if referral is not None else None
        if referral is None or referral.rule.open or idea is None or idea.hidden_at is not None:
            return
        await tell_ended(session, task.settings, referral, idea)


@every(timedelta(minutes=10))
async def referral_offices(task: Task) -> None:
    """What a unit was asked follows the office: whoever has come to lead it is written to."""
    async with task.record() as session:
        for referral, idea in await untold(session):
            about = {"board_id": idea.board_id, "idea_id": idea.id}
            dedupe = f"{TOLD}:{referral.id}:after:{task.row.id}:{clock.now():%Y%m%d%H%M}"
            await jobs.due(session, TOLD, referral.id, clock.now(), dedupe=dedupe, **about)
