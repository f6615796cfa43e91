"""Reading comments for pages. Who wrote one is shown only as far as the meeting allows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, String, bindparam, case, func, literal, union_all
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.idea import Idea
from schemas.roles import Role
from schemas.seat import Seat
from server.core.prepared import built_once
from server.ideas.ideas.story_parts import Own
from server.meeting.meetings.queries import Room
from server.meeting.meetings.state import RoomState

if TYPE_CHECKING:
    from server.ideas.ideas.queries import Story


@dataclass(frozen=True)
class Said:
    """A comment that everyone may read. `name` is only for those to whom the meeting shows who writes."""

    public_id: str
    text: str
    at: datetime
    role: Role | None
    name: str
    about: str
    number: int | None
    """The public id of what it was written about; and the number, if that is an idea. If that has been merged, the
    comment is shown under another one."""


CASE_COMMENTS = "consultations/comments"
"""The path of comments on cases, as "comments" is of those on ideas."""
IN_MEETING: Any = col(Comment.meeting_id) == bindparam("of")
ON_IDEA: Any = col(Comment.idea_id) == bindparam("of")
ON_CASE: Any = col(Comment.consultation_id) == bindparam("of")
ON_IDEAS: Any = col(Idea.public_id) == func.any(bindparam("of", type_=ARRAY(String)))


@built_once
def _said(which: Any) -> Any:
    about = func.coalesce(Idea.public_id, Consultation.public_id)
    columns: Any = (Comment.public_id, Comment.text, Comment.written_at, Seat.role, Seat.name, about, Idea.number)
    return (
        select(*columns)
        .select_from(Comment)
        .outerjoin(Idea, col(Idea.id) == Comment.idea_id)
        .outerjoin(Consultation, col(Consultation.id) == Comment.consultation_id)
        .outerjoin(Seat, col(Seat.id) == Comment.seat_id)
        .where(col(Comment.hidden_at).is_(None), col(Idea.hidden_at).is_(None), which)
        .order_by(col(Comment.id))
    )


async def said_about(session: AsyncSession, which: Any, of: Any) -> dict[str, list[Said]]:
    """The comments that everyone may read, IN_MEETING with that id or ON_IDEAS with those, by the public id of what
    they were written about, an idea or a case, oldest first. One query."""
    found: dict[str, list[Said]] = defaultdict(list)
    for row in (await session.execute(_said(which), {"of": of})).all():
        said = Said(*row)
        found[said.about].append(said)
    return dict(found)


def in_order(said: Iterable[Said]) -> list[Said]:
    """Comments on several ideas as one conversation, oldest first."""
    return sorted(said, key=lambda each: each.at)


@dataclass(frozen=True)
class OwnComment:
    """A comment as its author sees it: `hidden` is when it was hidden, `reason` why. `number` is that of the idea, None
    for a case."""

    public_id: str
    text: str
    number: int | None
    hidden: datetime | None
    reason: str


@built_once
def _own(which: Any) -> Any:
    columns: Any = (Comment.public_id, Comment.text, Idea.number, Comment.hidden_at, Comment.hidden_reason)
    query = select(*columns).select_from(Comment).outerjoin(Idea, col(Idea.id) == Comment.idea_id)
    return query.where(Comment.seat_id == bindparam("seat"), which).order_by(col(Comment.id))


async def own_comments(session: AsyncSession, seat_id: int, which: Any, of: int) -> list[OwnComment]:
    """The comments that a seat has written, IN_MEETING with that id, ON_IDEA or ON_CASE, hidden or not, oldest first.
    One query."""
    found = await session.execute(_own(which), {"seat": seat_id, "of": of})
    return [OwnComment(*row) for row in found.all()]


async def load_own(session: AsyncSession, seat: Seat, story: "Story") -> Own:
    """The visitor's own comments on an idea, for its page."""
    written = await own_comments(session, seat.id, ON_IDEA, story.idea.id)
    return Own({"written": written}, acted=bool(written))


@dataclass(frozen=True)
class HiddenThing:
    """An idea or comment that a coordinator has hidden, without its text, since others may see the desk. `kind` is
    where it is shown again; `number` is None for a comment on a case."""

    kind: str
    public_id: str
    number: int | None
    at: datetime
    reason: str


@built_once
def _hidden() -> Any:
    ideas: Any = (literal("ideas"), Idea.public_id, Idea.number, Idea.hidden_at, Idea.hidden_reason)
    kind = case((col(Comment.idea_id).is_(None), CASE_COMMENTS), else_="comments")
    comments: Any = (kind, Comment.public_id, Idea.number, Comment.hidden_at, Comment.hidden_reason)
    return union_all(
        select(*ideas).where(
            Idea.meeting_id == bindparam("meeting"), col(Idea.hidden_at).is_not(None), Idea.hidden_reason != ""
        ),
        select(*comments)
        .select_from(Comment)
        .outerjoin(Idea, col(Idea.id) == Comment.idea_id)
        .where(Comment.meeting_id == bindparam("meeting"), col(Comment.hidden_at).is_not(None))
        .where(Comment.hidden_reason != ""),
    )


async def load_hidden(session: AsyncSession, room: Room, _: RoomState) -> list[HiddenThing]:
    """What coordinators have hidden at a meeting, in the order in which they did. What waits for those who moderate has
    no reason, and stands in their queue. One query."""
    rows = (await session.execute(_hidden(), {"meeting": room.meeting.id})).all()
    return sorted((HiddenThing(*row) for row in rows), key=lambda thing: thing.at)
