"""The story of an idea: where it stands, how it got there, what was answered and by whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.answer import Answer, AnswerVersion, Owner, StatusChange, Step
from schemas.board import Board
from schemas.discussion import Note
from schemas.flow import By, Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.moment import Moment, MomentKind
from schemas.person import Person
from schemas.promises import Broken, Promised, all_broken, in_order, next_step
from schemas.referral import UNANSWERED, Referral
from schemas.seat import Seat
from schemas.stages import Promise
from schemas.unit import Unit
from server.core import clock
from server.core.days import danish_day
from server.core.errors import NotFound
from server.ideas.comments.queries import ON_IDEAS, Said, said_about
from server.ideas.comments.queries import in_order as by_time
from server.ideas.groups.wordings import Wording, load_survivors, load_wordings
from server.ideas.ideas.story_parts import story_parts
from server.ideas.moments.queries import COUNTED, Happened, answered, load_moments
from server.organisation.people.called import Called, called_at_idea

STEPS = frozenset({MomentKind.STEP_DONE, MomentKind.STEP_AGAIN})
POINTS = frozenset({MomentKind.DISCUSSED, MomentKind.ESCALATED, MomentKind.NEWS, MomentKind.ADDED, *STEPS, *COUNTED})
"""The kinds of moments that are shown on an idea's poster."""


@dataclass
class Line:
    """A change of status as a line of the story. It names staff, with their title, but never members."""

    change: StatusChange
    name: str = ""
    title: str = ""
    unit: str = ""
    """The unit that the idea was sent on to, by its current name, or as it was typed."""
    number: int | None = None
    """The number of the idea that it was merged with."""
    answer: Answer | None = None
    referral: Referral | None = None
    """The referral that it sent, or that its answer came from."""
    back: Referral | None = None
    """The referral that ended with it, without an answer: it was returned, passed on, withdrawn, or nobody answered."""
    moved_to: date | None = None
    """The date that applies now, if the one in the line was postponed."""
    before: list[AnswerVersion] = field(default_factory=list)
    """Earlier versions of the answer, oldest first, if it was corrected."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """What members answered, if that moved the idea and may be disclosed."""

    @property
    def at(self) -> datetime:
        """When it happened."""
        return self.change.at

    @property
    def who(self) -> str:
        """Who did it, with their title; "" unless it was staff."""
        parts = (self.answer.name, self.answer.title, self.answer.level) if self.answer else (self.name, self.title)
        return ", ".join(part for part in parts if part)

    @property
    def behalf(self) -> str:
        """The leader in whose place a deputy answered; "" for anything else."""
        return self.answer.behalf if self.answer else ""

    @property
    def is_by_the_house(self) -> bool:
        """Whether it is an answer of the board's own leaders."""
        return self.answer is not None and self.answer.referral_id is None

    @property
    def day(self) -> date | None:
        """The date that the line mentions."""
        return self.moved_to or self.change.day

    @property
    def words(self) -> str:
        """What was said, in the author's own words."""
        return self.answer.text if self.answer and self.answer.text else self.change.text


