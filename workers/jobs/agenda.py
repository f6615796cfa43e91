"""A meeting with an agenda: remind members to hand in their items, tell them that we have them, and send the agenda."""

from schemas.idea import Idea
from schemas.meeting import Meeting, MeetingChanged, MeetingOpened
from server.core import clock, jobs
from server.room.agenda.telling import confirm, remind_at, remind_to_hand_in, send_agenda
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from workers.registry import News, job, on
from workers.task import Task


@on(MeetingOpened, MeetingChanged)
async def items_awaited(news: News[MeetingOpened | MeetingChanged]) -> None:
    """Wait for some days before items are to be handed in. Another last day gets another reminder."""
    meeting = await news.session.get(Meeting, news.event.meeting_id)
    if meeting is None or meeting.over or (last := meeting.last_hand_in) is None:
        return
    if (at := remind_at(last)) <= clock.now():
        return
    dedupe = f"hand_in:{meeting.id}:{last.timestamp():.0f}"
    await jobs.due(news.session, "hand_in", meeting.id, at, board_id=meeting.board_id, dedupe=dedupe)


@job("hand_in")
async def hand_in(task: Task) -> None:
    """Subject: the meeting. Does nothing when the last day was moved or has passed, or the meeting was cancelled."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if expected(facts, clock.now()) and facts.meeting is not None:
            await remind_to_hand_in(session, task.settings, facts.meeting)


@job("agenda_told")
async def agenda_told(task: Task) -> None:
    """Subject: the meeting, whose coordinator sent the agenda. Only the newest is sent."""
    async with task.record() as session:
        facts = await facts_of(session, task.row)
        if expected(facts, clock.now()) and facts.meeting is not None:
            await send_agenda(session, task.settings, facts.meeting)


@job("handed_in")
async def handed_in(task: Task) -> None:
    """Subject: an item that was handed in before its meeting. Tells whoever wrote it that we have it."""
    async with task.record() as session:
        idea = await session.get(Idea, task.row.subject_id)
        if idea is None or idea.rule.gone:
            return
        meeting = await session.get_one(Meeting, idea.meeting_id)
        if not meeting.over and not meeting.begun:
            await confirm(session, task.settings, meeting, idea)
