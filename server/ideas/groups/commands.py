"""Putting ideas into groups and taking them apart, and naming groups."""

from sqlmodel import col, select

from schemas.act import Act
from schemas.codes import new_public_id
from schemas.group import GROUP_NAME_MAX, IdeaGroup, IdeasGrouped, Unlike
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat
from schemas.typed_text import as_kept
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.ideas.groups.membership import before_the_room, is_before_the_room, move, seen_in, seen_inside
from server.ideas.ideas.commands import in_open_round
from server.web.fields import FOUND, Field

NOT_THERE = N_("Idéen er ikke i rummet mere. Se, hvad der er nu.")
NO_GROUP = N_("Gruppen er der ikke mere. Se, hvor idéerne er nu.")
MOVED = N_("Idéen er flyttet af en anden. Se, hvor den er nu.")
NAME = Field(GROUP_NAME_MAX, found=FOUND)
VOTED_ON = N_("Der stemmes om idéen nu. Den kan flyttes bagefter.")
GATED = N_("Her læser en moderator alt, før andre ser det. Koordinatoren giver gruppen et navn.")
RENAMED = N_("Gruppen har fået et andet navn imens. Se det her på siden. Send dit igen, hvis det skal gælde.")


async def put(runtime: Runtime, seat: Seat, meeting: Meeting, idea: Idea, to: str, seen: str) -> None:
    """Move an idea. `to` is "with:" and an idea's public id, "group:" and a group's public id, or anything else to take
    the idea out of its group.

    `seen` is the public id of the group in which the coordinator or member saw it, "" for none. If the idea is in place
    already, nothing happens. Raises NotNow if it was moved meanwhile, if the target is gone, or while either idea is
    being voted on.
    """
    async with changing(runtime, seat, Act.GROUP, meeting) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if not is_before_the_room(stored):
            raise NotNow(NOT_THERE)
        now, target = await seen_in(change, stored), await _target(change, to)
        there = await seen_in(change, target) if isinstance(target, Idea) else target
        alone = isinstance(target, Idea) and there is None and target.id != stored.id
        if target is stored or (there is now and not alone):
            return
        if seen != (now.public_id if now else ""):
            raise NotNow(MOVED)
        for each in (stored, target):
            if isinstance(each, Idea) and await in_open_round(change, each):
                raise NotNow(VOTED_ON)
        group = await _group_with(change, target) if isinstance(target, Idea) else target
        await move(change, stored, group.id if group else None)
        change.tell(IdeasGrouped(change.at.id))


async def _target(change: Change, to: str) -> Idea | IdeaGroup | None:
    kind, _, public_id = to.partition(":")
    if kind == "with":
        return await _idea(change, public_id)
    return await _group(change, public_id) if kind == "group" else None


async def _group_with(change: Change, other: Idea) -> IdeaGroup:
    """The group that `other` is in, even alone; a new one if there is none."""
    if other.group_id is not None:
        return await change.session.get_one(IdeaGroup, other.group_id)
    group = IdeaGroup(
        public_id=new_public_id(), board_id=change.board.id, meeting_id=change.at.id, name="", made_at=change.now
    )
    change.session.add(group)
    await change.session.flush()
    other.group_id = group.id
    return group


async def _idea(change: Change, public_id: str) -> Idea:
    query = select(Idea).where(Idea.public_id == public_id, Idea.meeting_id == change.at.id, *before_the_room())
    found = (await change.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotNow(NOT_THERE)
    return found


async def _group(change: Change, public_id: str) -> IdeaGroup:
    query = select(IdeaGroup).where(IdeaGroup.public_id == public_id, IdeaGroup.meeting_id == change.at.id)
    group = (await change.session.execute(query)).scalar_one_or_none()
    if group is None or await seen_inside(change, group.id) < 2:
        raise NotNow(NO_GROUP)
    return group


async def rename(runtime: Runtime, seat: Seat, meeting: Meeting, group: str, name: str, seen: str) -> None:
    """Name a group, given by its public id. `seen` is the name it had on the page. An empty `name` removes the name.

    Raises Invalid for a name that is too long or holds personal data, NotNow if the group is gone or was renamed
    meanwhile, and for a member where nobody reads what they write before somebody has looked at it.
    """
    if wrong := NAME.wrong(name):
        raise Invalid(wrong)
    async with changing(runtime, seat, Act.GROUP, meeting) as change:
        stored = await _group(change, group)
        if stored.name == name:
            return
        if change.at.gated and not change.by.staff:
            raise NotNow(GATED)
        if as_kept(stored.name) != seen:
            raise NotNow(RENAMED)
        stored.name = name
        change.tell(IdeasGrouped(change.at.id))


async def unlike(runtime: Runtime, seat: Seat, meeting: Meeting, idea: Idea, other: str) -> None:
    """Note that two ideas are not the same, so that they are not suggested again. Raises NotNow if one is gone."""
    async with changing(runtime, seat, Act.MERGE, meeting) as change:
        query = select(Idea.id).where(Idea.public_id == other, Idea.meeting_id == change.at.id)
        found = (await change.session.execute(query)).scalar_one_or_none()
        if found is None or found == idea.id or idea.id is None:
            raise NotNow(NOT_THERE)
        pair = Unlike(idea_id=min(idea.id, found), other_id=max(idea.id, found))
        known = select(Unlike).where(col(Unlike.idea_id) == pair.idea_id, col(Unlike.other_id) == pair.other_id)
        if (await change.session.execute(known)).first() is None:
            change.session.add(pair)
            change.tell(IdeasGrouped(change.at.id))
