"""Everything a leader wants to see of one idea when answering it. All staff of the board see the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.board import Board
from schemas.disclosure import Count
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.round import Round, RoundIdea, RoundState, Tally, newest_counted
from server.core import clock
from server.core.days import days_since
from server.ideas.ideas.queries import Line, Story, load_story
from server.work.staff_notes.queries import Noted, load_staff_notes


@dataclass(frozen=True)
class ToldVote:
    """One vote on an idea. `got` is None where nothing may be disclosed."""

    meeting: str
    at: datetime
    round: Round
    ideas: int
    """How many ideas were in the vote."""
    rank: int
    got: Count | None
    chosen: bool
    roles: Mapping[Role, Count]
    """By role, only for roles that the round's stored result holds."""


@dataclass
class Letter:
    """An idea with what people said about it, how they voted, what was answered, and what staff noted."""

    story: Story
    votes: list[ToldVote]
    notes: list[Noted]
    meant: tuple[str, str] = ("", "")
    """Who the room thought should have it, and share it."""

    @property
    def idea(self) -> Idea:
        return self.story.idea

    @property
    def meeting(self) -> Meeting:
        return self.story.meeting

    @property
    def board(self) -> Board:
        return self.story.board

    @property
    def days(self) -> int:
        """How many days the idea has had its present status."""
        return days_since(self.idea.status_at, clock.now())

    @property
    def answers(self) -> list[Line]:
        """The lines that are official answers, oldest first."""
        return [line for line in self.story.lines if line.answer is not None]

    @property
    def answered(self) -> Line | None:
        """The answer in force; None while the idea awaits one."""
        return self.answers[-1] if self.answers and not self.idea.rule.unanswered else None

    @property
    def earlier(self) -> list[Line]:
        """The answers before the one in force, oldest first."""
        return self.answers[:-1] if self.answered else self.answers


async def load_letter(session: AsyncSession, public_id: str) -> Letter:
    """What the answer page shows to all staff: the story plus two queries, and one for what the room
    agreed on who should have it, where the format asks. Raises NotFound."""
    story = await load_story(session, public_id)
    idea_id = story.idea.id
    agreed = await session.get(Agreement, idea_id) if story.meeting.form.shared else None
    return Letter(
        story,
        votes=await load_told(session, idea_id),
        notes=await load_staff_notes(session, idea_id),
        meant=(agreed.has, agreed.has_too) if agreed else ("", ""),
    )


async def load_told(session: AsyncSession, idea_id: int) -> list[ToldVote]:
    """The votes on an idea as they may be disclosed, oldest first. One query. A result line that the coordinator has
    not revealed yet is shown to nobody."""
    same = and_(col(Tally.round_id) == RoundIdea.round_id, col(Tally.idea_id) == RoundIdea.idea_id)
    others = aliased(RoundIdea)
    number = select(func.count()).select_from(others).where(others.round_id == Round.id).scalar_subquery()
    query = (
        select(Round, Tally, Meeting, number)
        .select_from(RoundIdea)
        .join(Round, col(Round.id) == RoundIdea.round_id)
        .join(Meeting, col(Meeting.id) == Round.meeting_id)
        .outerjoin(Tally, same)
        .where(RoundIdea.idea_id == idea_id, Round.state == RoundState.CLOSED)
        .where(Round.id == newest_counted(Round.meeting_id))
        .order_by(col(Round.id))
    )
    rows = (await session.execute(query)).all()
    return [
        _told(round_, tally, meeting, ideas, idea_id)
        for round_, tally, meeting, ideas in rows
        if _is_shown(round_, tally, meeting)
    ]


def _is_shown(round_: Round, tally: Tally | None, meeting: Meeting) -> bool:
    if meeting.result_from is None or not round_.told:
        return True
    return tally is not None and tally.dots > 0 and tally.rank >= meeting.result_from


def _told(round_: Round, tally: Tally | None, meeting: Meeting, ideas: int, idea_id: int) -> ToldVote:
    exact = round_.told
    got = Count(tally.voters, tally.dots) if tally and exact else Count(0, 0) if exact else None
    roles = {
        Role(name): Count(*figures[str(idea_id)])
        for name, figures in (round_.breakdown or {}).items()
        if exact and str(idea_id) in figures
    }
    chosen = exact and tally is not None and tally.chosen
    return ToldVote(
        meeting.title, meeting.starts_at, round_, ideas, tally.rank if tally and exact else 0, got, chosen, roles
    )
