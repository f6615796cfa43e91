"""Where a board's ideas are: the open statuses side by side, the rest folded away. Seven queries, however many
ideas."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func, literal
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.danish_order import in_danish_order
from schemas.flow import FLOW, Status, statuses_that
from schemas.idea import Idea
from schemas.person import Person
from schemas.promises import Promised, broken
from schemas.unit import Unit
from server.core import clock
from server.core.days import days_since
from server.core.errors import NotFound
from server.organisation.people.called import name_at_idea
from server.views.progress.card import Card
from server.views.progress.proposers import told_roles
from server.views.progress.search import speaks_of
from server.views.progress.sieve import Sieve
from server.views.progress.work import Work, load_work

COLUMN_MOST, FOLDED_MOST = 8, 3
"""The most cards a stage shows at first: those that most need somebody. All of them are one link away, and what is sent
to everybody watching stays small (promise S6)."""
SOUGHT = 4
"""How many times as many a filtered board shows: it is sent to one person, who has said what they want."""
ALL = Sieve()


@dataclass
class Stage:
    """One status with the cards shown, and how many there are in all."""

    status: Status
    cards: list[Card]
    count: int
    late: int

    @property
    def rest(self) -> int:
        """How many cards are not shown."""
        return self.count - len(self.cards)


@dataclass
class Progress:
    """The board's cards, and those of them that a sieve lets through."""

    board: Board
    unit: Unit
    sieve: Sieve = ALL
    cards: list[Card] = field(default_factory=list)
    """All cards of the board, the longest in their status first."""
    shown: list[Card] = field(default_factory=list)
    role_left_out: bool = False
    """Whether a role was asked for together with other filters, and so ignored."""

    @property
    def late(self) -> int:
        """How many cards of the whole board have a broken promise."""
        return sum(card.broken is not None for card in self.cards)

    @property
    def open(self) -> list[Stage]:
        """The stages that are always shown, each with its late cards first."""
        return [self._stage(status, COLUMN_MOST) for status in statuses_that(open=True)]

    @property
    def folded(self) -> list[Stage]:
        """The stages before and after those, if they hold anything, each with its late cards first, then the newest."""
        stages = (self._stage(status, FOLDED_MOST) for status in statuses_that(open=False))
        return [stage for stage in stages if stage.count]

    @property
    def one(self) -> Stage | None:
        """The one stage that was asked for, in full; None if none was."""
        chosen = self.sieve.status
        return self._stage(Status(chosen), len(self.shown)) if chosen in set(Status) else None

    @property
    def owners(self) -> list[str]:
        """The owners' names to choose from."""
        return sorted({name for card in self.cards for name in card.carried_by}, key=in_danish_order)

    @property
    def themes(self) -> list[str]:
        """The themes to choose from."""
        return sorted({card.theme for card in self.cards if card.theme}, key=in_danish_order)

    @property
    def roles(self) -> list[str]:
        """The proposers' roles to choose from; none where they may not be disclosed."""
        return sorted({card.role for card in self.cards if card.role})

    def _stage(self, status: Status, most: int) -> Stage:
        cards = [card for card in self.shown if card.status is status]
        if not FLOW[status].open:
            cards.reverse()
        cards.sort(key=lambda card: card.broken is None)
        most = most if self.sieve.empty else SOUGHT * most
        return Stage(status, cards[:most], len(cards), sum(card.broken is not None for card in cards))


async def load_progress(session: AsyncSession, public_id: str, sieve: Sieve = ALL) -> Progress:
    """What the progress page of a board shows, filtered by `sieve`. Raises NotFound."""
    board, unit = await load_board(session, public_id)
    work = await load_work(session, board.id)
    roles = await told_roles(session, board.id)
    progress, now = Progress(board, unit, sieve), clock.now()
    for row in await _rows(session, board.id, sieve.q):
        card = _card(row, work, now)
        card.role = roles.get(card.id, "")
        progress.cards.append(card)
    progress.shown = [card for card in progress.cards if sieve.lets_through(card)]
    return progress


class At(NamedTuple):
    """A board and its unit."""

    board: Board
    unit: Unit


async def load_board(session: AsyncSession, public_id: str) -> At:
    """The board of that id. Raises NotFound."""
    query = select(Board, Unit).join(Unit, col(Unit.id) == Board.unit_id).where(Board.public_id == public_id)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return At(*row)


async def _rows(session: AsyncSession, board_id: int, words: str) -> list[Any]:
    """A row per card, with columns named like the fields of Card. Only ideas that everybody may see: what is hidden
    cannot be found (promise P1)."""
    columns: tuple[Any, ...] = (
        *(Idea.id, Idea.public_id, Idea.number, Idea.title, Idea.theme, Idea.table_no, Idea.statement, Idea.status),
        *(col(Idea.status_at).label("since"), Idea.answer_by, Idea.leader_id),
        func.coalesce(name_at_idea(), "").label("leader"),
        (speaks_of(words) if words else literal(True)).label("found"),
    )
    query = select(*columns).outerjoin(Person, col(Person.id) == Idea.leader_id)
    seen = (col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    query = query.where(Idea.board_id == board_id, *seen)
    return list((await session.execute(query.order_by(col(Idea.status_at), col(Idea.number)))).all())


def _card(row: Any, work: Work, now: datetime) -> Card:
    card = Card(**row._asdict(), days=days_since(row.since, now))
    if not card.rule.awaits:
        card.leader = ""
    if not card.rule.answer_dated:
        card.answer_by = None
    work.fill(card)
    news = max(card.since, work.news.get(card.id, card.since))
    promised = Promised(card.status, card.answer_by, card.until, card.step_day, news)
    card.broken = broken(promised, now)
    return card
