"""Showing ideas to the room: each gets its number then, or its place on an agenda."""

import secrets

from sqlalchemy import func
from sqlmodel import col, select

from schemas.idea import Idea, IdeasRevealed
from server.core.change import Change


async def reveal(change: Change, *, one: bool = False, held: bool = False, alone: Idea | None = None) -> None:
    """Number the meeting's unshown ideas in shuffled order and show them all, or with `one` only the next, or one
    `alone`. Does nothing if there are none. Those that their tables have not chosen stay there, unless with `held`. An
    idea that is hidden is never the next, since the room would see nothing, and not shown alone, nor where each shows
    at once: it is, and gets its number, once it can be seen."""
    query = select(Idea).where(Idea.meeting_id == change.at.id, col(Idea.shown_at).is_(None), col(Idea.late).is_(False))
    if not held:
        query = query.where(col(Idea.held).is_(False))
    hidden = [i for i in (await change.session.execute(query)).scalars() if not i.rule.taken_back]
    if alone is not None:
        hidden = [idea for idea in hidden if idea.id == alone.id]
    if one or alone is not None or change.at.rule.shows_at_once:
        hidden = [idea for idea in hidden if idea.hidden_at is None]
    secrets.SystemRandom().shuffle(hidden)
    if change.at.form.hands_in is not None:
        hidden.sort(key=lambda idea: idea.id)  # as they were handed in: their names are known
    for idea in hidden[:1] if one else hidden:
        _number(change, idea)
        if change.at.form.hands_in is not None:
            idea.turn = await _last_place(change) + 1
            await change.session.flush()
    if hidden:
        change.tell(IdeasRevealed(change.at.id))


def _number(change: Change, idea: Idea) -> None:
    if idea.number is None:  # it keeps the one that it had on another agenda
        change.board.last_number += 1
        idea.number = change.board.last_number
    idea.shown_at = change.now


async def _last_place(change: Change) -> int:
    query = select(func.max(Idea.turn)).where(Idea.meeting_id == change.at.id)
    return (await change.session.execute(query)).scalar_one() or 0


async def put_on_agenda(change: Change, idea: Idea) -> None:
    """Put an item last on the agenda of the change's meeting, and show it to everybody; one that waited since an
    earlier meeting comes along. Does nothing if it is there."""
    if idea.turn is not None and idea.meeting_id == change.at.id:
        return
    idea.turn = await _last_place(change) + 1
    idea.meeting_id, idea.late = change.at.id, False
    if idea.shown_at is None:
        _number(change, idea)
    await change.session.flush()
    change.tell(IdeasRevealed(change.at.id))
