"""What becomes of the answers to open questions in a backup: some are in it and some are not, so none of them count."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.follow_up import FollowUp, FollowUpAnswer, FollowUpClosed
from schemas.secret import Secret
from server.core.change import Change
from server.core.losses import LOST, Losses

AGAIN = "Questions to members whose answers are gone: {}. Members read that they must answer again."
PASSED = "Questions to members that were dropped, since their day has passed: {}."


async def ask_again(change: Change, losses: Losses) -> None:
    """Begin the board's open questions anew under new secrets, and close those whose day has passed."""
    query = select(FollowUp).where(FollowUp.board_id == change.board.id, col(FollowUp.closed_at).is_(None))
    for asked in (await change.session.execute(query.order_by(col(FollowUp.id)))).scalars().all():
        await change.session.execute(delete(FollowUpAnswer).where(col(FollowUpAnswer.follow_up_id) == asked.id))
        await change.session.execute(delete(Secret).where(col(Secret.follow_up_id) == asked.id))
        if asked.closes_at <= change.now:
            asked.closed_at = change.now
            change.tell(FollowUpClosed(asked.id, asked.idea_id))
            losses.count(PASSED)
        else:
            change.session.add(Secret(follow_up_id=asked.id))
            asked.after_loss = True
            losses.count(AGAIN)


LOST.add(ask_again)
