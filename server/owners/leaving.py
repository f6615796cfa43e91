"""An owner who leaves hands the idea to the leader of the unit, or the nearest above: somebody always has it."""

from schemas.answer import Owner
from schemas.idea import Idea
from schemas.moment import MomentKind
from server.change import Change
from server.moments.commands import add_moment
from server.owners.assigning import owners_of, write_to
from server.units.ladder import Ladder, Rung


def heir(ladder: Ladder, leaver: Owner) -> Rung | None:
    """The nearest leader who is not the one who leaves."""
    return next((rung for rung in ladder if rung.leader_id and rung.leader_id != leaver.person_id), None)


async def hand_on(board: Change, idea: Idea, ladder: Ladder, owner: Owner, why: str = "") -> bool:
    """Let `owner` go, as a part of a change; the timeline says so, with their word of why. Where they were the only
    one, the leader has the idea now. False, and nothing is changed, where there is no leader to give it to."""
    others = [each for each in await owners_of(board, idea) if each.id != owner.id]
    leader = heir(ladder, owner)
    if not others and leader is None:
        return False
    await board.session.delete(owner)
    await add_moment(board, idea, MomentKind.OWNER_LEFT, name=owner.name, text=why)
    if not others and leader is not None:
        new = Owner(idea_id=idea.id, person_id=leader.leader_id, name=leader.name or "")
        board.session.add(new)
        await board.session.flush()
        await add_moment(board, idea, MomentKind.OWNER_NEW, name=new.name)
        await write_to(board, idea, new)
    return True
