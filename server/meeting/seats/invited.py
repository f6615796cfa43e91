"""An invitation that is used: it gives a seat, or opens the one that its guest has already. It does either once."""

from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.seat import Seat, SeatJoined, SeatReturned
from server.core.access import Visitor
from server.core.attending import goes_on
from server.core.change import Change, changing_board
from server.core.errors import NotFound, NotNow
from server.core.runtime import Runtime
from server.core.seat_hooks import INVITED_SAT
from server.core.seating import HELD
from server.meeting.seats.commands import shut
from server.meeting.seats.returning import sit_again


async def used(change: Change, invitation: Invitation, seat: Seat) -> None:
    """Within a change: the invitation has led to this seat, and leads nobody else anywhere."""
    invitation.used_at, invitation.seat_id, invitation.name = change.now, seat.id, ""
    await INVITED_SAT(change, invitation, seat)


async def open_seat(runtime: Runtime, visitor: Visitor, invitation: Invitation, seat: Seat) -> tuple[str, Meeting]:
    """Take the guest's own seat again, on this screen, and go on with it at the meeting of the invitation. Returns the
    new cookie and that meeting. The seat's other devices show that somebody came in by the link; this one does not.

    Raises NotFound if the invitation is used or the seat is gone, and NotNow if the door is not open."""
    async with changing_board(runtime, seat.board_id) as change:
        held = await change.session.get(Invitation, invitation.id, with_for_update=True)
        mine = await change.session.get(Seat, seat.id, with_for_update=HELD)
        if held is None or held.used or mine is None or mine.removed_at is not None:
            raise NotFound
        meeting = await change.session.get_one(Meeting, held.meeting_id)
        if meeting.over or not meeting.door_open:
            raise NotNow(shut(meeting))
        mine.return_used_at = change.now
        change.tell(SeatReturned(mine.id))
        if mine.meeting_id != meeting.id:
            await goes_on(change, mine)
            mine.meeting_id, mine.scribe = meeting.id, False
            change.tell(SeatJoined(mine.id))
        await used(change, held, mine)
        cookie = await sit_again(runtime, change, visitor, mine)
    return cookie, meeting
