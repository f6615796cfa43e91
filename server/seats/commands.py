"""The door to a meeting, leaving a seat, and being removed from it."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.seat import Seat, SeatRemoved
from schemas.session import BrowserSession, SessionSeat
from server import clock
from server.change import Change, change
from server.discussion.queue import step_out
from server.errors import N_, NotNow
from server.follows.forgetting import forget_member
from server.invitations.forgetting import forget_guest
from server.parts import Parts
from server.votes.removed import note_removed

LOCKED = N_("Døren er låst. Bed koordinatoren om at låse op.")
OVER = N_("Mødet er slut.")
OFF = N_("Mødet er aflyst.")
BEFORE = N_("Døren åbner, når mødet begynder.")


def shut(meeting: Meeting) -> str:
    """What is said at a door that is not open."""
    if meeting.over:
        return OFF if meeting.cancelled_at is not None else OVER
    return BEFORE if clock.now() < meeting.starts_at else LOCKED


async def leave(parts: Parts, browser: BrowserSession, seat: Seat) -> None:
    """This browser leaves the board and forgets everything; the seat waits for its return code."""
    async with change(parts, seat, Act.LEAVE) as board:
        await step_out(board, board.by)
        board.by.nonce = None  # the join form, sent again on a shared screen, must not be a way back to this seat
        await board.session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))


async def remove(parts: Parts, coordinator: Seat, *others: Seat) -> None:
    """Take seats away, all in one change. Who is gone already is left out. Raises NotNow for one's own seat."""
    async with change(parts, coordinator, Act.SEATS) as board:
        query = select(Seat).where(col(Seat.id).in_([other.id for other in others]), col(Seat.removed_at).is_(None))
        for seat in (await board.session.execute(query.order_by(col(Seat.id)))).scalars().all():
            await _take_away(parts, board, seat)


async def _take_away(parts: Parts, board: Change, seat: Seat) -> None:
    """Take a seat away; its pages are closed within two seconds. Its ideas stay, and so does what it said in secret:
    its ballot, its answer to "Blev du hørt?" and to questions about ideas. Were they taken out, two looks at a number
    would tell whether they were there, and what they said. From now on it says nothing more: `change` and the ballot
    box know no seat that is gone."""
    if seat.id == board.by.id:
        raise NotNow(N_("Du kan ikke fjerne dig selv."))
    seat.removed_at, seat.return_hash, seat.nonce = board.now, None, None
    await note_removed(board.session, seat)
    await forget_member(board.session, parts.settings, seat.id)
    await forget_guest(board.session, parts.settings, seat)
    await board.session.execute(delete(SessionSeat).where(col(SessionSeat.seat_id) == seat.id))
    await step_out(board, seat)
    board.tell(SeatRemoved(seat.id))


async def meeting_of_seat(parts: Parts, seat: Seat) -> Meeting | None:
    """The meeting that a seat was taken in."""
    async with parts.database.snapshot() as session:
        return await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None
