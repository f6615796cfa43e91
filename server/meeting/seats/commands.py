"""Leaving a seat, and what a coordinator does with the seats of others: rename, make somebody a scribe or a moderator,
remove."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged
from schemas.session import BrowserSession
from server.core import clock
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.seat_hooks import SEAT_LEFT
from server.core.seating import held
from server.core.trail import specify_things
from server.meeting.seats.ending import end_seat
from server.meeting.seats.names import wrong_name

LOCKED = N_("Døren er låst. Bed koordinatoren om at låse op.")
OVER = N_("Mødet er slut.")
OFF = N_("Mødet er aflyst.")
BEFORE = N_("Døren åbner, når mødet begynder.")


def shut(meeting: Meeting) -> str:
    """The sentence at a door that is not open: why one cannot join."""
    if meeting.over:
        return OFF if meeting.cancelled_at is not None else OVER
    return BEFORE if clock.now() < meeting.starts_at else LOCKED


async def leave(runtime: Runtime, browser: BrowserSession, seat: Seat) -> None:
    """Leave the board and end this browser's session. The seat stays, and can be taken again with its return code."""
    async with changing(runtime, seat, Act.LEAVE) as change:
        await SEAT_LEFT(change, change.by)
        change.by.nonce = None  # on a shared screen, sending the join form again must not lead back to this seat
        await change.session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))


async def remove(runtime: Runtime, coordinator: Seat, *others: Seat) -> None:
    """Remove seats, all in one change. Seats that are removed already are skipped. Raises NotNow for one's own seat."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        query = select(Seat).where(col(Seat.id).in_([other.id for other in others]), col(Seat.removed_at).is_(None))
        gone = (await change.session.execute(query.order_by(col(Seat.id)))).scalars().all()
        specify_things("seat", [seat.public_id for seat in gone])
        for seat in gone:
            await _remove(runtime, change, seat)


async def _remove(runtime: Runtime, change: Change, seat: Seat) -> None:
    if seat.id == change.by.id:
        raise NotNow(N_("Du kan ikke fjerne dig selv."))
    await end_seat(change, runtime.settings, seat)


async def meeting_of_seat(runtime: Runtime, seat: Seat) -> Meeting | None:
    """The meeting that a seat belongs to; None if it belongs to none."""
    async with runtime.database.snapshot() as session:
        return await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None


NOT_RENAMED = N_("Navnet er ikke ændret. Ret det, der står ved feltet.")


async def rename(runtime: Runtime, coordinator: Seat, other: Seat, name: str) -> None:
    """Give a member's seat another name, of 1 to NAME_MAX characters. Raises Invalid for the name, NotFound for a
    removed seat, and NotAllowed for a seat of staff."""
    wrong = wrong_name(name) if name else N_("Skriv et navn. Fornavn er nok.")
    if wrong:
        raise Invalid(NOT_RENAMED, fields={"name": wrong})
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await member_seat(change, other)
        if seat.name != name:
            seat.name = name
            change.tell(SeatChanged(seat.id))


async def make_scribe(runtime: Runtime, coordinator: Seat, other: Seat, *, scribe: bool) -> None:
    """Let a member write for people at their table who have no phone, or end that. Raises NotNow for an observer, who
    may not write, NotFound for a removed seat, and NotAllowed for a seat of staff."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await member_seat(change, other)
        if scribe and seat.role is Role.OBSERVER:
            raise NotNow(N_("En observatør kan ikke skrive for andre."))
        if seat.scribe is not scribe:
            seat.scribe = scribe
            change.tell(SeatChanged(seat.id))


async def make_moderator(runtime: Runtime, coordinator: Seat, other: Seat, *, moderates: bool) -> None:
    """Let a member look at what others write, at all meetings of the board, or end that. Raises NotFound for a removed
    seat, and NotAllowed for a seat of staff: a coordinator does it anyway."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await member_seat(change, other)
        if seat.moderates is not moderates:
            seat.moderates = moderates
            change.tell(SeatChanged(seat.id))


async def member_seat(change: Change, other: Seat) -> Seat:
    """As part of a coordinator's change: a member's seat as it is now. Raises NotFound for a removed seat, and
    NotAllowed for a seat of staff."""
    seat = await held(change, other)
    if seat.removed_at is not None:
        raise NotFound
    if seat.staff:
        raise NotAllowed
    return seat
