"""What referrals do at other features' moments."""

from schemas.flow import FLOW, Status
from schemas.referral import ReferralState
from server.work.answers.commands import MOVED_ON, Move
from server.work.referrals.sending import end, open_referral, schedule


async def take_back(move: Move, was: Status) -> None:
    """An idea that was elsewhere has been moved by others than those who were asked: nobody asks them any more."""
    if not FLOW[was].away or FLOW[move.status].away:
        return
    referral = await open_referral(move.change, move.idea)
    if referral is not None:
        end(move.change, referral, ReferralState.WITHDRAWN)
        await schedule(move.change, "referral_ended", referral, referral.state)


MOVED_ON.add(take_back)
