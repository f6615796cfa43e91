"""Coming back to one's seat with a return code."""

from sqlmodel import col, select

from schemas.act import Act
from schemas.codes import RETURN_LENGTH, keyed_hash, new_code, normal
from schemas.meeting import Meeting
from schemas.seat import Seat, SeatReturned
from server import sessions
from server.access import Visitor
from server.change import change, change_board
from server.errors import NotAllowed
from server.parts import Parts
from server.reading.choices import of_seat


async def come_back(parts: Parts, visitor: Visitor, typed: str) -> tuple[str, Meeting] | None:
    """Sit on the seat of a return code: the new cookie and the meeting; None for a code that is not good.

    The other device is shown that the code was used.
    """
    query = select(Seat).where(
        Seat.return_hash == keyed_hash(parts.settings.secret, normal(typed)), col(Seat.removed_at).is_(None)
    )
    async with parts.database.snapshot() as session:
        found = (await session.execute(query)).scalar_one_or_none()
    if found is None or found.meeting_id is None:
        return None
    async with change_board(parts, found.board_id) as board:
        seat = await board.session.get_one(Seat, found.id)
        if seat.removed_at is not None or seat.return_hash != found.return_hash:
            return None
        meeting = await board.session.get_one(Meeting, seat.meeting_id)
        seat.return_used_at = board.now
        board.tell(SeatReturned(seat.id))
        cookie, browser = await sessions.renew(board.session, parts, visitor.session, visitor.language)
        await sessions.sit(board.session, browser, seat)
        of_seat(seat, visitor.reading).give(browser)
    return cookie, meeting


async def new_return_code(parts: Parts, seat: Seat) -> str:
    """A new return code for a seat, shown to its own browser; the old one is worth nothing from then on."""
    code = new_code(RETURN_LENGTH)
    if seat.staff:  # whoever had it would act as staff without signing in
        raise NotAllowed
    async with change(parts, seat, Act.LEAVE) as board:
        board.by.return_hash = keyed_hash(parts.settings.secret, code)
    return code


async def end_return_code(parts: Parts, coordinator: Seat, other: Seat) -> None:
    """End a seat's return code without reading it."""
    async with change(parts, coordinator, Act.SEATS) as board:
        seat = await board.session.get_one(Seat, other.id)
        seat.return_hash = None
