"""Erasing an address that somebody gave to hear of ideas, with every letter that was sent there for it."""

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.follow import Follow
from schemas.idea import Idea
from schemas.mail import Mail
from server.core import clock
from server.core.change import Change
from server.core.days import danish_day
from server.core.erasing import ADDRESSES, AddressErased, Erasing
from server.core.settings import Settings
from server.mail import links
from server.mail.erasing import erase_letters
from server.mail.outbox import message_id

ADDRESSES.append("SELECT mail FROM follow WHERE mail IS NOT NULL")
LETTERS_KEPT = 31
"""Days after which a letter is gone by itself (schemas/retention.py), and one more."""


async def erase_asked(change: Change, erasing: Erasing) -> None:
    """Called while the seat still has its follows: delete the letters that it asked for, to addresses that said yes or
    never did. A letter is known by the link in it, which is the follow's own."""
    session, settings, seat = change.session, erasing.settings, erasing.seat
    mine = select(Follow.idea_id, Follow.mail).where(Follow.seat_id == seat.id, col(Follow.mail).is_not(None))
    asked = [(idea, mail or "") for idea, mail in (await session.execute(mine)).all()]
    stops = [links.follow(settings, idea, mail) for idea, mail in asked]
    await session.execute(delete(Mail).where(col(Mail.unsubscribe).in_(stops)))
    days = [danish_day(clock.now() - timedelta(days=back)) for back in range(LETTERS_KEPT)]
    first = [
        message_id(settings, "confirm", seat.id, mail, day) for mail in {mail for _, mail in asked} for day in days
    ]
    await session.execute(delete(Mail).where(col(Mail.message_id).in_(first)))


async def erase_news(change: Change, erasing: Erasing) -> None:
    """Delete the letters to the addresses that are theirs, unless somebody else on the board uses the same one."""
    used = select(Follow.mail).join(Idea, col(Idea.id) == Follow.idea_id).where(Idea.board_id == change.board.id)
    shared = used.where(col(Follow.mail).in_(erasing.addresses), col(Follow.confirmed_at).is_not(None))
    await erase_letters(change, erasing.addresses - set((await change.session.execute(shared)).scalars()))


async def erase_follows(session: AsyncSession, _: Settings, erased: AddressErased) -> None:
    """Forget that the address follows anything, whoever gave it."""
    gone = await session.execute(delete(Follow).where(col(Follow.mail) == erased.mail).returning(col(Follow.id)))
    erased.found["follow"] += len(gone.all())
