"""Closing a board whose work is over, and opening it again. A closed board loses nothing: its pages can be read, its
jobs and mail wait, and it is left out of what is late. It opens as it was."""

from sqlalchemy import text, update
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import BoardClosed, BoardOpened
from schemas.job import Job, JobState
from schemas.mail import Mail
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.unit import RESPONSIBLE_MAX, UnitChange, UnitDeed
from server.core import jobs
from server.core.change import Change, changing
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime

MEETS = N_("Der er et møde, som ikke er slut. Slut det, eller aflys det først.")
SHARED = text("""
UPDATE job SET board_id = NULL FROM mail
WHERE job.kind = 'mail' AND job.state = 'due' AND job.board_id = :board AND mail.id = job.subject_id
AND jsonb_path_exists(mail.lines, '$[*] ? (@.board != $here)', jsonb_build_object('here', CAST(:board AS bigint)))
""")
"""Letters that tell of other boards too do not wait for this one."""


async def close_board(runtime: Runtime, seat: Seat) -> None:
    """Close a board. Raises NotNow while one of its meetings is not over: whoever was invited is to hear of it. Closing
    it again does nothing."""
    async with changing(runtime, seat, Act.CLOSE_BOARD) as change:
        await close_in(change)


async def close_in(change: Change) -> None:
    """The same as part of a change, whoever makes it."""
    if change.board.closed_at is not None:
        return
    meets = select(Meeting.id).where(Meeting.board_id == change.board.id, col(Meeting.ended_at).is_(None))
    if (await change.session.execute(meets.limit(1))).first() is not None:
        raise NotNow(MEETS)
    change.board.closed_at = change.now
    await change.session.execute(SHARED, {"board": change.board.id})
    change.tell(BoardClosed())
    _note(change, before=change.board.name, after="")


async def open_board(runtime: Runtime, seat: Seat) -> None:
    """Open a board again. What has waited is done now; mail that was not sent is as new as if it had been written
    today. Opening it again does nothing."""
    async with changing(runtime, seat, Act.CLOSE_BOARD) as change:
        if change.board.closed_at is None:
            return
        change.board.closed_at = None
        waits = select(Job.subject_id).where(Job.kind == "mail", Job.board_id == change.board.id)
        waits = waits.where(Job.state == JobState.DUE)
        kept = update(Mail).where(col(Mail.id).in_(waits), col(Mail.sent_at).is_(None))
        await change.session.execute(kept.values(created_at=change.now))
        change.tell(BoardOpened())
        _note(change, before="", after=change.board.name)
    await jobs.ring(runtime.doorbell)


def _note(change: Change, *, before: str, after: str) -> None:
    """Add a line to the history of the board's unit: the board's name, before or after."""
    by = change.seat.person_id if change.seat is not None else None
    line = UnitChange(unit_id=change.board.unit_id, by_id=by, at=change.now, what=UnitDeed.CLOSED)
    line.before, line.after = before[:RESPONSIBLE_MAX], after[:RESPONSIBLE_MAX]
    change.session.add(line)
