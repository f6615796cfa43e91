"""Everything a leader wants to see of one idea when answering it. All staff of the board see the same."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from schemas.flow import statuses_that
from schemas.idea import Idea
from schemas.meeting import Meeting
from server.core import clock
from server.core.days import days_since
from server.ideas.ideas.queries import Line, Story, load_story
from server.work.answers.voted import ToldVote, load_told
from server.work.staff_notes.queries import Noted, load_staff_notes


@dataclass
class Letter:
    """An idea with what people said about it, how they voted, what was answered, and what staff noted."""

    story: Story
    votes: list[ToldVote]
    notes: list[Noted]

    @property
    def idea(self) -> Idea:
        return self.story.idea

    @property
    def meeting(self) -> Meeting:
        return self.story.meeting

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
    """What the answer page shows to all staff: the story plus two queries. Raises NotFound."""
    story = await load_story(session, public_id)
    idea_id = story.idea.id
    return Letter(
        story,
        votes=await load_told(session, idea_id),
        notes=await load_staff_notes(session, idea_id),
    )


ANSWERS = frozenset(statuses_that(answer=True))
"""The statuses a leader can give as an answer."""
