"""What a meeting with a queue of questions shows the room, and what in it is one member's own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.question_clauses import last_day, on_time, time_is_up
from schemas.question_rules import Detail, QuestionRules, RuleLine, lines_of, rules_named
from schemas.question_time import Asker, Became, Support, Turn, in_order, in_stream, told_count
from server.core.days import danish_day
from server.core.prepared import built_once
from server.meeting.meetings.queries import Room
from server.web.pictures import Picture, pictures


@dataclass
class Queue:
    """The questions of a meeting. Those that were hidden are in none of its lists."""

    meeting: Meeting
    rules: QuestionRules
    ideas: Sequence[Idea] = ()
    turns: Sequence[Turn] = ()
    counts: dict[int, int] = field(default_factory=dict)
    """How many want to know each too; what may be told of it is in `told`."""
    name: str = ""
    """Who asks what is before the room, where the rules want a name."""

    @property
    def lines(self) -> list[RuleLine]:
        """The rules as people read them."""
        return lines_of(self.rules)

    @cached_property
    def now(self) -> Idea | None:
        """What is before the room."""
        turn = self.turn
        return next((idea for idea in self.ideas if turn and idea.id == turn.idea_id), None)

    @property
    def turn(self) -> Turn | None:
        """Its turn."""
        return next((turn for turn in self.turns if turn.called_at and not turn.ended_at), None)

    @cached_property
    def open(self) -> list[Idea]:
        """Those nothing has become of yet, without the one before the room, in the order of the queue."""
        over = {turn.idea_id for turn in self.turns if turn.became or not turn.ended_at}
        left = [idea for idea in self.ideas if idea.rule.written and idea.id not in over]
        return in_order(self.meeting, left, self.counts)

    @cached_property
    def waiting(self) -> list[Idea]:
        """Those of them whose turn may come at this meeting."""
        return [idea for idea in self.open if self.in_time(idea)]

    @cached_property
    def later(self) -> list[Idea]:
        """Those that came too late for it, and wait for the next."""
        return [idea for idea in self.open if not self.in_time(idea)]

    @property
    def next(self) -> Idea | None:
        """Whose turn it is next."""
        return self.waiting[0] if self.waiting else None

    @property
    def done(self) -> list[tuple[Turn, Idea]]:
        """What became of those that had their turn, in that order."""
        by_id = {idea.id: idea for idea in self.ideas}
        return [(turn, by_id[turn.idea_id]) for turn in self.turns if turn.became and turn.idea_id in by_id]

    @property
    def fell(self) -> int:
        """How many were refused or lapsed at this meeting: they are in no list."""
        return sum(turn.became in {Became.REFUSED, Became.LAPSED} for turn in self.turns)

    def became(self, idea: Idea) -> Became | None:
        """What became of a question at this meeting, also of one that is in no list any more."""
        return next((turn.became for turn in reversed(self.turns) if turn.idea_id == idea.id and turn.became), None)

    def seen_at(self, turn: Turn) -> str:
        """A link to its moment in the recording, "" if there is none."""
        return in_stream(self.meeting, turn.called_at)

    @property
    def up(self) -> bool:
        """Whether all the time for questions is used."""
        return time_is_up(self.rules, sum(self._ended, start=timedelta(0)))

    @property
    def _ended(self) -> list[timedelta]:
        return [turn.ended_at - turn.called_at for turn in self.turns if turn.called_at and turn.ended_at]

    @property
    def minutes_used(self) -> int:
        """How long questions have been before the room, in whole minutes; without the one that is there now, since the
        page changes only when something happens."""
        return int(sum(self._ended, start=timedelta(0)) / timedelta(minutes=1))

    @property
    def last_day(self) -> date | None:
        """The last day to hand in a question for this meeting; None if the rules name none."""
        return last_day(self.rules, danish_day(self.meeting.starts_at)) if self.rules.days_before else None

    def in_time(self, idea: Idea) -> bool:
        """Whether it was written early enough for this meeting, or waits since the last one."""
        return idea.meeting_id != self.meeting.id or on_time(
            self.rules, danish_day(idea.created_at), danish_day(self.meeting.starts_at)
        )

    def told(self, idea: Idea) -> int | None:
        """How many want to know it too, if that is told."""
        return told_count(self.meeting, self.counts.get(idea.id, 0))

    @property
    def pictures(self) -> list[Picture | None]:
        """What the projector shows: one question, or those that wait."""
        return [None] if self.now or not self.waiting else list(pictures(self.waiting))


@built_once
def _turns() -> Any:
    at = Turn.meeting_id == bindparam("meeting")
    return select(Turn).where(at).order_by(func.coalesce(Turn.called_at, Turn.ended_at), col(Turn.id))


@built_once
def _counts() -> Any:
    at = Support.meeting_id == bindparam("meeting")
    return select(Support.idea_id, func.count().label("number")).where(at).group_by(col(Support.idea_id))


async def load_queue(session: AsyncSession, room: Room) -> Queue:
    """The questions of a room. Three queries; none at a meeting that has no queue."""
    queue = Queue(room.meeting, rules_named(room.board.question_rules))
    if not room.meeting.form.queues:
        return queue
    await room.need(session, ("ideas",))
    return await fill(session, queue, room.ideas)


async def fill(session: AsyncSession, queue: Queue, ideas: Sequence[Idea]) -> Queue:
    """The same for questions that were read already."""
    known = {"meeting": queue.meeting.id}
    queue.ideas = ideas
    queue.turns = (await session.execute(_turns(), known)).scalars().all()
    queue.counts = {row.idea_id: row.number for row in (await session.execute(_counts(), known)).all()}
    if queue.now and Detail.NAME in queue.rules.details and not queue.now.on_paper:
        named = select(Asker.name).where(Asker.seat_id == queue.now.seat_id)
        queue.name = (await session.execute(named)).scalar_one_or_none() or ""
    return queue
