"""What the phase "Tal sammen" shows the room, and what in it is a member's own."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.discussion import Note
from schemas.idea import Idea
from schemas.seat import Seat
from server.core.prepared import built_once
from server.ideas.comments.queries import IN_MEETING, OwnComment, Said, in_order, own_comments, said_about
from server.meeting.meetings.queries import Room


@dataclass
class Talk:
    """The idea in focus, its neighbours, and what was said about each idea that the room can see."""

    focus: Idea | None
    before: Idea | None
    """The idea before the one in focus, by number; None without one."""
    after: Idea | None
    """The idea after it; the first of all when none is in focus."""
    said: dict[int, list[Said]] = field(default_factory=dict)
    """By idea, including what was said about ideas that were merged into it."""
    noted: Note | None = None
    """The note about the idea in focus."""


@built_once
def _note() -> Any:
    return select(Note).where(Note.meeting_id == bindparam("meeting"), Note.idea_id == bindparam("idea"))


async def load_talk(session: AsyncSession, room: Room) -> Talk:
    """What the phase shows. At most two queries, however many ideas and comments there are."""
    meeting, ideas = room.meeting, room.ideas
    at = next((place for place, idea in enumerate(ideas) if idea.id == meeting.focus_id), None)
    focus = None if at is None else ideas[at]
    following = 0 if at is None else at + 1
    talk = Talk(focus, ideas[at - 1] if at else None, ideas[following] if following < len(ideas) else None)
    stands = {idea.public_id: idea.id for idea in ideas}
    for idea in ideas:
        stands |= {words.public_id: idea.id for words in room["also"].get(idea.id, ())}
    said: dict[int, list[Said]] = defaultdict(list)
    for public_id, comments in (await said_about(session, IN_MEETING, meeting.id)).items():
        if public_id in stands:
            said[stands[public_id]] += comments
    talk.said = {idea_id: in_order(comments) for idea_id, comments in said.items()}
    if focus is not None:
        known = {"meeting": meeting.id, "idea": focus.id}
        talk.noted = (await session.execute(_note(), known)).scalar_one_or_none()
    return talk


@dataclass
class OwnTalk:
    """A member's own comments in the meeting."""

    comments: list[OwnComment]

    @property
    def acted(self) -> bool:
        """Whether there are any."""
        return bool(self.comments)


async def load_own_talk(session: AsyncSession, seat: Seat, room: Room) -> OwnTalk:
    """A seat's own comments in the meeting."""
    return OwnTalk(await own_comments(session, seat.id, IN_MEETING, room.meeting.id))
