"""What a job is about, as it is now: everything that its rule looks at, read together for any number of jobs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import Owner, StatusChange, Step
from schemas.board import Board
from schemas.flow import Status
from schemas.follow_up import FollowUp, Question
from schemas.idea import Idea
from schemas.job import Job
from schemas.mail import Mail
from schemas.meeting import Meeting
from schemas.moment import Moment, MomentKind
from schemas.referral import Referral
from schemas.seat import Seat
from server.organisation.units.ladder import Ladder, ladders

LINES = ("on_hold", "trial_ended", *Question)
STEPS = ("step_due", "step_overdue", "step_late")
REFERRALS = ("referral_due_soon", "referral_overdue", "referral_silent")
MEETINGS = ("meeting_reminder", "hand_in", "agenda_told", "meeting_moved", "meeting_end", "meeting_settle")


@dataclass
class Facts:
    """One job and the rows that it starts from; None where its kind has none, or it is gone."""

    job: Job
    idea: Idea | None
    board: Board | None
    line: StatusChange | None
    """The change of status that it is about."""
    step: Step | None
    owner: Owner | None
    seat: Seat | None
    meeting: Meeting | None
    asked: FollowUp | None
    mail: Mail | None
    referral: Referral | None
    newest: int | None
    """The last line of the idea's timeline."""
    done: int | None
    """The last line that says the idea was carried out."""
    put: bool
    """Whether the question about the line has been put already."""
    nobody: bool
    """Whether it was said, since the date passed, that there is no leader above."""
    ladder: Ladder = ()


async def load_facts(session: AsyncSession, *which: Any, order: Sequence[Any] = (), most: int = 1) -> list[Facts]:
    """The facts of the jobs that match `which`. One query, and one for the ladders of their boards."""
    line, last, other = StatusChange, aliased(StatusChange), aliased(FollowUp)
    ours = col(last.idea_id) == Job.idea_id
    newest = select(func.max(last.id)).where(ours)
    done = newest.where(last.status == Status.DONE)
    put = select(other.id).where(other.change_id == Job.subject_id, col(other.question) == Job.kind)
    said = select(Moment.id).where(Moment.idea_id == Job.idea_id, Moment.kind == MomentKind.NOBODY_ABOVE)
    query: Any = (
        select(Job, Idea, Board, line, Step, Owner, Seat, Meeting, FollowUp, Mail, Referral)  # type: ignore[call-overload]
        .add_columns(newest.scalar_subquery(), done.scalar_subquery(), put.exists())
        .add_columns(said.where(col(Moment.at) > col(Idea.answer_by)).exists())
        .outerjoin(Idea, col(Idea.id) == Job.idea_id)
        .outerjoin(Board, col(Board.id) == Job.board_id)
    )
    for table, kinds in (
        *((line, LINES), (Step, STEPS), (Owner, ("owner_given",)), (Seat, ("owner_left",))),
        *((Meeting, MEETINGS), (FollowUp, ("follow_up_close",)), (Mail, ("mail",))),
        (Referral, REFERRALS),
    ):
        query = query.outerjoin(table, and_(col(Job.kind).in_(kinds), col(table.id) == Job.subject_id))
    rows = (await session.execute(query.where(*which).order_by(*order).limit(most))).all()
    found = [Facts(*row) for row in rows]
    ladder_of = await ladders(session, {each.board.unit_id for each in found if each.board})
    for each in found:
        each.ladder = ladder_of.get(each.board.unit_id, ()) if each.board else ()
    return found


async def facts_of(session: AsyncSession, job: Job) -> Facts:
    """The facts of one job."""
    (found,) = await load_facts(session, col(Job.id) == job.id)
    return found
