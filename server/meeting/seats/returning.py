"""Coming back to one's seat with a return code."""

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
from server.core.change import changing, changing_board
from server.core.errors import NotAllowed
from server.core.reading_choices import of_seat
from server.core.runtime import Runtime
from server.core.seating import HELD, held, take_up
from server.meeting.seats.sitting import make_room


async def come_back(runtime: Runtime, visitor: Visitor, typed: str) -> tuple[str, Meeting] | None:
    """Sit on the seat of a return code: the new cookie and the meeting; None for a code that is not good.

    The seat's other devices are shown that the code was used; this one is not.
    """
    query = select(Seat).where(
        Seat.return_hash == keyed_hash(runtime.settings.secret, normal(typed)), col(Seat.removed_at).is_(None)
    )
    async with runtime.database.snapshot() as session:
        found = (await session.execute(query)).scalar_one_or_none()
    if found is None or found.meeting_id is None:
        return None
    async with changing_board(runtime, found.board_id) as change:
        seat = await change.session.get(Seat, found.id, with_for_update=HELD)
        if seat is None or seat.removed_at is not None or seat.return_hash != found.return_hash:
            return None
        meeting = await change.session.get_one(Meeting, seat.meeting_id)
        seat.return_used_at = change.now
        take_up(change, seat)
        change.tell(SeatReturned(seat.id))
        before = await make_room(change, visitor, seat)
        cookie, browser = await sessions.renew(change.session, runtime, before, visitor.language)
        await sessions.sit(change.session, browser, seat)
        await change.session.execute(_seen(browser.id, seat.board_id, change.now))
        of_seat(seat, visitor.reading).give(browser)
    return cookie, meeting


def used_elsewhere(seat: Seat, sits: SessionSeat | None) -> datetime | None:
    """When the seat's return code was used on another device than the one that sits on it like this; None when that was
    seen here, or never happened."""
    used = seat.return_used_at
    if sits is None or used is None:
        return None
    return used if used > max(sits.since, sits.code_seen_at or sits.since) else None


async def saw(runtime: Runtime, sits: SessionSeat) -> None:
    """It was seen on this device; it is said again when the code is used again. It is no event: nobody else's page
    shows it."""
    async with runtime.database.begin() as session:
        await session.execute(_seen(sits.session_id, sits.board_id, clock.now()))


def _seen(session_id: int, board_id: int, now: datetime) -> Update:
    mine = (col(SessionSeat.session_id) == session_id, col(SessionSeat.board_id) == board_id)
    return update(SessionSeat).where(*mine).values(code_seen_at=now)


async def new_return_code(runtime: Runtime, seat: Seat) -> str:
    """A new return code for a seat, shown to its own browser; the old one is worth nothing from then on."""
    code = new_code(RETURN_LENGTH)
    if seat.staff:  # whoever had it would act as staff without signing in
        raise NotAllowed
    async with changing(runtime, seat, Act.LEAVE) as change:
        change.by.return_hash = keyed_hash(runtime.settings.secret, code)
    return code


async def end_return_code(runtime: Runtime, coordinator: Seat, other: Seat) -> None:
    """End a seat's return code without reading it."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await held(change, other)
        seat.return_hash = None
