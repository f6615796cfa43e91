"""Leaving a seat, and what a coordinator does with those of others: the name, who writes for others, who is removed."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged
from schemas.session import BrowserSession, SessionSeat
from server.core import clock
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.seat_hooks import MEMBER_FORGOTTEN, SEAT_LEFT
from server.core.seating import held, take_away
from server.meeting.invitations.forgetting import forget_guest
from server.meeting.seats.names import wrong_name

LOCKED = N_("Døren er låst. Bed koordinatoren om at låse op.")
OVER = N_("Mødet er slut.")
OFF = N_("Mødet er aflyst.")
BEFORE = N_("Døren åbner, når mødet begynder.")


def shut(meeting: Meeting) -> str:
    """What is said at a door that is not open."""
    if meeting.over:
        return OFF if meeting.cancelled_at is not None else OVER
    return BEFORE if clock.now() < meeting.starts_at else LOCKED


async def leave(runtime: Runtime, browser: BrowserSession, seat: Seat) -> None:
    """This browser leaves the board and forgets everything; the seat waits for its return code."""
    async with changing(runtime, seat, Act.LEAVE) as change:
        await SEAT_LEFT(change, change.by)
        change.by.nonce = None  # the join form, sent again on a shared screen, must not be a way back to this seat
        await change.session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))


async def remove(runtime: Runtime, coordinator: Seat, *others: Seat) -> None:
    """Take seats away, all in one change. Who is gone already is left out. Raises NotNow for one's own seat."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        query = select(Seat).where(col(Seat.id).in_([other.id for other in others]), col(Seat.removed_at).is_(None))
        for seat in (await change.session.execute(query.order_by(col(Seat.id)))).scalars().all():
            await _take_away(runtime, change, seat)


async def _take_away(runtime: Runtime, change: Change, seat: Seat) -> None:
    """Take a seat away; its pages are closed within two seconds. Its ideas stay, and so does what it said in secret:
    its ballot, its answer to "Blev du hørt?" and to questions about ideas. Were they taken out, two looks at a number
    would tell whether they were there, and what they said. From now on it says nothing more: `change` and the ballot
    box know no seat that is gone."""
    if seat.id == change.by.id:
        raise NotNow(N_("Du kan ikke fjerne dig selv."))
    seat.return_hash, seat.nonce = None, None
    await take_away(change, seat)
    await MEMBER_FORGOTTEN(change.session, runtime.settings, seat)
    await forget_guest(change.session, runtime.settings, seat)
    await change.session.execute(delete(SessionSeat).where(col(SessionSeat.seat_id) == seat.id))


async def meeting_of_seat(runtime: Runtime, seat: Seat) -> Meeting | None:
    """The meeting that a seat was taken in."""
    async with runtime.database.snapshot() as session:
        return await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None


NOT_RENAMED = N_("Navnet er ikke ændret. Ret det, der står ved feltet.")


async def rename(runtime: Runtime, coordinator: Seat, other: Seat, name: str) -> None:
    """Call a member's seat something else, of 1 to 40 characters. Raises Invalid; NotAllowed for the seat of staff."""
    wrong = wrong_name(name) if name else N_("Skriv et navn. Fornavn er nok.")
    if wrong:
        raise Invalid(NOT_RENAMED, fields={"name": wrong})
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await _member(change, other)
        if seat.name != name:
            seat.name = name
            change.tell(SeatChanged(seat.id))


async def make_scribe(runtime: Runtime, coordinator: Seat, other: Seat, *, scribe: bool) -> None:
    """Let a member write for those at their table who have no phone, or no longer. An observer writes nothing."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await _member(change, other)
        if scribe and seat.role is Role.OBSERVER:
            raise NotNow(N_("En observatør kan ikke skrive for andre."))
        if seat.scribe is not scribe:
            seat.scribe = scribe
            change.tell(SeatChanged(seat.id))


async def _member(change: Change, other: Seat) -> Seat:
    seat = await held(change, other)
    if seat.removed_at is not None:
        raise NotFound
    if seat.staff:
        raise NotAllowed
    return seat
