"""Forgetting the address of somebody who was invited, with any mail to them that has not been sent yet."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.invitation import Invitation
from schemas.mail import Mail
from schemas.seat import Seat
from server.core.settings import Settings
from server.meeting.invitations.telling import stop_link


async def forget_guest(session: AsyncSession, settings: Settings, seat: Seat) -> None:
    """Stop mail about any meeting to somebody whose seat was taken away, and forget their address."""
    theirs = select(Invitation).where(Invitation.seat_id == seat.id, Invitation.mail != "")
    for invitation in (await session.execute(theirs)).scalars().all():
        await forget(session, settings, invitation)


async def forget(session: AsyncSession, settings: Settings, invitation: Invitation) -> None:
    """Forget the address of an invitation, here and in every other invitation of that address to the same meeting.
    Unsent mail about the meeting is deleted."""
    mail = invitation.mail
    same: Iterable[Any] = (col(Invitation.meeting_id) == invitation.meeting_id, col(Invitation.mail) == mail)
    all_of_them = (await session.execute(select(Invitation).where(*same))).scalars()
    stops = [stop_link(settings, one) for one in all_of_them]
    unsent = (col(Mail.recipient) == mail, col(Mail.sent_at).is_(None), col(Mail.unsubscribe).in_(stops))
    await session.execute(delete(Mail).where(*unsent))
    await session.execute(update(Invitation).where(*same).values(mail=""))
