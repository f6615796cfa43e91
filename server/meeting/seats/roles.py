"""Correcting a role that was tapped wrongly, among those one may join with, until the first round of the meeting opens:
from then on votes may have been counted by role. The person is told, and their own word about themselves counts.
"""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.act import Act
from schemas.meeting import Meeting
from schemas.roles import JOINABLE, Role
from schemas.round import Round
from schemas.seat import Seat, SeatChanged
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.renewing import due_to_renew
from server.core.runtime import Runtime
from server.meeting.seats.commands import OVER, member_seat

NOT_CHANGED = N_("Rollen er ikke ændret. Ret det, der står ved feltet.")
NOT_ASKED = N_("På dette møde spørger vi ingen om deres rolle.")
VOTED = N_("Rollen kan ikke rettes, når I har stemt i mødet.")


async def why_not(session: AsyncSession, seat: Seat) -> str:
    """Why a member's role cannot be corrected any more, as a sentence; "" if it can. Two queries."""
    meeting = await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None
    if meeting is None or meeting.over:
        return OVER
    if not meeting.form.asks_roles:
        return NOT_ASKED
    rounds = select(Round.id).where(Round.meeting_id == meeting.id).limit(1)
    return VOTED if (await session.execute(rounds)).first() is not None else ""


async def roles_of(session: AsyncSession, seat: Seat) -> tuple[Role, ...]:
    """The roles among which one could choose at the meeting that a seat is for. One query."""
    meeting = await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None
    return meeting.form.roles or (Role.CITIZEN,) if meeting else JOINABLE


async def correct_role(runtime: Runtime, coordinator: Seat, other: Seat, role: str) -> None:
    """Give a member's seat another of the roles one may join with. The same role as before says that the coordinator
    has seen what the person said about a correction. Raises Invalid for any other role, NotNow once the meeting has
    voted or is over, NotFound for a removed seat, and NotAllowed for a seat of staff."""
    wanted = Role(role) if role in set(Role) else None
    async with changing(runtime, coordinator, Act.SEATS) as change:
        seat = await member_seat(change, other)
        if wanted is None or wanted not in await roles_of(change.session, seat):
            raise Invalid(NOT_CHANGED, fields={"role": N_("Vælg en af rollerne.")})
        if wanted is not seat.role:
            if sentence := await why_not(change.session, seat):
                raise NotNow(sentence)
            came_as = seat.role_was or seat.role
            await _give(change, seat, wanted)
            seat.role_was = None if came_as is wanted else came_as
        seat.role_doubted_at = None
        change.tell(SeatChanged(seat.id))


async def answer_correction(runtime: Runtime, seat: Seat, *, fits: bool) -> None:
    """What the person says of the correction. If it does not fit they have the role back that they came with, or, if
    the meeting has voted, the coordinator is told. Does nothing if there is no correction to speak of."""
    async with changing(runtime, seat, Act.LEAVE) as change:
        mine = change.by
        if mine.role_was is None:
            return
        if not fits:
            if not await why_not(change.session, mine):
                await _give(change, mine, mine.role_was)
            mine.role_doubted_at = change.now
        mine.role_was = None
        change.tell(SeatChanged(mine.id))


async def _give(change: Change, seat: Seat, role: Role) -> None:
    seat.role = role
    seat.scribe = seat.scribe and role is not Role.OBSERVER
    await due_to_renew(change.session, seat)
