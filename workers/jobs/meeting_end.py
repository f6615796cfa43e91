"""Nobody has ended a meeting: a day after the last thing that happened in it, we count its vote and end it."""

from datetime import timedelta

from sqlmodel import col, select

from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.round import Round, RoundState
from server.core.change import Change
from server.core.settings import Settings
from server.mail import links
from server.mail.news import News, Reader, tell
from server.mail.outbox import message_id
from server.meeting.meetings.ending import (
    AFTER,
    KIND,
    due_to_end,
    end_itself,
    ends_itself_at,
    open_without_job,
)
from server.meeting.meetings.setup import has_begun
from server.organisation.people.queries import languages_of
from server.work.deadlines.letters import ended_itself
from server.work.deadlines.telling import coordinators
from server.work.deadlines.words import ENDED
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.board import changing
from workers.registry import every, job
from workers.task import Task, Wait


@job(KIND, lasting=True, while_closed=True)
async def meeting_end(task: Task) -> None:
    """Subject: the meeting. Does nothing when it is over, or when its end was moved: there is another job for that day.
    If something has happened meanwhile, it comes back a day after that; if nobody has come yet, every day. It is never
    given up, because only the end of the meeting deletes what was said in secret."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if not expected(facts, change.now) or (meeting := facts.meeting) is None:
            return
        at = await ends_itself_at(change.session, meeting)
        if at > change.now:
            raise Wait(at - change.now, "StillMeeting")
        if not await _held(change, meeting):
            raise Wait(AFTER, "NotHeld")
        change.meeting = meeting
        await end_itself(change)


@every(timedelta(hours=1))
async def meetings_left_open(task: Task) -> None:
    """Meetings that were made without that job get it."""
    async with task.record() as session:
        for meeting in await open_without_job(session):
            await due_to_end(session, meeting)


async def _held(change: Change, meeting: Meeting) -> bool:
    """Whether there is anything to end. A meeting that nobody came to may yet be moved to another day."""
    written = select(Idea.id).where(col(Idea.meeting_id) == meeting.id).limit(1)
    return await has_begun(change.session, meeting) or (await change.session.execute(written)).first() is not None


async def tell_coordinators(change: Change, settings: Settings) -> None:
    """Tell the coordinators that the meeting ended by itself, when it can no longer be opened again. One letter each,
    in open hours. It counts as news but skips the weekly letter: the minutes wait for them."""
    counted = select(Round.id).where(Round.meeting_id == change.at.id, Round.closed_at == change.at.ended_at)
    voted = (await change.session.execute(counted.where(Round.state == RoundState.CLOSED))).first() is not None
    link = links.minutes(settings, change.at)
    letter = ended_itself(change.board.name, change.at, link, voted=voted)
    languages = await languages_of(change.session, await coordinators(change.session, change.at.board_id))
    for mail, language in sorted(languages.items()):
        ident = message_id(settings, KIND, change.at.id, mail)
        news = News(None, letter, ENDED, link, ident, change.at.board_id)
        await tell(change.session, Reader(mail, language), news)
