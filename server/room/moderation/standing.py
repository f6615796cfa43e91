"""How a writer's own words stand with those who moderate, for the pages that show them their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.comment import Comment
from schemas.format import Moderated
from schemas.house_rules import Numbered
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.screening import Screening
from schemas.seat import Seat
from server.core.prepared import built_once
from server.ideas.ideas.story_parts import Own
from server.meeting.meetings.queries import Room
from server.room.moderation.alike import Same, load_same
from server.room.moderation.look_up import moderates
from server.room.moderation.queries import count_waiting
from server.room.moderation.rules import all_rules_of

if TYPE_CHECKING:
    from server.ideas.ideas.queries import Story


@dataclass(frozen=True)
class Looked:
    """One of a seat's own, as it stands. `rule` is the one that it was refused by; `same` is there for what somebody
    else wrote before, and which is shown or refused with theirs."""

    screening: Screening
    rule: Numbered | None = None
    same: Same | None = None


@dataclass
class Standing:
    """A seat's own words that are looked at, by the public id of the idea or comment. `waits` is how many things wait
    on the board, for one who moderates; None for others."""

    looked: Mapping[str, Looked] = field(default_factory=dict)
    waits: int | None = None

    def of(self, public_id: str) -> Looked | None:
        """How these words stand; None for what nobody looks at."""
        return self.looked.get(public_id)

    @property
    def acted(self) -> bool:
        """Whether there is anything that the page must fetch again."""
        return bool(self.looked) or self.waits is not None


@built_once
def _own() -> Any:
    query = select(Screening, Idea.public_id, Comment.public_id).select_from(Screening)
    query = query.outerjoin(Idea, col(Idea.id) == Screening.idea_id)
    query = query.outerjoin(Comment, col(Comment.id) == Screening.comment_id)
    mine = (col(Idea.seat_id) == bindparam("seat")) | (col(Comment.seat_id) == bindparam("seat"))
    return query.where(Screening.board_id == bindparam("board"), mine)


async def load_standing(session: AsyncSession, seat: Seat, board: Board) -> Standing:
    """How a seat's own words on the board stand. At most three queries."""
    rows = (await session.execute(_own(), {"seat": seat.id, "board": board.id})).all()
    if not rows:
        return Standing()
    same = await load_same(session, [row for row, _, _ in rows])
    ruled = [row.rule for row, _, _ in rows] + [each.rule for each in same.values()]
    rules = await all_rules_of(session, board) if any(ruled) else {}
    looked = {}
    for row, idea, comment in rows:
        like = same.get(row.id)
        looked[idea or comment] = Looked(row, rules.get(row.rule or (like.rule if like else None) or 0), like)
    return Standing(looked)


def looks(meeting: Meeting) -> bool:
    """Whether anybody may have looked at something at this meeting: elsewhere nothing is asked of the database."""
    return meeting.moderated is not None or meeting.moderation is not Moderated.NEVER


async def own_in_room(session: AsyncSession, seat: Seat, room: Room) -> Standing:
    """How a seat's own words stand, for the room."""
    if not looks(room.meeting):
        return Standing()
    standing = await load_standing(session, seat, room.board)
    if moderates(seat):
        standing.waits = await count_waiting(session, room.board.id)
    return standing


async def own_on_story(session: AsyncSession, seat: Seat, story: "Story") -> Own:
    """The same, for the page of an idea."""
    standing = await load_standing(session, seat, story.board) if looks(story.meeting) else Standing()
    return Own({"standing": standing}, acted=standing.acted)
