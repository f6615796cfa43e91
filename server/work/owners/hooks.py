"""What somebody owned as a leader, when they are the leader no more."""

from sqlmodel import col, select

from schemas.answer import Owner
from schemas.idea import Idea, stands
from server.organisation.units.handing_over import Dismissal, hands_over
from server.work.owners.leaving import hand_on

HELD = "SELECT idea.board_id, owner.person_id FROM owner JOIN idea ON idea.id = owner.idea_id"


async def hand_on_owned(gone: Dismissal) -> None:
    """Their ideas go to the nearest leader; who coordinates the board too keeps them."""
    if gone.stays:
        return
    board = gone.board
    had = select(Owner, Idea).join(Idea, col(Idea.id) == Owner.idea_id).order_by(col(Idea.id))
    had = had.where(Idea.board_id == board.board.id, Owner.person_id == gone.person_id, col(Owner.carries).is_(False))
    for owner, idea in (await board.session.execute(had.where(stands(owned=True)).limit(gone.most))).all():
        await hand_on(board, idea, gone.ladder, owner)


hands_over(HELD, hand_on_owned)
