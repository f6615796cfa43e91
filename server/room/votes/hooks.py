"""What becomes of a vote that was open in a backup: some ballots are in it and some are not, so none of them count."""

from sqlmodel import col, select

from schemas.format import Phase
from schemas.meeting import Meeting
from schemas.round import Round, RoundState
from server.core.change import Change
from server.core.errors import NotNow
from server.core.losses import LOST, Losses
from server.room.votes.closing import close_round
from server.room.votes.opening import open_round

VOID = "Votes that were open and are void: {}. The rooms read that they must vote again."


async def vote_again(change: Change, losses: Losses) -> None:
    """Void the open rounds of the board. In a meeting that still stands in the vote, open a new one in its place."""
    query = select(Round).where(Round.board_id == change.board.id, Round.state == RoundState.OPEN)
    for lost in (await change.session.execute(query.order_by(col(Round.id)).with_for_update())).scalars().all():
        await close_round(change, lost, counted=False)
        losses.count(VOID)
        change.meeting = await change.session.get_one(Meeting, lost.meeting_id)
        await change.session.flush()  # a meeting has one open round
        if change.at.phase is Phase.VOTE and not change.at.over:
            try:
                (await open_round(change)).after_loss = True
            except NotNow:  # nothing is left to vote on; the room reads that the vote was stopped
                continue


LOST.add(vote_again)
