"""What the file says of an idea besides what is on its card: its words, the answer, votes as far as they may be
disclosed, and what came of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import Answer, Effect, StatusChange
from schemas.disclosure import Detail
from schemas.flow import Status
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.round import Round, RoundState, Tally, newest_counted


@dataclass
class Extra:
    """These for one idea. What may not be disclosed is None."""

    text: str = ""
    answer: Answer | None = None
    votes: tuple[int, int] | None = None
    """Dots, and how many people gave them, in the newest result that may be disclosed exactly."""
    counts: dict[Question, Mapping[str, Any]] = field(default_factory=dict)
    """What members answered, where that may be disclosed."""
    effect: Effect | None = None
    evaluated: datetime | None = None


async def load_extras(session: AsyncSession, board_id: int) -> dict[int, Extra]:
    """The extras of all a board's ideas, hidden ones included: the caller picks those to show. Five queries."""
    found: dict[int, Extra] = defaultdict(Extra)
    here = select(Idea.id).where(Idea.board_id == board_id)
    words = select(Idea.id, Idea.text).where(Idea.board_id == board_id)
    for idea_id, text in (await session.execute(words)).all():
        found[idea_id or 0].text = text
    answers = select(Answer).where(col(Answer.idea_id).in_(here)).order_by(col(Answer.id))
    for answer in (await session.execute(answers)).scalars():
        found[answer.idea_id].answer = answer
    for tally in await _results(session, board_id):
        found[tally.idea_id].votes = tally.dots, tally.voters
    asked = select(FollowUp).where(FollowUp.board_id == board_id, col(FollowUp.closed_at).is_not(None))
    for each in (await session.execute(asked.order_by(col(FollowUp.id)))).scalars():
        found[each.idea_id].counts[each.question] = each.counts or {}
    effects = select(StatusChange.idea_id, StatusChange.effect, StatusChange.at).where(
        col(StatusChange.idea_id).in_(here), StatusChange.status == Status.EVALUATED
    )
    for idea_id, effect, at in (await session.execute(effects.order_by(col(StatusChange.id)))).all():
        found[idea_id].effect, found[idea_id].evaluated = effect, at
    return found


async def _results(session: AsyncSession, board_id: int) -> list[Tally]:
    """The lines of the results in force: the newest of each meeting, the oldest meeting first."""
    own = aliased(Round)
    query = select(Tally).join(own, col(own.id) == Tally.round_id)
    query = query.where(own.board_id == board_id, own.state == RoundState.CLOSED, own.detail == Detail.EXACT)
    query = query.where(own.id == newest_counted(own.meeting_id)).order_by(col(own.id))
    return list((await session.execute(query)).scalars())
