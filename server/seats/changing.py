"""What a coordinator changes about a member's seat: its name, and whether it writes for others."""

from schemas.act import Act
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged
from server.change import Change, change
from server.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.parts import Parts
from server.seats.names import wrong_name

NOT_RENAMED = N_("Navnet er ikke ændret. Ret det, der står ved feltet.")


async def rename(parts: Parts, coordinator: Seat, other: Seat, name: str) -> None:
    """Call a member's seat something else, of 1 to 40 characters. Raises Invalid; NotAllowed for the seat of staff."""
    wrong = wrong_name(name) if name else N_("Skriv et navn. Fornavn er nok.")
    if wrong:
        raise Invalid(NOT_RENAMED, fields={"name": wrong})
    async with change(parts, coordinator, Act.SEATS) as board:
        seat = await _member(board, other)
        if seat.name != name:
            seat.name = name
            board.tell(SeatChanged(seat.id))


async def make_scribe(parts: Parts, coordinator: Seat, other: Seat, *, scribe: bool) -> None:
    """Let a member write for those at their table who have no phone, or no longer. An observer writes nothing."""
    async with change(parts, coordinator, Act.SEATS) as board:
        seat = await _member(board, other)
        if scribe and seat.role is Role.OBSERVER:
            raise NotNow(N_("En observatør kan ikke skrive for andre."))
        if seat.scribe is not scribe:
            seat.scribe = scribe
            board.tell(SeatChanged(seat.id))


async def _member(board: Change, other: Seat) -> Seat:
    seat = await board.session.get_one(Seat, other.id)
    if seat.removed_at is not None:
        raise NotFound
    if seat.staff:
        raise NotAllowed
    return seat
