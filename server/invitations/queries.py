"""Looking up invitations. What is used, ended, too old or unknown is told apart by nobody but its own guest."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import normal
from schemas.invitation import Invitation, used_up
from schemas.meeting import Meeting
from server import clock
from server.access import Visitor
from server.invitations.codes import hashed, token_of
from server.parts import Parts
from server.seats.joining import WayIn
from server.seats.sitting import occupant, with_seat


@dataclass(frozen=True)
class Invited(WayIn):
    """An invitation with what it leads to."""

    invitation: Invitation


async def of_token(parts: Parts, visitor: Visitor, token: str) -> Invited | None:
    """The invitation of a link, used or not, while its meeting goes on; None for any other."""
    query = (
        select(Meeting, Board, Invitation)
        .select_from(Invitation)
        .join(Meeting, col(Meeting.id) == Invitation.meeting_id)
        .join(Board, col(Board.id) == Invitation.board_id)
        .where(Invitation.token_hash == hashed(parts.settings, token))
        .where(col(Meeting.ended_at).is_(None), col(Invitation.expires_at) > clock.now())
    )
    async with parts.database.snapshot() as session:
        row = (await session.execute(with_seat(query, visitor))).one_or_none()
        if row is None:
            return None
        meeting, board, invitation, seat = row
        return Invited(meeting, board, await occupant(session, visitor, board, seat), invitation)


async def token_of_code(parts: Parts, typed: str) -> str | None:
    """The token behind a typed code while it may be used; None alike for wrong, used, closed and unknown."""
    query = (
        select(Invitation.id)
        .join(Meeting, col(Meeting.id) == Invitation.meeting_id)
        .where(Invitation.code_hash == hashed(parts.settings, normal(typed)), ~used_up())
        .where(col(Meeting.ended_at).is_(None), col(Meeting.door_open), col(Invitation.expires_at) > clock.now())
    )
    async with parts.database.snapshot() as session:
        found = (await session.execute(query)).scalar_one_or_none()
    return token_of(parts.settings, typed) if found is not None else None


async def made(session: AsyncSession, meeting: Meeting) -> tuple[int, int]:
    """How many invitations to a meeting there are, and how many of them are used."""
    counted = select(func.count(), func.count().filter(used_up()))
    row = (await session.execute(counted.where(col(Invitation.meeting_id) == meeting.id))).one()
    return row[0], row[1]
