"""Silence: a body that was asked never answered. It is told as theirs, and the idea goes back to whoever sent it."""

from schemas.flow import By
from schemas.idea import Idea
from schemas.referral import Referral, ReferralState
from server.core.change import Change
from server.core.settings import Settings
from server.work.referrals.sending import back_to_board, end
from server.work.referrals.watching import tell_silence


async def fall_silent(change: Change, settings: Settings, referral: Referral, idea: Idea) -> None:
    """End a referral as silent, put its idea back with a new date, and write to all whom it concerns. The caller asks
    first whether it is still open, and that late (`server/work/expected/`). Proposers and followers hear of the line
    that this leaves (`workers/jobs/news.py`)."""
    end(change, referral, ReferralState.SILENT)
    await back_to_board(change, idea, referral, frozenset({By.BODY}), "")
    await tell_silence(change.session, settings, referral, idea, change.board)
