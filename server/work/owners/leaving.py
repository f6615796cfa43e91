"""An owner who leaves hands the idea to the unit's leader, or the nearest one above, so that somebody always has it."""

from schemas.answer import Owner
from schemas.idea import Idea
from schemas.moment import MomentKind
from server.core.change import Change
from server.ideas.moments.commands import add_moment
from server.organisation.units.ladder import Ladder, Rung
from server.work.owners.assigning import owners_of, write_to


def heir(ladder: Ladder, leaver: Owner) -> Rung | None:
    """The nearest rung led by somebody other than the leaver; None if there is no such leader."""
    return next((rung for rung in ladder if rung.leader_id and rung.leader_id != leaver.person_id), None)


async def hand_on(change: Change, idea: Idea, ladder: Ladder, owner: Owner, why: str = "") -> bool:
    """Remove `owner`, as part of a change; the timeline says so and gives their reason. If they were the only owner,
    the nearest leader gets the idea. Returns False, and changes nothing, if there is no leader to give it to."""
    others = [each for each in await owners_of(change, idea) if each.id != owner.id]
    leader = heir(ladder, owner)
    if not others and leader is None:
        return False
    await change.session.delete(owner)
    await add_moment(change, idea, MomentKind.OWNER_LEFT, name=owner.public_name, text=why)
    if not others and leader is not None:
        new = Owner(idea_id=idea.id, person_id=leader.leader_id, name=leader.name or "")
        change.session.add(new)
        await change.session.flush()
        await add_moment(change, idea, MomentKind.OWNER_NEW, name=new.name)
        await write_to(change, idea, new)
    return True
