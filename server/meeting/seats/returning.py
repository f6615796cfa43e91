"""Coming back to a seat with its return code."""

from datetime import datetime

from sqlalchemy import Update, update
from sqlmodel import col, select

from schemas.act import Act
from schemas.codes import RETURN_LENGTH, keyed_hash, new_code, normal
from schemas.meeting import Meeting
from schemas.seat import Seat, SeatReturned
from schemas.session import SessionSeat
from server.core import clock, sessions
from server.core.access import Visitor
from server.core.change import Change, changing, changing_board
from server.core.errors import NotAllowed
from server.core.reading_choices import of_seat
from server.core.runtime import Runtime
from server.core.seating import HELD, held, take_up
from server.meeting.seats.sitting import make_room


async def come_back(runtime: Runtime, visitor: Visitor, typed: str) -> tuple[str, Meeting] | None:
    """Take the seat that belongs to a return code. Returns the new cookie and the seat's meeting; None if the code does
    not work.

    The seat's other devices show that the code was used; this one does not.
    """
    query = select(Seat).where(
        Seat.return_hash == keyed_hash(runtime.settings.secret, normal(typed)), col(Seat.removed_at).is_(None)
    )
    async with runtime.database.snapshot() as session:
        match = (await session.execute(query)).scalar_one_or_none()
    if match is None or match.meeting_id is None:
        return None
    async with changing_board(runtime, match.board_id) as change:
        seat = await change.session.get(Seat, match.id, with_for_update=HELD)
        if seat is None or seat.removed_at is not None or seat.return_hash != match.return_hash:
            return None
        meeting = await change.session.get_one(Meeting, seat.meeting_id)
        seat.return_used_at = change.now
        change.tell(SeatReturned(seat.id))
        cookie = await sit_again(runtime, change, visitor, seat)
    return cookie, meeting


async def sit_again(runtime: Runtime, change: Change, visitor: Visitor, seat: Seat) -> str:
    """Within a change, put the visitor's screen on a seat that is theirs. Returns its new cookie. What it is told of a
    code or link that was used, it has seen."""
    take_up(change, seat)
    before = await make_room(change, visitor, seat)
    cookie, browser = await sessions.renew(change.session, runtime, before, visitor.language)
    await sessions.sit(change.session, browser, seat)
    await change.session.execute(_acknowledged(browser.id, seat.board_id, change.now))
    of_seat(seat, visitor.reading).give(browser)
    return cookie


def used_elsewhere(seat: Seat, sits: SessionSeat | None) -> datetime | None:
    """When the seat's return code was last used on another device than that of `sits`. None if it never was, or if that
    has been acknowledged on this device."""
    used = seat.return_used_at
    if sits is None or used is None:
        return None
    return used if used > max(sits.since, sits.code_seen_at or sits.since) else None


async def saw(runtime: Runtime, sits: SessionSeat) -> None:
    """Acknowledge on this device that the return code was used; it is shown again the next time that happens. This
    tells no event, since nobody else's page shows it."""
    async with runtime.database.begin() as session:
        await session.execute(_acknowledged(sits.session_id, sits.board_id, clock.now()))


def _acknowledged(session_id: int, board_id: int, now: datetime) -> Update:
    mine = (col(SessionSeat.session_id) == session_id, col(SessionSeat.board_id) == board_id)
    return update(SessionSeat).where(*mine).values(code_seen_at=now)


async def new_return_code(runtime: Runtime, seat: Seat) -> str:
    """Make a new return code for a seat, to be shown in its own browser. The old one stops working. Only where there is
    none, since a coordinator has ended it, does the new one open "Mine oplysninger" too. Raises NotAllowed for a seat
    of staff."""
    code = new_code(RETURN_LENGTH)
    if seat.staff:  # whoever got hold of the code could act as staff without signing in
        raise NotAllowed
    async with changing(runtime, seat, Act.LEAVE) as change:
        change.by.code_by_screen = change.by.return_hash is not None
        change.by.return_hash = keyed_hash(runtime.settings.secret, code)
    return code


async def end_return_code(runtime: Runtime, coordinator: Seat, other: Seat) -> None:
    """Make a seat's return code stop working. Nobody needs to know the code."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await held(change, other)
        seat.return_hash = None
