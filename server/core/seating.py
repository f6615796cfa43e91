"""The seat that whoever asks sits on: it counts from the moment their cookie comes back, and staff have one by account.

A seat is awaited until its browser has come back with the cookie that it was given. It goes again where the cookie
never comes: some programs that read QR codes open pages in a window that keeps none.
"""

from sqlmodel import select

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import NAME_MAX, Seat, SeatJoined, SeatRemoved
from server.core.change import Change, changing_board
from server.core.errors import NotFound
from server.core.office import seat_by_right
from server.core.runtime import Runtime
from server.core.seat_hooks import CAME, SEAT_LEFT, SEAT_REMOVED

HELD = {"key_share": True}
"""A row of a seat that is read so stays, until the transaction ends: `prune` passes it by."""


async def take_away(change: Change, seat: Seat) -> None:
    """As a part of a change: the seat is nobody's any more, and SeatRemoved is told. Its ideas and its ballot stay."""
    seat.removed_at = change.now
    await SEAT_REMOVED(change, seat)
    await SEAT_LEFT(change, seat)
    change.tell(SeatRemoved(seat.id))


async def held(change: Change, seat: Seat) -> Seat:
    """As a part of a change: a seat as it is now, held until the change ends. Raises NotFound where it has gone."""
    now = await change.session.get(Seat, seat.id, with_for_update=HELD)
    if now is None:
        raise NotFound
    return now


async def arrived(runtime: Runtime, seat: Seat) -> None:
    """The cookie of a seat's browser has come back: from now on the seat counts. Raises NotFound where it has gone
    meanwhile."""
    async with changing_board(runtime, seat.board_id) as change:
        mine = await held(change, seat)
        if mine.removed_at is not None:
            raise NotFound
        take_up(change, mine)
    seat.awaited_since = None


def take_up(change: Change, seat: Seat) -> None:
    """The same as a part of a change; nothing for a seat that counts already."""
    if seat.awaited_since is not None:
        seat.awaited_since = None
        change.tell(SeatJoined(seat.id))


async def staff_seat(runtime: Runtime, person: Person, board: Board) -> Seat | None:
    """The seat of a person on a board: the one they have, or a leader's while their unit answers for the board."""
    async with runtime.database.begin() as session:
        right = await seat_by_right(session, person, board)
    if right.awaited:
        await CAME(runtime, person, board)
    if right.seat is None:
        return await give_seat(runtime, person, board, Role.LEADER) if right.leads else None
    if right.seat.called_title is not None:
        right.seat.name, right.seat.called_title = person.name[:NAME_MAX], None
    return right.seat


async def give_seat(runtime: Runtime, person: Person, board: Board, role: Role) -> Seat:
    """Give a person a seat on a board; the one they have already, if any."""
    async with changing_board(runtime, board.id) as change:
        query = select(Seat).where(Seat.board_id == board.id, Seat.person_id == person.id)
        seat = (await change.session.execute(query)).scalar_one_or_none()
        if seat is None:
            seat = Seat(
                public_id=new_public_id(),
                board_id=board.id,
                person_id=person.id,
                role=role,
                name=person.name[:NAME_MAX],
                joined_at=change.now,
            )
            change.session.add(seat)
            await change.session.flush()
            change.tell(SeatJoined(seat.id))
    return seat
