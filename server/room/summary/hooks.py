"""What becomes of the answers to "Blev du hørt?" in a meeting that a backup brought back."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.format import Phase
from schemas.heard import HeardAnswer
from schemas.meeting import Meeting
from schemas.secret import Secret
from server.core.change import Change
from server.core.losses import LOST, Losses

AGAIN = 'Meetings whose answers to "Blev du hørt?" are gone: {}. Who still sits there is asked again.'


async def hear_again(change: Change, losses: Losses) -> None:
    """Give up the answers of meetings that are not settled, and say so where people are being asked."""
    query = select(Meeting).where(Meeting.board_id == change.board.id, col(Meeting.settled_at).is_(None))
    for meeting in (await change.session.execute(query.order_by(col(Meeting.id)))).scalars().all():
        asks = meeting.phase is Phase.CLOSE and not meeting.over
        if not (asks or meeting.heard_secret):
            continue
        await change.session.execute(delete(HeardAnswer).where(col(HeardAnswer.meeting_id) == meeting.id))
        await change.session.execute(delete(Secret).where(col(Secret.meeting_id) == meeting.id))
        meeting.heard_after_loss = asks
        losses.count(AGAIN)


LOST.add(hear_again)
