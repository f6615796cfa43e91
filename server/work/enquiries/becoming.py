"""An enquiry becomes an idea: with the citizen's own yes, in the words that they read, and with nobody's name on it."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.bounds import Bounded
from schemas.codes import keyed_hash, new_public_id
from schemas.enquiry import Enquiry
from schemas.flow import Status
from schemas.idea import Idea, IdeaProposed, IdeasRevealed
from schemas.meeting import Meeting
from schemas.roles import Role
from server.core.bounds import hold
from server.core.change import Change, changing_board, must_be_open
from server.core.errors import N_, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.commands import note
from server.work.enquiries.by_link import NoEnquiry, load_by_link

NO_MEETING = N_("Peerboardet har ingen møder lige nu. Prøv igen en anden dag.")


async def say_yes(runtime: Runtime, token: str) -> None:
    """The citizen wants what they were offered to become an idea. It is proposed at the board's next meeting, hidden
    until that shows its ideas; if none is planned, it is put among the board's ideas at once. Said twice, it is one
    idea. Raises NoEnquiry, NotNow for a board that is closed or never meets, and Full."""
    async with runtime.database.snapshot() as session:
        board_id = (await load_by_link(session, runtime.settings, token)).enquiry.board_id
    if board_id is None:
        raise NoEnquiry
    hashed = keyed_hash(runtime.settings.secret, token)
    async with changing_board(runtime, board_id) as change:
        query = select(Enquiry).where(Enquiry.token_hash == hashed).with_for_update()
        enquiry = (await change.session.execute(query)).scalar_one_or_none()
        if enquiry is None or not enquiry.offered:
            raise NoEnquiry
        if enquiry.yes_at is not None:
            return
        must_be_open(change.board)
        meeting = await _meeting(change.session, board_id)
        if meeting is None:
            raise NotNow(NO_MEETING)
        await hold(change.session, Bounded.MEETING_IDEAS, Idea.meeting_id == meeting.id, meeting=meeting)
        await _propose(change, meeting, enquiry)
        enquiry.yes_at = change.now


async def _meeting(session: AsyncSession, board_id: int) -> Meeting | None:
    """The next meeting, or the last one if none is to come."""
    held = select(Meeting).where(Meeting.board_id == board_id, col(Meeting.cancelled_at).is_(None))
    coming = held.where(col(Meeting.ended_at).is_(None)).order_by(col(Meeting.starts_at), col(Meeting.id)).limit(1)
    past = held.where(col(Meeting.ended_at).is_not(None)).order_by(col(Meeting.ended_at).desc()).limit(1)
    found = (await session.execute(coming)).scalar_one_or_none()
    return found or (await session.execute(past)).scalar_one_or_none()


async def _propose(change: Change, meeting: Meeting, enquiry: Enquiry) -> None:
    """It stands there as written down for a citizen, and nothing ties it to the enquiry: not even its own key."""
    idea = Idea(
        public_id=new_public_id(),
        board_id=change.board.id,
        meeting_id=meeting.id,
        submission=new_public_id(),
        title=enquiry.idea_title,
        text=enquiry.idea_text,
        status_at=change.now,
        created_at=change.now,
        late=not meeting.over and not meeting.takes_ideas(change.now),
        on_paper=True,
        paper_role=Role.CITIZEN,
    )
    change.session.add(idea)
    await change.session.flush()
    await note(change, idea, Status.PROPOSED)
    change.tell(IdeaProposed(idea.id))
    if meeting.over:
        change.board.last_number += 1
        idea.number, idea.shown_at = change.board.last_number, change.now
        change.tell(IdeasRevealed(meeting.id))
