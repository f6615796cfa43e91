"""The open questions, and what one person has answered to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange
from schemas.follow import Follow
from schemas.follow_up import ASKED, FollowUp, FollowUpAnswer, Question
from schemas.idea import Idea
from schemas.seat import Seat
from schemas.voter import voter_key
from server.core import clock
from server.ideas.ideas.story_parts import Own
from server.work.follow_ups.voters import key_of

if TYPE_CHECKING:
    from server.ideas.ideas.queries import Story
    from server.meeting.meetings.queries import Room


@dataclass
class Asked:
    """A question as members meet it. The same for every viewer: their own answer is not in it."""

    row: FollowUp
    idea: Idea
    done: str
    """What was done, in the words of whoever reported it."""

    @property
    def felt(self) -> bool:
        """Whether it asks "Kan du mærke det?" rather than "Hjalp det?"."""
        return self.row.question is Question.FELT

    @property
    def until(self) -> datetime | None:
        """When the question closes; None once that has passed and it stays open for the next meeting."""
        return self.row.closes_at if clock.now() <= self.row.closes_at else None


async def load_asked(session: AsyncSession, *which: Any) -> list[Asked]:
    """The open questions about shown ideas that match `which`, oldest first. One query."""
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None), col(FollowUp.closed_at).is_(None))
    query = (
        select(FollowUp, Idea, StatusChange.text)
        .join(Idea, col(Idea.id) == FollowUp.idea_id)
        .join(StatusChange, col(StatusChange.id) == FollowUp.change_id)
        .where(*seen, *which)
        .order_by(col(FollowUp.id))
    )
    return [Asked(*row) for row in (await session.execute(query)).all()]


async def asked_on(session: AsyncSession, board_id: int) -> list[Asked]:
    """The open questions of a board."""
    return await load_asked(session, FollowUp.board_id == board_id)


def by_idea(asked: Iterable[Asked]) -> list[list[Asked]]:
    """The questions, those about one idea together: whether it can be felt may still be open when we ask if it helped.
    In the order in which each idea was first asked about."""
    found: dict[int, list[Asked]] = {}
    for each in asked:
        found.setdefault(each.idea.id, []).append(each)
    return list(found.values())


@dataclass
class OwnAnswers:
    """One member's answers to open questions, by the question's public id."""

    given: Mapping[str, FollowUpAnswer] = field(default_factory=dict)

    @property
    def acted(self) -> bool:
        """Whether there is any answer."""
        return bool(self.given)


async def own_answers(session: AsyncSession, seat: Seat, asked: Iterable[Asked]) -> OwnAnswers:
    """What the member has answered to these. One query; none for roles that are not asked, or without questions."""
    if seat.acts_as(clock.now()) not in ASKED or seat.id is None:
        return OwnAnswers()
    return await _answers(
        session, [(each.row, voter_key(each.row.secret, seat.id)) for each in asked if each.row.secret]
    )


async def answer_of(session: AsyncSession, asked: FollowUp, follow: Follow) -> FollowUpAnswer | None:
    """What the owner of a mailed link has answered; None if nothing, or once the question is closed."""
    if asked.secret is None:
        return None
    return await session.get(FollowUpAnswer, (asked.id, key_of(asked.secret, follow)))


async def _answers(session: AsyncSession, keys: list[tuple[FollowUp, bytes]]) -> OwnAnswers:
    if not keys:
        return OwnAnswers()
    names = {asked.id: asked.public_id for asked, _ in keys}
    mine = tuple_(col(FollowUpAnswer.follow_up_id), col(FollowUpAnswer.voter))
    query = select(FollowUpAnswer).where(mine.in_([(asked.id, key) for asked, key in keys]))
    found = (await session.execute(query)).scalars()
    return OwnAnswers({names[answer.follow_up_id]: answer for answer in found})


async def own_in_room(session: AsyncSession, seat: Seat, room: "Room") -> OwnAnswers:
    """`own_answers` to the questions that the phase "Siden sidst" puts."""
    return await own_answers(session, seat, room.part.asked)


async def asked_about(session: AsyncSession, story: "Story") -> list[Asked]:
    """The open questions about an idea, for its page."""
    return await load_asked(session, FollowUp.idea_id == story.idea.id)


async def own_on_story(session: AsyncSession, seat: Seat, story: "Story") -> Own:
    """What the visitor has answered to those questions."""
    answers = await own_answers(session, seat, story.parts["asked"])
    return Own({"answers": answers}, acted=answers.acted)
