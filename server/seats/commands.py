"""The door to a meeting, leaving a seat, and being removed from it."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import Act
from schemas.codes import normal
from schemas.meeting import Meeting
from schemas.round import Ballot, Round, RoundState, RoundVoter
from schemas.seat import Seat, SeatRemoved
from schemas.session import BrowserSession, SessionSeat
from server import clock
from server.change import change
from server.discussion.queue import step_out
from server.errors import N_, NotNow
from server.follow_ups.answering import forget_answers
from server.follows.forgetting import forget_member
from server.invitations.forgetting import forget_guest
from server.parts import Parts
from server.summary.heard import forget_heard
from server.votes.voter import voter_key

LOCKED = N_("Døren er låst. Bed koordinatoren om at låse op.")
BEFORE = N_("Døren åbner, når mødet begynder.")


def shut(meeting: Meeting) -> str:
    """What is said at a door that is not open."""
    return BEFORE if clock.now() < meeting.starts_at else LOCKED


async def meeting_of_code(parts: Parts, typed: str) -> Meeting | None:
    """The meeting of a typed code while its door is open; None alike for wrong, closed and unknown."""
    query = select(Meeting).where(
        Meeting.code == normal(typed), col(Meeting.door_open), col(Meeting.ended_at).is_(None)
    )
    async with parts.database.snapshot() as session:
        return (await session.execute(query)).scalar_one_or_none()


async def leave(parts: Parts, browser: BrowserSession, seat: Seat) -> None:
    """This browser leaves the board and forgets everything; the seat waits for its return code."""
    async with change(parts, seat, Act.LEAVE) as board:
        await step_out(board, board.by)
        board.by.nonce = None  # the join form, sent again on a shared screen, must not be a way back to this seat
        await board.session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))


async def remove(parts: Parts, coordinator: Seat, other: Seat) -> None:
    """Take a seat away. Its ballot in an open round and its answer to "Blev du hørt?" go, its ideas stay; its pages are
    closed within two seconds."""
    async with change(parts, coordinator, Act.SEATS) as board:
        seat = await board.session.get_one(Seat, other.id)
        if seat.removed_at is not None:
            return
        if seat.id == board.by.id:
            raise NotNow(N_("Du kan ikke fjerne dig selv."))
        seat.removed_at, seat.return_hash, seat.nonce = board.now, None, None
        open_rounds = select(Round).where(Round.board_id == seat.board_id, Round.state == RoundState.OPEN)
        for round_ in (await board.session.execute(open_rounds.with_for_update())).scalars():
            assert round_.secret is not None
            key = voter_key(round_.secret, seat.id)
            await board.session.execute(
                delete(Ballot).where(col(Ballot.round_id) == round_.id, col(Ballot.voter) == key)
            )
            gone = delete(RoundVoter).where(col(RoundVoter.round_id) == round_.id, col(RoundVoter.seat_id) == seat.id)
            if (await board.session.execute(gone)).rowcount:  # type: ignore[attr-defined]
                round_.eligible -= 1
        await forget_heard(board, seat)
        await forget_answers(board, seat)
        await forget_member(board.session, parts.settings, seat.id)
        await forget_guest(board.session, parts.settings, seat)
        await board.session.execute(delete(SessionSeat).where(col(SessionSeat.seat_id) == seat.id))
        await step_out(board, seat)
        board.tell(SeatRemoved(seat.id))


async def meeting_of_seat(parts: Parts, seat: Seat) -> Meeting | None:
    """The meeting that a seat was taken in."""
    async with parts.database.snapshot() as session:
        return await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None
