"""The seat of whoever is asking: it counts from the moment its cookie comes back; staff have one through their account.

A new seat waits until its browser comes back with the cookie it was given. If the cookie never comes the seat is
deleted: some apps that read QR codes open pages in a window that keeps no cookies.
"""

from sqlmodel import select

from schemas.board import Board
from schemas.codes import new_public_id
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import NAME_MAX, Seat, SeatJoined, SeatRemoved
from server.core.attending import gave_a_seat_up
from server.core.change import Change, changing_board
from server.core.errors import NotFound
from server.core.office import seat_by_right
from server.core.runtime import Runtime
from server.core.seat_hooks import CAME, SEAT_LEFT, SEAT_REMOVED

HELD = {"key_share": True}
"""The lock with which a seat's row is read, so that it stays until the transaction ends: `prune` skips it."""


async def take_away(change: Change, seat: Seat) -> None:
    """Within a change, take the seat away from whoever has it, and tell SeatRemoved. Its ideas and its ballot stay."""
    seat.removed_at = change.now
    await gave_a_seat_up(change, seat)
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
    """Make a seat count, now that its cookie has come back. Raises NotFound if it was removed in between."""
    async with changing_board(runtime, seat.board_id) as change:
        mine = await held(change, seat)
        if mine.removed_at is not None:
            raise NotFound
        take_up(change, mine)
    seat.awaited_since = None


def take_up(change: Change, seat: Seat) -> None:
    """The same within a change; does nothing for a seat that counts already."""
    if seat.awaited_since is not None:
        seat.awaited_since = None
        change.tell(SeatJoined(seat.id))


async def staff_seat(runtime: Runtime, person: Person, board: Board) -> Seat | None:
    """A person's seat on a board: the one they have, or a new leader's seat if their unit answers for the board. None
    if neither."""
    async with runtime.database.snapshot() as session:
        right = await seat_by_right(session, person, board)
    if right.awaited:
        await CAME(runtime, person, board)
    if right.seat is None:
        return await give_seat(runtime, person, board, Role.LEADER) if right.leads else None
    if right.seat.called_title is not None:
        right.seat.name, right.seat.called_title = person.name[:NAME_MAX], None
    return right.seat


async def give_seat(runtime: Runtime, person: Person, board: Board, role: Role) -> Seat:
    """Give a person a seat on a board in `role`; returns the one they already have, if any, as it is."""
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
