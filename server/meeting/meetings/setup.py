"""Setting a meeting up, changing it before and while it is held, and cancelling it."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.bounds import Bounded
from schemas.comment import Comment
from schemas.ending import MeetingCancelled
from schemas.format import Phase
from schemas.idea import Idea
from schemas.meeting import AuthorSeen, Meeting, MeetingChanged
from schemas.roles import STAFF
from schemas.seat import Seat
from server.core.bounds import hold
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.hooks import Hooks
from server.core.runtime import Runtime
from server.mail.links import keyed
from server.meeting.meetings.commands import new_meeting
from server.meeting.meetings.ending import due_to_end
from server.meeting.meetings.setup_form import ALWAYS, BEFORE, WRONG, Fields, SetUp, normal, read, shown
from server.meeting.seats.tables import highest_in_use
from server.web.edit_conflicts import together

IN_USE = N_("Et bord med et højere nummer er i brug.")
SHORTEST = timedelta(days=1)
"""A meeting called so late that less than this is left to hand in items takes them until it begins."""
PLANNED: Hooks[Change] = Hooks()
"""A meeting was planned on the board, or has another format now."""
GATED = N_("Nogen har allerede skrevet. De fik at vide, at en moderator læser det først. Det kan ikke laves om.")
PROMISED = N_("Nogen har allerede skrevet. De fik at vide, hvem der kan se det. Du kan kun vise færre deres navn.")


async def make_meeting(runtime: Runtime, seat: Seat, typed: Fields, key: str = "") -> Meeting:
    """Create a meeting on the board of `seat`. The same form (`key`) sent twice creates only one. If the meeting lies
    ahead, its door is closed. Raises Invalid with a sentence per field, and Full if the board has too many meetings."""
    public_id = keyed(runtime.settings, "meeting", seat.id, key[:64]) if key else ""
    async with changing(runtime, seat, Act.SET_UP) as change:
        known = select(Meeting).where(Meeting.board_id == change.board.id, Meeting.public_id == public_id)
        found = (await change.session.execute(known)).scalar_one_or_none()
        if found is not None:
            return found
        await hold(change.session, Bounded.MEETINGS, col(Meeting.board_id) == change.board.id)
        chosen = read(normal(typed), change.now)
        meeting = await new_meeting(change, chosen.title, chosen.starts_at, place=chosen.place)
        chosen.apply(meeting)
        meeting.public_id = public_id or meeting.public_id
        meeting.phase = _phase_in_format(meeting)
        if (last := meeting.last_hand_in) is not None and last < change.now + SHORTEST:
            meeting.hand_in_by = meeting.starts_at
        meeting.door_open = meeting.form.ahead or meeting.starts_at <= change.now
        await due_to_end(change.session, meeting)
        await PLANNED(change)
    return meeting


async def change_meeting(runtime: Runtime, seat: Seat, meeting: Meeting, typed: Fields) -> Meeting:
    """Change a meeting's set-up. Once it has begun, fields that can no longer be changed are ignored. Whatever another
    coordinator changed meanwhile is kept; raises ChangedMeanwhile if both changed the same field, and Invalid with a
    sentence per field."""
    async with changing(runtime, seat, Act.SET_UP, meeting) as change:
        at = change.at
        begun = await has_begun(change.session, at)
        form = normal(typed)
        now = shown(at)
        wanted = together(form, now, ALWAYS if begun else (*ALWAYS, *BEFORE))
        chosen = read({**wanted, "warned": form["warned"]}, change.now)
        if (wanted["day"], wanted["time"]) == (now["day"], now["time"]):
            # The form gives minutes, and cannot tell apart the two hours when summer time ends: keep the exact moment.
            chosen = replace(chosen, starts_at=at.starts_at)
            if wanted["ends"] == now["ends"]:
                chosen = replace(chosen, ends_at=at.ends_at)
        if _shows_authors_to_more(chosen, at) and await _has_contributions(change.session, at):
            raise Invalid(WRONG, fields={"author_seen": PROMISED})
        if chosen.tables < min(at.tables, await highest_in_use(change.session, at)):
            raise Invalid(WRONG, fields={"tables": IN_USE})
        if at.gated and not chosen.gated and await _strangers_wrote(change.session, at):
            raise Invalid(WRONG, fields={"moderated": GATED})
        format_before, before = at.format, in_calendars(at)
        if chosen.apply(at):
            await due_to_end(change.session, at)
            if at.format is not format_before:
                at.phase = _phase_in_format(at)
                at.door_open = at.door_open or at.form.ahead
                await PLANNED(change)
            if in_calendars(at) != before:
                at.sequence += 1
            change.tell(MeetingChanged(at.id))
    return at


def in_calendars(meeting: Meeting) -> tuple[object, ...]:
    """The parts of a meeting that people have in their calendars."""
    return meeting.title, meeting.place, meeting.starts_at, meeting.ends_at


def _phase_in_format(meeting: Meeting) -> Phase:
    phases = meeting.phases
    return meeting.phase if meeting.phase in phases else meeting.form.opens_with


def _shows_authors_to_more(chosen: SetUp, at: Meeting) -> bool:
    seen = list(AuthorSeen)
    return seen.index(chosen.author_seen) > seen.index(at.author_seen)


async def _strangers_wrote(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether anybody but staff has written there. Whose words it were is gone with whoever was erased."""
    for table in (Idea, Comment):
        wrote = select(table.id).outerjoin(Seat, col(Seat.id) == col(table.seat_id))
        stranger = col(Seat.id).is_(None) | col(Seat.role).not_in(STAFF)
        if (await session.execute(wrote.where(table.meeting_id == meeting.id, stranger).limit(1))).first() is not None:
            return True
    return False


