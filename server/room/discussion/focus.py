"""What is in focus: the idea, or the case of another body, that the coordinator puts before the room, shown large on
every screen."""

from sqlmodel import col, select

from schemas.act import Act
from schemas.consultation import Consultation
from schemas.discussion import FocusMoved
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.seat import Seat
from server.core.change import changing
from server.core.errors import N_, NotFound, NotNow
from server.core.runtime import Runtime
from server.work.consultations.queries import waiting


async def move_focus(runtime: Runtime, seat: Seat, meeting: Meeting, public_id: str) -> None:
    """Put an idea of the meeting in focus, or a case that waits for the board's answer, or nothing (""). Repeating it
    changes nothing.

    Raises NotNow in a phase in which nobody speaks, NotFound for what the room cannot see.
    """
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        if Act.SPEAK not in at.rule.acts:
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        idea_id = case_id = None
        if public_id:
            query = select(Idea.id).where(
                Idea.public_id == public_id,
                Idea.meeting_id == at.id,
                col(Idea.shown_at).is_not(None),
                col(Idea.hidden_at).is_(None),
                stands(gone=False),
            )
            idea_id = (await change.session.execute(query)).scalar_one_or_none()
            if idea_id is None:
                waits = waiting(change.board.id).where(Consultation.public_id == public_id)
                case = (await change.session.execute(waits)).scalar_one_or_none()
                if case is None:
                    raise NotFound
                case_id = case.id
        if (at.focus_id, at.focus_case_id) != (idea_id, case_id):
            at.focus_id, at.focus_case_id = idea_id, case_id
            change.tell(FocusMoved(at.id))
