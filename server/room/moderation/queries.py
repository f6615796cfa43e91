"""What is to be looked at on a board, in a fixed number of queries however much it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from schemas.board import Board
from schemas.comment import Comment
from schemas.consultation import Consultation
from schemas.format import FORMATS, Moderated
from schemas.house_rules import Numbered
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.screening import VERDICTS, Screening
from server.core import clock
from server.core.days import danish_day
from server.core.entities import PLAIN
from server.core.errors import NotFound
from server.room.moderation.alike import folded, load_again
from server.room.moderation.rules import all_rules_of

SOON = timedelta(minutes=5)
"""How long something may wait while its meeting is under way, before all who moderate are told."""
LATER = timedelta(days=1)
"""How long it may wait otherwise, before the coordinators get a letter."""
LATELY = 20
"""How many decisions the queue shows."""
MOST = 200
"""How many the queue shows of what waits; all are counted."""


@dataclass(frozen=True)
class Entry:
    """Something that somebody wrote, with what it belongs to, as those who moderate read it."""

    screening: Screening
    meeting: Meeting
    idea: Idea | None
    comment: Comment | None
    on_number: int | None
    """The number of the idea that a comment is about."""
    on_title: str
    """The title of the idea or case that it is about."""

    @property
    def words(self) -> Idea | Comment:
        """What was written."""
        found = self.idea or self.comment
        assert found is not None
        return found

    @property
    def title(self) -> str:
        """The title of an idea, "" for a comment."""
        return self.idea.title if self.idea is not None else ""

    @property
    def waited(self) -> bool:
        """Whether it waits, and has for long while its meeting is under way, or for a day."""
        if not self.screening.held.open:
            return False
        waited = clock.now() - self.screening.since
        return waited >= (SOON if self.meeting.under_way(clock.now()) else LATER)

    @property
    def today(self) -> bool:
        """Whether it stands so since today: then the hour is enough."""
        return danish_day(self.screening.since) == danish_day(clock.now())


@dataclass
class Queue:
    """A board's queue. `count` is how many wait in all; at most MOST of them are shown."""

    board: Board
    waiting: list[Entry] = field(default_factory=list)
    with_writers: list[Entry] = field(default_factory=list)
    decided: list[Entry] = field(default_factory=list)
    rules: dict[int, Numbered] = field(default_factory=dict)
    count: int = 0
    again: dict[int, int] = field(default_factory=dict)
    """How many others wrote the same as an idea in it."""


ABOUT = aliased(Idea)
GATES = [name for name, rule in FORMATS.items() if rule.moderated is Moderated.BEFORE]
GATED = (col(Meeting.moderated) == Moderated.BEFORE) | (
    col(Meeting.moderated).is_(None) & col(Meeting.format).in_(GATES)
)
"""Of a meeting: what is written there is looked at before others read it."""
LEGIBLE = col(Screening.idea_id).is_(None) | (stands(taken_back=False) & or_(GATED, col(Idea.shown_at).is_not(None)))
"""Of a statement that knows the screening, its meeting and its idea: those who moderate may read the words. What is
looked at before others read it they must read. Else an idea that the phase hides from everybody is hidden from them
too, and there is nothing to look at yet. What was taken back is gone."""


TO_LOOK = str(
    (LEGIBLE & col(Screening.verdict).in_([verdict for verdict, rule in VERDICTS.items() if rule.open])).compile(
        dialect=PLAIN, compile_kwargs={"literal_binds": True}
    )
)
"""The same as text, of those that nobody has decided about."""


def _of_board(*columns: Any) -> Any:
    query = select(*columns).select_from(Screening).join(Meeting, col(Meeting.id) == Screening.meeting_id)
    query = query.outerjoin(Idea, col(Idea.id) == Screening.idea_id)
    return query.where(Screening.board_id == bindparam("board"), LEGIBLE)


def _stand(**asked: bool) -> Any:
    fits = [verdict for verdict, rule in VERDICTS.items() if asked.items() <= vars(rule).items()]
    return col(Screening.verdict).in_(fits)


def _entries(which: Any, *order: Any) -> Any:
    query = _of_board(Screening, Meeting, Idea, Comment, ABOUT.number, func.coalesce(ABOUT.title, Consultation.title))
    query = query.outerjoin(Comment, col(Comment.id) == Screening.comment_id)
    query = query.outerjoin(ABOUT, ABOUT.id == Comment.idea_id)
    query = query.outerjoin(Consultation, col(Consultation.id) == Comment.consultation_id)
    return query.where(which).order_by(*order)


async def load_queue(session: AsyncSession, public_id: str) -> Queue:
    """What is to be looked at on a board, oldest first, and what was decided lately. Raises NotFound."""
    board = (await session.execute(select(Board).where(Board.public_id == public_id))).scalar_one_or_none()
    if board is None:
        raise NotFound
    oldest = (col(Screening.since), col(Screening.id))
    newest = (col(Screening.since).desc(), col(Screening.id).desc())
    queue = Queue(board, rules=dict(await all_rules_of(session, board)), count=await count_waiting(session, board.id))
    for found, query in (
        (queue.waiting, _entries(_stand(open=True), *oldest).limit(MOST)),
        (queue.with_writers, _entries(_stand(writers=True), *oldest).limit(MOST)),
        (queue.decided, _entries(_stand(open=False, writers=False) & ~folded(Screening), *newest).limit(LATELY)),
    ):
        found += [Entry(*row) for row in (await session.execute(query, {"board": board.id})).all()]
    shown = (*queue.waiting, *queue.with_writers, *queue.decided)
    queue.again = await load_again(session, {entry.meeting.id for entry in shown})
    return queue


@dataclass(frozen=True)
class Looking:
    """One thing that is looked at, as its own page follows it, with all rules that its board has or had."""

    board: Board
    entry: Entry
    rules: Mapping[int, Numbered]

    @property
    def meeting(self) -> Meeting:
        """The meeting that it was written at."""
        return self.entry.meeting


async def load_looking(session: AsyncSession, public_id: str) -> Looking:
    """One of them, for its own page. Raises NotFound for what those who moderate may not read, or was taken back."""
    found = select(Screening, Board).join(Board, col(Board.id) == Screening.board_id)
    row = (await session.execute(found.where(Screening.public_id == public_id))).one_or_none()
    if row is None:
        raise NotFound
    screening, board = row
    return Looking(board, await load_entry(session, screening), await all_rules_of(session, board))


async def load_entry(session: AsyncSession, screening: Screening) -> Entry:
    """One of them, as those who moderate read it. Raises NotFound for what they may not read, or was taken back."""
    query = _entries(Screening.id == screening.id)
    row = (await session.execute(query, {"board": screening.board_id})).one_or_none()
    if row is None:
        raise NotFound
    return Entry(*row)


async def count_waiting(session: AsyncSession, board_id: int | None) -> int:
    """How many wait to be looked at on a board. One query."""
    query = _of_board(func.count()).where(_stand(open=True))
    return int((await session.execute(query, {"board": board_id})).scalar_one())


async def waits_since(session: AsyncSession, board_id: int | None) -> datetime | None:
    """Since when the oldest of them waits; None if none does. One query."""
    query = _of_board(func.min(Screening.since)).where(_stand(open=True))
    found: datetime | None = (await session.execute(query, {"board": board_id})).scalar_one()
    return found
