"""What becomes of agreements with a leader who has just lost the office."""

from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.idea import AgreementMade, Idea
from server.organisation.units.handing_over import Dismissal, hands_over

HELD = """SELECT idea.board_id, agreement.leader_id AS person_id
FROM agreement JOIN idea ON idea.id = agreement.idea_id"""


async def hand_on_agreements(gone: Dismissal) -> None:
    """Put the heir in the leader's place in every agreement."""
    change, heir = gone.board, gone.heir
    agreed = select(Agreement).join(Idea, col(Idea.id) == Agreement.idea_id)
    agreed = agreed.where(Idea.board_id == change.board.id, Agreement.leader_id == gone.person_id)
    for agreement in (await change.session.execute(agreed.order_by(col(Idea.id)).limit(gone.most))).scalars():
        agreement.leader_id = heir.leader_id if heir else None
        change.tell(AgreementMade(agreement.idea_id))


hands_over(HELD, hand_on_agreements, by_office=HELD)