@dataclass
class Story:
    """An idea as its page shows it."""

    idea: Idea
    board: Board
    meeting: Meeting
    leader: Called | None
    lines: list[Line] = field(default_factory=list)
    also: tuple[Wording, ...] = ()
    """The other wordings of it, from ideas that were merged into it."""
    survivor: Idea | None = None
    """The idea that it is part of now, if it was merged."""
    said: list[Said] = field(default_factory=list)
    """The comments on it and on those that were merged into it."""
    noted: str = ""
    """What was said about it at the meeting, as noted by the coordinator."""
    discussed: datetime | None = None
    """When it was first discussed: by a note or a comment, whichever came first."""
    owners: list[str] = field(default_factory=list)
    carries: Owner | None = None
    """Whoever takes it from the meeting to a leader."""
    owning: list[Owner] = field(default_factory=list)
    """The owners as rows."""
    steps: list[Step] = field(default_factory=list)
    """The steps to come, by their day, then those that were taken."""
    broken: tuple[Broken, ...] = ()
    """The promises about it that are broken now, the most serious first."""
    moments: list[Happened] = field(default_factory=list)
    parts: dict[str, Any] = field(default_factory=dict)
    """What features add to the story, by the name of their part."""

    @property
    def entries(self) -> list[Line | Happened]:
        """Everything that happened, oldest first. Of things that happened at the same time, changes of status come
        first."""
        talk = [Moment(idea_id=self.idea.id, kind=MomentKind.DISCUSSED, at=self.discussed)] if self.discussed else []
        return sorted((*self.lines, *self.moments, *map(Happened, talk)), key=lambda entry: entry.at)

    @property
    def points(self) -> list[Line | Happened]:
        """The main entries, for the poster: what moved the idea, news about the work, and what members said about
        it."""
        return [entry for entry in self.entries if isinstance(entry, Line) or entry.moment.kind in POINTS]

    @property
    def taken(self) -> int:
        """How many of its steps are taken. Progress is counted; nobody types it."""
        return sum(step.done_at is not None for step in self.steps)

    @property
    def step(self) -> Step | None:
        """The next step; None if there is none."""
        return next_step(self.steps)

    @property
    def late(self) -> bool:
        """Whether the promised date has passed without an answer."""
        return any(each.promise is Promise.ANSWER for each in self.broken)

    @property
    def felt_not(self) -> bool:
        """Whether it is waiting for an answer again because members could not feel that it was done."""
        statuses = [line.change.status for line in self.lines[-2:]]
        return statuses == [Status.DONE, Status.REVIEW] and self.lines[-1].change.seat_id is None

    @property
    def now(self) -> Line:
        """The line that brought the idea to where it is now, with the date that applies now."""
        if not self.lines:
            return Line(StatusChange(idea_id=0, status=self.idea.status, at=clock.now()))
        return replace(self.lines[-1], moved_to=promised(self.idea))

    def promised(self) -> Promised:
        """What was promised about it, and by when."""
        until = self.now.change.day if self.idea.rule.dated else None
        news = max([self.idea.status_at, *(each.at for each in self.moments)])
        return Promised(self.idea.status, self.idea.answer_by, until, self.step.day if self.step else None, news)


def promised(idea: Idea) -> date | None:
    """The date by which an idea is to be answered, by a leader or by whoever was asked elsewhere; None if it is not
    waiting for an answer. The date moves when the idea goes to another leader."""
    return danish_day(idea.answer_by) if idea.rule.answer_dated and idea.answer_by else None


