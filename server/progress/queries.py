"""Where a board's ideas are: five open stages side by side, the rest folded. Four queries, however many ideas."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.answer import StatusChange, Step
from schemas.board import Board
from schemas.flow import Status
from schemas.idea import Idea
from schemas.unit import Unit
from server import clock
from server.days import danish_day, days_since
from server.errors import NotFound

OPEN = (Status.PRIORITISED, Status.REVIEW, Status.AGREED, Status.TRIAL, Status.IN_PROGRESS)
DATED = (Status.TRIAL, Status.ON_HOLD)
"""Their latest line says until when."""


@dataclass
class Card:
    """An idea on the board: no more of it than its card shows."""

    public_id: str
    number: int | None
    title: str
    status: Status
    since: datetime
    days: int
    day: date | None = None
    """What was promised by: an answer, a step, the end of a trial, a new look."""
    step: str = ""
    person: str = ""
    late: bool = False


@dataclass
class Progress:
    """The board's cards by status, those that wait the longest first."""

    board: Board
    unit: Unit
    cards: dict[Status, list[Card]] = field(default_factory=dict)

    @property
    def open(self) -> list[tuple[Status, list[Card]]]:
        """The stages that are always shown."""
        return [(status, self.cards.get(status, [])) for status in OPEN]

    @property
    def folded(self) -> list[tuple[Status, list[Card]]]:
        """The stages before and after, where there is anything in them."""
        return [(status, self.cards[status]) for status in Status if status not in OPEN and status in self.cards]


async def load_progress(session: AsyncSession, public_id: str) -> Progress:
    """What the progress page of a board shows. Raises NotFound."""
    query = select(Board, Unit).join(Unit, col(Unit.id) == Board.unit_id).where(Board.public_id == public_id)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    board, unit = row
    now = clock.now()
    steps, days = await _steps(session, board), await _days(session, board)
    columns = (Idea.id, Idea.public_id, Idea.number, Idea.title, Idea.status, Idea.status_at, Idea.answer_by)
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    shown = select(*columns).where(Idea.board_id == board.id, *seen)  # type: ignore[call-overload]
    cards: dict[Status, list[Card]] = defaultdict(list)
    for id_, ident, number, title, status, since, answer_by in (
        await session.execute(shown.order_by(col(Idea.status_at), col(Idea.number)))
    ).all():
        card = Card(ident, number, title, status, since, days_since(since, now))
        if status is Status.REVIEW and answer_by is not None:
            card.day, card.late = danish_day(answer_by), answer_by < now
        elif status is Status.IN_PROGRESS and id_ in steps:
            step = steps[id_]
            card.step, card.person, card.day = step.text, step.person, step.day
        elif status in DATED:
            card.day = days.get(id_)
        card.late = card.late or (card.day is not None and card.day < danish_day(now))
        cards[status].append(card)
    return Progress(board, unit, dict(cards))


async def _steps(session: AsyncSession, board: Board) -> dict[int, Step]:
    query = (
        select(Step)
        .join(Idea, col(Idea.id) == Step.idea_id)
        .where(Idea.board_id == board.id, Idea.status == Status.IN_PROGRESS, col(Step.done_at).is_(None))
        .order_by(col(Step.id))
    )
    return {step.idea_id: step for step in (await session.execute(query)).scalars()}


async def _days(session: AsyncSession, board: Board) -> dict[int, date]:
    query = (
        select(StatusChange)
        .join(Idea, col(Idea.id) == StatusChange.idea_id)
        .where(Idea.board_id == board.id, Idea.status == StatusChange.status, col(Idea.status).in_(DATED))
        .order_by(col(StatusChange.id))
    )
    lines = (await session.execute(query)).scalars()
    return {line.idea_id: line.day for line in lines if line.day is not None}
