"""What referrals do at other features' moments."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from schemas.flow import FLOW, Status
from schemas.referral import OPEN, Referral, ReferralState
from schemas.unit import Unit
from server.core.erasing import ADDRESS_ERASED, ADDRESSES, SEAT_ERASED
from server.organisation.units.merging import JOINED
from server.work.answers.commands import MOVED_ON
from server.work.answers.move import Move
from server.work.referrals.erasing import erase_asked, erase_named
from server.work.referrals.sending import end, open_referral, schedule


async def take_back(move: Move, was: Status) -> None:
    """An idea that was elsewhere has been moved by others than those who were asked: nobody asks them any more."""
    if not FLOW[was].away or FLOW[move.status].away:
        return
    referral = await open_referral(move.change, move.idea)
    if referral is not None:
        end(move.change, referral, ReferralState.WITHDRAWN)
        await schedule(move.change, "referral_ended", referral, referral.state)


async def follow_unit(session: AsyncSession, unit: Unit, into: Unit) -> None:
    """What a unit was asked, the one that it became a part of answers."""
    open_ones = (col(Referral.unit_id) == unit.id, col(Referral.state).in_(OPEN))
    await session.execute(update(Referral).where(*open_ones).values(unit_id=into.id))


MOVED_ON.add(take_back)
JOINED.add(follow_unit)
ADDRESSES.append("SELECT mail FROM referral WHERE mail <> ''")
SEAT_ERASED.add(erase_named)
ADDRESS_ERASED.add(erase_asked)
