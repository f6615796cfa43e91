"""Looking up invitations. Nobody but the guest can tell whether an invitation is used, ended, too old or unknown."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import normal
from schemas.invitation import Invitation, used_up
from schemas.meeting import Meeting
from schemas.member import Member
from schemas.seat import Seat
from server.core import clock
from server.core.access import Visitor
from server.core.runtime import Runtime
from server.meeting.invitations.codes import hashed, slip_token, token_of
from server.meeting.seats.joining import WayIn
from server.meeting.seats.sitting import occupant, with_seat


@dataclass(frozen=True)
class Invited(WayIn):
    """An invitation with the meeting that it leads to."""

    invitation: Invitation
    own: Seat | None = None
    """The seat that its guest has already: the link opens it, where it was mailed to them. A link that went through a
    coordinator's hands never does."""


def _open_invitation(runtime: Runtime, token: str, *read: Any) -> Any:
    query = select(*read).select_from(Invitation).join(Meeting, col(Meeting.id) == Invitation.meeting_id)
    query = query.where(Invitation.token_hash == hashed(runtime.settings, token))
    return query.where(col(Meeting.ended_at).is_(None), col(Invitation.expires_at) > clock.now())


async def leads_in(runtime: Runtime, token: str) -> bool:
    """Whether a link belongs to an invitation, used or not, that has not expired and whose meeting is not over."""
    async with runtime.database.snapshot() as session:
        return (await session.execute(_open_invitation(runtime, token, Invitation.id))).scalar_one_or_none() is not None


async def of_token(runtime: Runtime, visitor: Visitor, token: str) -> Invited | None:
    """The invitation behind a link, used or not, that has not expired and whose meeting is not over; else None."""
    query = _open_invitation(runtime, token, Meeting, Board, Invitation).join(
        Board, col(Board.id) == Invitation.board_id
    )
    async with runtime.database.snapshot() as session:
        row = (await session.execute(with_seat(query, visitor))).one_or_none()
        if row is None:
            return None
        meeting, board, invitation, seat = row
        own = await _own_seat(session, invitation)
        return Invited(meeting, board, await occupant(session, visitor, board, seat), invitation, own)


async def _own_seat(session: AsyncSession, invitation: Invitation) -> Seat | None:
    if invitation.member_id is None or not invitation.salt:
        return None
    query = select(Seat).join(Member, col(Member.seat_id) == Seat.id).where(Member.id == invitation.member_id)
    return (await session.execute(query.where(col(Seat.removed_at).is_(None)))).scalar_one_or_none()


async def token_of_code(runtime: Runtime, typed: str) -> tuple[str | None, bool]:
    """The token behind a typed code, and whether the code exists at all. The token is None whether the code is unknown,
    used or expired, or the meeting is closed or over, and takes the same query in each case. Whether the code exists is
    for rate limits only; no page may show it."""
    columns: Any = (used_up(), Invitation.expires_at, Meeting.ended_at, Meeting.door_open)
    query = select(*columns).join(Meeting, col(Meeting.id) == Invitation.meeting_id)
    query = query.where(Invitation.code_hash == hashed(runtime.settings, normal(typed)))
    async with runtime.database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
    token = token_of(runtime.settings, typed)
    if row is None:
        return None, False
    used, expires_at, ended_at, door_open = row
    works = not used and ended_at is None and door_open and expires_at > clock.now()
    return (token if works else None), True


async def slip_of_code(runtime: Runtime, typed: str) -> str | None:
    """The token behind the code on a slip that asks somebody to be on a board's list; None if the code is unknown or
    used."""
    token = slip_token(runtime.settings, typed)
    query = select(Member.id).where(Member.yes_hash == hashed(runtime.settings, token), col(Member.left_at).is_(None))
    async with runtime.database.snapshot() as session:
        return token if (await session.execute(query)).first() is not None else None


async def made(session: AsyncSession, meeting: Meeting) -> tuple[int, int]:
    """The number of invitations to a meeting, and how many of them are used."""
    counts = select(func.count(), func.count().filter(used_up()))
    row = (await session.execute(counts.where(col(Invitation.meeting_id) == meeting.id))).one()
    return row[0], row[1]