async def _has_contributions(session: AsyncSession, meeting: Meeting) -> bool:
    for table in (Idea, Comment):
        written = select(table.id).where(table.meeting_id == meeting.id, col(table.seat_id).is_not(None))
        if (await session.execute(written.limit(1))).first() is not None:
            return True
    return False


def that_began() -> ColumnElement[bool]:
    """A condition for queries that select from `meeting`: somebody has come, or it was led on, so that people know its
    rules."""
    came = exists().where(col(Seat.meeting_id) == Meeting.id, col(Seat.awaited_since).is_(None))
    return or_(col(Meeting.phase_no) > 1, col(Meeting.ended_at).is_not(None), came)


async def has_begun(session: AsyncSession, meeting: Meeting) -> bool:
    """Whether that is so of one meeting."""
    found = select(Meeting.id).where(Meeting.id == meeting.id, that_began())
    return (await session.execute(found)).first() is not None


async def last_meeting(session: AsyncSession, board: Board) -> Meeting | None:
    """The board's latest meeting, from which a new one can copy its set-up; None if there is none."""
    query = select(Meeting).where(Meeting.board_id == board.id).order_by(col(Meeting.starts_at).desc())
    return (await session.execute(query.limit(1))).scalar_one_or_none()


BEGUN = N_("Mødet er begyndt, og der er skrevet idéer. Slut det i stedet. Så er de ikke væk.")


async def cancel_meeting(runtime: Runtime, seat: Seat, meeting: Meeting) -> None:
    """Cancel a meeting; whoever was invited by mail is told. Cancelling it again does nothing. Raises NotNow if the
    meeting is over, has been led on or has ideas: those would be lost from sight."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        at = await change.session.get_one(Meeting, meeting.id)
        if at.cancelled_at is not None:
            return
        if at.over:
            raise NotNow(N_("Mødet er slut."))
        written = select(Idea.id).where(col(Idea.meeting_id) == at.id).limit(1)
        if at.phase_no > 1 or (await change.session.execute(written)).first() is not None:
            raise NotNow(BEGUN)
        at.cancelled_at = at.ended_at = at.settled_at = change.now
        at.door_open, at.sequence = False, at.sequence + 1
        change.tell(MeetingCancelled(at.id))
