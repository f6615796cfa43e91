"""Moving a comment to what it is about: another idea of the same meeting, or a case of the board. Those who moderate do
it, and its writer for as long as nobody has answered it."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.comment import Comment, CommentHidden, CommentWritten
from schemas.consultation import Consultation
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.screening import Screening, ScreeningDeed
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.room.moderation.moving import log

NO_PLACE = N_("Vælg, hvor kommentaren hører til.")
NOT_MOVED = N_("Kommentaren er ikke flyttet endnu. Ret det, der står ved feltet.")
ANSWERED = N_("Nogen har svaret på den. Nu kan kun en moderator flytte den.")


async def places(session: AsyncSession, meeting: Meeting) -> tuple[list[Idea], list[Consultation]]:
    """Where a comment of the meeting may be: ideas that everybody may read, by number, and the board's cases. Two
    queries."""
    ideas = select(Idea).where(Idea.meeting_id == meeting.id, col(Idea.shown_at).is_not(None))
    ideas = ideas.where(col(Idea.hidden_at).is_(None), stands(gone=False)).order_by(col(Idea.number))
    cases = select(Consultation).where(Consultation.board_id == meeting.board_id)
    cases = cases.where(col(Consultation.withdrawn_at).is_(None)).order_by(col(Consultation.id))
    found = (await session.execute(ideas)).scalars().all(), (await session.execute(cases)).scalars().all()
    return list(found[0]), list(found[1])


async def move_comment(runtime: Runtime, seat: Seat, comment: Comment, to: str) -> None:
    """Put a comment where it belongs: `to` is the public id of an idea or a case. If it is there already, nothing
    happens. Raises Invalid for a place that there is not, and NotNow for its writer once somebody has answered."""
    own = comment.seat_id == seat.id
    async with changing(runtime, seat, Act.REWORD if own else Act.MODERATE) as change:
        stored = await change.session.get_one(Comment, comment.id)
        meeting = await change.session.get_one(Meeting, stored.meeting_id)
        ideas, cases = await places(change.session, meeting)
        idea = next((each for each in ideas if each.public_id == to), None)
        case = next((each for each in cases if each.public_id == to), None)
        if idea is None and case is None:
            raise Invalid(NOT_MOVED, fields={"to": NO_PLACE})
        if (stored.idea_id, stored.consultation_id) == (idea and idea.id, case and case.id):
            return
        if own and await _answered(change, stored):
            raise NotNow(ANSWERED)
        before = CommentHidden(stored.idea_id, stored.id, stored.consultation_id)
        stored.idea_id = idea.id if idea is not None else None
        stored.consultation_id = case.id if case is not None else None
        change.tell(before)
        change.tell(CommentWritten(stored.idea_id, stored.id, stored.consultation_id))
        query = select(Screening).where(Screening.comment_id == stored.id)
        screening = (await change.session.execute(query)).scalar_one_or_none()
        if screening is not None:
            await log(change, screening, ScreeningDeed.MOVED, by_writer=own)


async def _answered(change: Change, comment: Comment) -> bool:
    """Whether somebody else has written about the same since."""
    same = Comment.idea_id == comment.idea_id if comment.idea_id else Comment.consultation_id == comment.consultation_id
    later = select(Comment.id).where(same, col(Comment.id) > comment.id, col(Comment.seat_id) != comment.seat_id)
    return (await change.session.execute(later.limit(1))).first() is not None
