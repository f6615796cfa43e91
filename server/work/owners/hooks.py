"""What becomes of the ideas of a leader who has just lost the office, and of the names of owners who are erased."""

from sqlmodel import col, select

from schemas.answer import Owner
from schemas.idea import Idea, stands
from server.core.erasing import ADDRESS_ERASED, SEAT_ERASED
from server.organisation.units.handing_over import Dismissal, hands_over
from server.work.owners.assigning import hand_on
from server.work.owners.erasing import erase_carrier, erase_named

HELD = "SELECT idea.board_id, owner.person_id FROM owner JOIN idea ON idea.id = owner.idea_id"


async def hand_on_owned(gone: Dismissal) -> None:
    """Hand their ideas to the nearest leader. Someone who also coordinates the board keeps theirs."""
    if gone.stays:
        return
    change = gone.board
    had = select(Owner, Idea).join(Idea, col(Idea.id) == Owner.idea_id).order_by(col(Idea.id))
    had = had.where(Idea.board_id == change.board.id, Owner.person_id == gone.person_id, col(Owner.carries).is_(False))
    for owner, idea in (await change.session.execute(had.where(stands(owned=True)).limit(gone.most))).all():
        await hand_on(change, idea, gone.ladder, owner)


hands_over(HELD, hand_on_owned)
SEAT_ERASED.add(erase_named)
ADDRESS_ERASED.add(erase_carrier)
