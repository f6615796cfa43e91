"""What the phase "Tal sammen" shows the room, and what in it is a member's own."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from schemas.consultation import Consultation
from schemas.discussion import Note
from schemas.idea import Idea
from schemas.seat import Seat
from server.core import clock
from server.core.prepared import built_once
from server.ideas.comments.queries import IN_MEETING, OwnComment, Said, in_order, own_comments, said_about
from server.meeting.meetings.queries import Room


@dataclass
class Talk:
    """What is in focus, its neighbours, and what was said about each idea and case that the room can see. Cases come
    before ideas, which come by number."""

    focus: Idea | None
    case: Consultation | None
    """Or a case is in focus; never both."""
    late: bool
    """Whether the answer to that case should have been there by now."""
    before: Idea | Consultation | None
    """What comes before it; None without one."""
    after: Idea | Consultation | None
    """What comes after it; the first of all when nothing is in focus."""
    said: dict[int, list[Said]] = field(default_factory=dict)
    """By idea, including what was said about ideas that were merged into it."""
    said_of_cases: dict[int, list[Said]] = field(default_factory=dict)
    noted: Note | None = None
    """The note about what is in focus."""

    @property
    def about(self) -> Idea | Consultation | None:
        """What is in focus."""
        return self.focus or self.case


@built_once
def _note() -> Any:
    return select(Note).where(Note.meeting_id == bindparam("meeting"), Note.idea_id == bindparam("about"))


@built_once
def _note_on_case() -> Any:
    return select(Note).where(Note.meeting_id == bindparam("meeting"), Note.consultation_id == bindparam("about"))


async def load_talk(session: AsyncSession, room: Room) -> Talk:
    """What the phase shows. At most two queries, however many ideas and comments there are."""
    meeting, ideas = room.meeting, room.ideas
    cases: list[Consultation] = room["cases"]
    listed: list[Idea | Consultation] = [*cases, *ideas]
    focus = next((idea for idea in ideas if idea.id == meeting.focus_id), None)
    case = next((case for case in cases if case.id == meeting.focus_case_id), None)
    at = next((place for place, each in enumerate(listed) if each is (focus or case)), None)
    following = 0 if at is None else at + 1
    before, after = listed[at - 1] if at else None, listed[following] if following < len(listed) else None
    talk = Talk(focus, case, case is not None and case.late_at(clock.now()), before, after)
    about = {case.public_id: case.id for case in cases}
    stands = {idea.public_id: idea.id for idea in ideas}
    for idea in ideas:
        stands |= {words.public_id: idea.id for words in room["also"].get(idea.id, ())}
    said: dict[int, list[Said]] = defaultdict(list)
    for public_id, comments in (await said_about(session, IN_MEETING, meeting.id)).items():
        if public_id in stands:
            said[stands[public_id]] += comments
        elif public_id in about:
            talk.said_of_cases[about[public_id]] = comments
    talk.said = {idea_id: in_order(comments) for idea_id, comments in said.items()}
    if talk.about is not None:
        known, note = {"meeting": meeting.id, "about": talk.about.id}, _note() if focus else _note_on_case()
        talk.noted = (await session.execute(note, known)).scalar_one_or_none()
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
