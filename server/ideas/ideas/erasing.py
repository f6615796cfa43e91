"""Erasing somebody's ideas: their words are replaced, or stay without a name. What was decided about an idea stays."""

from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from schemas.belonging import BY_ITS_AUTHOR
from schemas.flow import By, Status, may_become
from schemas.idea import Idea, WordsErased
from schemas.meeting import Meeting
from schemas.round import Round, RoundIdea, RoundState
from server.core.change import Change, changing_board
from server.core.erasing import Erasing
from server.core.runtime import Runtime
from server.ideas.ideas.commands import take_back


async def erase_ideas(change: Change, erasing: Erasing) -> None:
    """Erase the words of their own ideas, except those that are kept. An idea that is being voted on waits until that
    vote is closed, for people are choosing by its words. What they wrote down for others is not theirs: it stays, and
    nobody knows any more who held the pen."""
    for_others = update(Idea).where(col(Idea.seat_id) == erasing.seat.id, col(Idea.on_paper))
    await change.session.execute(for_others.values(seat_id=None))
    mine = select(Idea).where(Idea.seat_id == erasing.seat.id, col(Idea.on_paper).is_(False)).order_by(col(Idea.id))
    ideas = (await change.session.execute(mine)).scalars().all()
    open_now = set() if erasing.at_once else set((await change.session.execute(_voted_on(change))).scalars())
    for idea in ideas:
        if idea.public_id in erasing.kept:
            _forget_marks(idea)
            change.tell(WordsErased(idea.id))
            continue
        assert idea.id is not None
        erasing.ideas.add(idea.id)
        if idea.id in open_now:
            idea.erasing = erasing.waits = True
        else:
            erasing.words |= {idea.title, idea.text}
            await _erase_words(change, idea)


def _voted_on(change: Change) -> Any:
    """The ids of the board's ideas that are being voted on."""
    query = select(RoundIdea.idea_id).join(Round, col(Round.id) == RoundIdea.round_id)
    return query.where(Round.state == RoundState.OPEN, Round.board_id == change.board.id)


async def erase_waiting(change: Change, *, at_once: bool = False) -> None:
    """Erase the words of ideas that waited for a vote which is closed now; with `at_once` of all that wait."""
    waits = select(Idea).where(col(Idea.erasing), Idea.board_id == change.board.id)
    if not at_once:
        waits = waits.where(col(Idea.id).not_in(_voted_on(change)))
    for idea in (await change.session.execute(waits.order_by(col(Idea.id)))).scalars().all():
        await _erase_words(change, idea)


async def erase_all_waiting(runtime: Runtime) -> None:
    """The same on all boards, after a restore: no vote of a backup goes on."""
    async with runtime.database.snapshot() as session:
        boards = (await session.execute(select(Idea.board_id).where(col(Idea.erasing)).distinct())).scalars().all()
    for board in sorted(boards):
        async with changing_board(runtime, board) as change:
            await erase_waiting(change, at_once=True)


async def _erase_words(change: Change, idea: Idea) -> None:
    meeting = await change.session.get_one(Meeting, idea.meeting_id)
    idea.title, idea.text, idea.erasing = BY_ITS_AUTHOR, "", False
    if idea.theme not in meeting.offered:
        idea.theme = ""
    _forget_marks(idea)
    idea.version += 1
    if idea.rule.written and may_become(idea.status, Status.WITHDRAWN, By.PROPOSER):
        await take_back(change, idea, round_id=None)  # it names no coordinator who did it for them
    change.tell(WordsErased(idea.id))


def _forget_marks(idea: Idea) -> None:
    """Forget what the words could be known again by, and what a coordinator said of them."""
    idea.first_words, idea.submission, idea.hidden_reason = None, idea.public_id, ""