async def load_story(session: AsyncSession, public_id: str) -> Story:
    """Load everything that the page of an idea shows, in a fixed number of queries. Raises NotFound."""
    query = (
        select(Idea, Board, Meeting, called_at_idea())
        .join(Board, col(Board.id) == Idea.board_id)
        .join(Meeting, col(Meeting.id) == Idea.meeting_id)
        .outerjoin(Person, col(Person.id) == Idea.leader_id)
        .where(Idea.public_id == public_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    idea, board, meeting, leader = row
    owners = select(Owner).where(Owner.idea_id == idea.id).order_by(col(Owner.id))
    steps = select(Step).where(Step.idea_id == idea.id)
    steps = steps.order_by(col(Step.done_at).desc(), col(Step.day), col(Step.id))
    planned = list((await session.execute(steps)).scalars())
    people = list((await session.execute(owners)).scalars())
    also = (await load_wordings(session, [idea.id])).get(idea.id, ())
    asked = [idea.public_id, *(words.public_id for words in also)]
    comments_by_idea = await said_about(session, ON_IDEAS, asked)
    note = select(Note.text, Note.written_at).where(Note.idea_id == idea.id, Note.meeting_id == meeting.id)
    noted = (await session.execute(note)).one_or_none()
    said = by_time(each for comments in comments_by_idea.values() for each in comments)
    lines = await load_lines(session, col(StatusChange.idea_id) == idea.id)
    moments = await load_moments(session, col(Moment.idea_id) == idea.id)
    await _add_details(session, lines, moments)
    story = Story(
        idea,
        board,
        meeting,
        leader,
        lines=lines,
        moments=moments,
        also=also,
        said=said,
        noted=noted.text if noted else "",
        discussed=min(
            [*([noted.written_at] if noted and noted.text else []), *(each.at for each in said[:1])], default=None
        ),
        survivor=(await load_survivors(session, [idea.id] if idea.rule.merged else [])).get(idea.id),
        owners=[owner.public_name for owner in people if not owner.carries],
        carries=next((owner for owner in people if owner.carries), None),
        owning=[owner for owner in people if not owner.carries],
        steps=[*in_order(planned), *(step for step in planned if step.done_at is not None)],
    )
    story.broken = all_broken(story.promised(), clock.now())
    story.parts = {name: await part.load(session, story) for name, part in story_parts().items()}
    return story


async def _add_details(session: AsyncSession, lines: list[Line], moments: list[Happened]) -> None:
    """Add earlier versions of answers, and what members answered. Makes no query where there is nothing to find."""
    corrected = {line.answer.id: line for line in lines if line.answer and line.answer.version > 1}
    if corrected:
        older = select(AnswerVersion).where(col(AnswerVersion.answer_id).in_(corrected))
        for version in (await session.execute(older.order_by(col(AnswerVersion.version)))).scalars():
            corrected[version.answer_id].before.append(version)
    asked = {line.change.idea_id for line in lines if line.change.seat_id is None and By.MEMBERS in line.change.rule.by}
    asked |= {each.moment.idea_id for each in moments if each.moment.kind in COUNTED}
    if asked:
        counts = await answered(session, asked)
        for line in lines:
            line.counts = counts.get((line.change.idea_id, line.at), {})
        for each in moments:
            each.counts = counts.get((each.moment.idea_id, each.at), {}) if each.moment.kind in COUNTED else {}


async def load_lines(session: AsyncSession, which: Any) -> list[Line]:
    """The lines of timelines that meet a condition, in the order in which they were added. One query."""
    other, ended = aliased(Idea), aliased(Referral)
    query = (
        select(StatusChange, Seat, Person, Answer)
        .add_columns(Referral, ended, col(Unit.name), col(other.number))
        .outerjoin(Seat, col(Seat.id) == StatusChange.seat_id)
        .outerjoin(Person, col(Person.id) == Seat.person_id)
        .outerjoin(Unit, col(Unit.id) == StatusChange.unit_id)
        .outerjoin(other, col(other.id) == StatusChange.other_id)
        .outerjoin(Answer, col(Answer.change_id) == StatusChange.id)
        .outerjoin(Referral, or_(col(Referral.change_id) == StatusChange.id, col(Referral.id) == Answer.referral_id))
        .outerjoin(ended, _ended_with(ended))
        .where(which)
        .order_by(col(StatusChange.id), col(ended.id).desc())
    )
    found = {
        change.id: Line(
            change,
            name=seat.name if seat else change.name,
            title=person.title if person else "",
            unit=unit or change.place,
            number=number,
            answer=answer,
            referral=referral,
            back=back,
        )
        for change, seat, person, answer, referral, back, unit, number in (await session.execute(query)).all()
    }
    return list(found.values())


def _ended_with(referral: Any) -> Any:
    """That a referral ended with a line, without an answer. It ends in the transaction that writes the line, and so at
    the same moment."""
    here = and_(col(referral.idea_id) == StatusChange.idea_id, col(referral.state_at) == StatusChange.at)
    own = col(referral.change_id).is_distinct_from(StatusChange.id)
    return and_(here, own, col(referral.state).in_(UNANSWERED))
