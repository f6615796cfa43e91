"""How a meeting ends: by its coordinator, or by itself a day after the last that happened in it."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.format import Phase
from schemas.job import Job, JobState
from schemas.meeting import Meeting, MeetingEnded, PhaseEntered
from schemas.round import Round, RoundState
from server import jobs
from server.change import Change
from server.discussion.queue import end_talk
from server.ideas.commands import reveal
from server.minutes.writing import write_minutes
from server.summary.heard import count_heard
from server.votes.closing import close_round, forget_voters

KIND = "meeting_end"
"""The job that ends a meeting which nobody ends."""
AFTER = timedelta(days=1)
"""So long after its planned end, and after the last that happened in it."""
LAST_ACT = text("""
WITH idea AS (SELECT id, created_at FROM idea WHERE meeting_id = :meeting),
    seat AS (SELECT id, joined_at FROM seat WHERE meeting_id = :meeting)
SELECT greatest(
    (SELECT max(created_at) FROM idea),
    (SELECT max(joined_at) FROM seat),
    (SELECT max(since) FROM session_seat WHERE seat_id IN (SELECT id FROM seat)),
    (SELECT max(written_at) FROM comment WHERE meeting_id = :meeting),
    (SELECT max(at) FROM event WHERE board_id = :board AND (
        CAST(data ->> 'meeting_id' AS bigint) = :meeting
        OR kind IN ('SeatJoined', 'SeatChanged', 'SeatReturned')
            AND CAST(data ->> 'seat_id' AS bigint) IN (SELECT id FROM seat)
        OR kind IN ('IdeaEdited', 'IdeaAdmitted') AND CAST(data ->> 'idea_id' AS bigint) IN (SELECT id FROM idea))))
""")
"""Ballots are not among it: when one was cast is written down nowhere."""


async def due_to_end(session: AsyncSession, meeting: Meeting) -> None:
    """Have a worker look whether the meeting is still open a day after its planned end; once for each such end."""
    at, board_id = meeting.planned_end + AFTER, meeting.board_id
    await jobs.due(session, KIND, meeting.id, at, board_id=board_id, dedupe=plan_of(meeting))


def plan_of(meeting: Meeting) -> str:
    """The name of the job for the end as it is planned now. When that moves, there is another."""
    return f"{KIND}:{meeting.id}:{meeting.planned_end.timestamp():.0f}"


async def ends_itself_at(session: AsyncSession, meeting: Meeting) -> datetime:
    """When the meeting ends by itself if nothing more happens in it."""
    known = {"meeting": meeting.id, "board": meeting.board_id}
    last: datetime | None = (await session.execute(LAST_ACT, known)).scalar_one()
    return max(meeting.planned_end, last or meeting.planned_end) + AFTER


async def leave_phase(board: Change, phase: Phase | None) -> bool:
    """Close or give up what the phase that ends had open; only who goes on to the result has it counted. Whether there
    was a vote."""
    if Act.SPEAK in board.at.rule.acts:
        await end_talk(board)
    query = select(Round).where(Round.meeting_id == board.at.id, Round.state == RoundState.OPEN).with_for_update()
    open_ = list((await board.session.execute(query)).scalars())
    for round_ in open_:
        await close_round(board, round_, counted=phase is Phase.RESULT)
    return bool(open_)


async def end(board: Change) -> None:
    """End the meeting; an open vote is given up without a result. Who felt heard is counted, and forgotten, as is who
    could vote; the minutes are written."""
    await leave_phase(board, None)
    if board.at.shows_one_by_one:
        await reveal(board)
    await count_heard(board)
    await forget_voters(board, board.at)
    board.at.ended_at, board.at.door_open, board.at.result_from = board.now, False, None
    await write_minutes(board)
    board.tell(MeetingEnded(board.at.id))


async def end_itself(board: Change) -> bool:
    """The same where nobody did: a vote that is open is counted first, as by "Resultat". Whether there was one."""
    at = board.at
    voted = await leave_phase(board, Phase.RESULT)
    if voted:
        at.phase, at.phase_no = Phase.RESULT, at.phase_no + 1
        board.tell(PhaseEntered(at.id, at.phase.value, at.phase_no))
    at.ended_itself = True
    await end(board)
    return voted


async def open_without_job(session: AsyncSession) -> list[Meeting]:
    """Meetings that nobody has ended and no job waits for: made by a version before, or brought back from a backup."""
    waits = select(Job.id).where(Job.kind == KIND, Job.subject_id == Meeting.id, Job.state != JobState.DONE)
    query = select(Meeting).where(col(Meeting.ended_at).is_(None), ~waits.exists())
    return list((await session.execute(query.order_by(col(Meeting.id)))).scalars())
