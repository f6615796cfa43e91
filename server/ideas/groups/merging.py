"""Merging two ideas into one, and undoing it. The merged idea keeps its text, its proposer and its followers.
Everything about it is found through `merged_into_id`, so that undoing leaves no traces."""

from typing import Any

from sqlalchemy import text
from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import StatusChange
from schemas.flow import By, Status, may_become
from schemas.group import Merge
from schemas.idea import Idea, stands
from schemas.round import Round, RoundIdea, RoundState
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, NotFound, NotNow
from server.core.runtime import Runtime
from server.ideas.groups.membership import is_before_the_room
from server.ideas.ideas.commands import note

NO_OTHER = N_("Den anden idé er ikke i rummet mere. Se, hvad der er nu.")
NOT_MERGED = N_("Idéen kan ikke lægges sammen med en anden, som den er nu.")
ELSEWHERE = N_("Idéen er allerede lagt sammen med en anden. Skil dem ad først.")
VOTED_ON = N_("Der er stemt om idéen. Så kan den ikke lægges sammen med en anden.")
VOTED_TOGETHER = N_("Der er stemt om idéerne som én. Så kan de ikke skilles ad.")
NOW = N_("Der stemmes om idéen nu. Vent, til afstemningen er slut.")
ROUNDS_SINCE = text("""
WITH RECURSIVE over AS (
    SELECT into_id, at FROM merge WHERE idea_id = :idea
    UNION SELECT merge.into_id, greatest(merge.at, over.at) FROM merge JOIN over ON merge.idea_id = over.into_id
) SELECT 1 FROM over JOIN round_idea ON round_idea.idea_id = over.into_id JOIN round ON round.id = round_idea.round_id
WHERE round.state <> 'void' AND round.opened_at >= over.at LIMIT 1
""")
"""Whether there has been a vote on the idea that this one was merged into, since the merge."""


async def merge_as(runtime: Runtime, seat: Seat, idea: Idea, into: str) -> None:
    """As coordinator, merge an idea into another one of its board, given by its public id; with "" undo the merge.
    Doing the same again changes nothing. Raises NotFound if `into` has never been shown, and NotNow if FLOW, a vote, or
    something that happened meanwhile forbids it."""
    async with changing(runtime, seat, Act.MERGE) as change:
        stored = await change.session.get_one(Idea, idea.id)
        if not into:
            if stored.rule.merged:
                await part(change, stored)
            return
        query = select(Idea).where(Idea.public_id == into, Idea.board_id == change.board.id)
        other = (await change.session.execute(query.where(col(Idea.shown_at).is_not(None)))).scalar_one_or_none()
        if other is None:
            raise NotFound
        if stored.merged_into_id != other.id:
            await merge(change, stored, other)


async def merge(change: Change, idea: Idea, into: Idea, **line: Any) -> StatusChange:
    """Merge an idea into another and add the line to its timeline. `line` has further columns of StatusChange.

    This cannot make a cycle, since an idea is never merged into one that is merged itself. Raises NotNow.
    """
    if idea.rule.merged:
        raise NotNow(ELSEWHERE)
    if into.id == idea.id or not is_before_the_room(into) or into.board_id != change.board.id:
        raise NotNow(NO_OTHER)
    if not is_before_the_room(idea) or not may_become(idea.status, Status.MERGED, By.COORDINATOR):
        raise NotNow(NOT_MERGED)
    query = select(RoundIdea.idea_id, Round.state).join(Round, col(Round.id) == RoundIdea.round_id)
    query = query.where(col(RoundIdea.idea_id).in_([idea.id, into.id]), Round.state != RoundState.VOID)
    rounds = (await change.session.execute(query)).all()
    if any(state is RoundState.OPEN for _, state in rounds):
        raise NotNow(NOW)
    if any(idea_id == idea.id for idea_id, _ in rounds):
        raise NotNow(VOTED_ON)
    change.session.add(
        Merge(
            idea_id=idea.id,
            into_id=into.id,
            status_before=idea.status,
            group_before=idea.group_id,
            at=change.now,
        )
    )
    idea.merged_into_id, idea.group_id = into.id, None
    return await note(change, idea, Status.MERGED, **(line | {"other_id": into.id}))


async def part(change: Change, idea: Idea, **line: Any) -> StatusChange:
    """Undo a merge: the idea gets back its status and its group. Raises NotNow if both have been voted on as one."""
    if not idea.rule.merged or not may_become(idea.status, Status.PROPOSED, By.COORDINATOR):
        raise NotNow(NOT_MERGED)
    if (await change.session.execute(ROUNDS_SINCE, {"idea": idea.id})).first() is not None:
        raise NotNow(VOTED_TOGETHER)
    return await _undo(change, idea, **line)


async def _undo(change: Change, idea: Idea, **line: Any) -> StatusChange:
    kept = await change.session.get(Merge, idea.id, populate_existing=True)
    line |= {"other_id": idea.merged_into_id}
    idea.merged_into_id = None
    entry = await note(change, idea, Status.PROPOSED, **line)
    if kept is None:
        return entry
    idea.group_id = kept.group_before
    await change.session.delete(kept)
    # FLOW leads from "merged" only to "proposed", and from there on to the status that the idea had.
    return await note(change, idea, kept.status_before) if kept.status_before is not Status.PROPOSED else entry


async def let_go(change: Change, idea: Idea) -> None:
    """Undo all merges into an idea that is about to be withdrawn, so that the merged ideas are not lost with it."""
    query = select(Idea).where(Idea.merged_into_id == idea.id, stands(merged=True)).order_by(col(Idea.number))
    for each in (await change.session.execute(query)).scalars().all():
        await _undo(change, each)
