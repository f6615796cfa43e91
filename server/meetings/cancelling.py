"""Cancelling a meeting that has not begun."""

from sqlmodel import col, select

from schemas.act import Act
from schemas.idea import Idea
from schemas.meeting import Meeting, MeetingCancelled
from schemas.seat import Seat
from server.change import change
from server.errors import N_, NotNow
from server.parts import Parts

BEGUN = N_("Mødet er begyndt, og der er skrevet idéer. Slut det i stedet. Så er de ikke væk.")


async def cancel_meeting(parts: Parts, seat: Seat, meeting: Meeting) -> None:
    """The meeting is not held; whoever was invited by mail is told. The same again is done once. Raises NotNow when it
    has been led on or somebody has written: that would be lost from sight."""
    async with change(parts, seat, Act.SET_UP) as board:
        at = await board.session.get_one(Meeting, meeting.id)
        if at.cancelled_at is not None:
            return
        if at.over:
            raise NotNow(N_("Mødet er slut."))
        written = select(Idea.id).where(col(Idea.meeting_id) == at.id).limit(1)
        if at.phase_no > 1 or (await board.session.execute(written)).first() is not None:
            raise NotNow(BEGUN)
        at.cancelled_at = at.ended_at = board.now
        at.door_open, at.sequence = False, at.sequence + 1
        board.tell(MeetingCancelled(at.id))
