"""What is read of referrals: what waits in the inbox of whoever is asked, and the referrals of an idea on its page."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.flow import FLOW, Rule, Status
from schemas.idea import Idea
from schemas.person import Person
from schemas.promises import Promised, broken
from schemas.referral import OPEN, Referral
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock
from server.core.days import danish_day, days_since
from server.ideas.ideas.queries import Story
from server.ideas.ideas.story_parts import Own
from server.work.referrals.bodies import led_by
from server.work.referrals.sending import may_be_disputed, may_take_back

MOST = 100


@dataclass(frozen=True)
class Asked:
    """An idea as the body that was asked sees it: these words and dates, and nothing else of the board. It takes the
    idea's place in the form that they answer by."""

    public_id: str
    title: str
    text: str
    number: int | None
    board: str
    body: str
    note: str
    sent_on: date
    first_sent_on: date
    reply_by: datetime
    days: int
    late: bool
    open: bool
    status: Status

    @property
    def rule(self) -> Rule:
        """FLOW's row for the idea's status."""
        return FLOW[self.status]


def asked_of(referral: Referral, idea: Idea, board: Board) -> Asked:
    """The part of an idea that its body may see."""
    now = clock.now()
    return Asked(
        public_id=referral.public_id,
        title=idea.title,
        text=idea.text,
        number=idea.number,
        board=board.name,
        body=referral.body,
        note=referral.note,
        sent_on=danish_day(referral.sent_at),
        first_sent_on=danish_day(referral.first_sent_at),
        reply_by=referral.reply_by,
        days=days_since(referral.sent_at, now),
        late=referral.rule.open and broken(Promised(idea.status, referral.reply_by), now) is not None,
        open=referral.rule.open,
        status=idea.status,
    )


async def load_asked(session: AsyncSession, person: Person) -> list[Asked]:
    """What a person is asked about by other boards, as whoever leads a unit now; the earliest date first, at most MOST.
    One query."""
    query = (
        select(Referral, Idea, Board)
        .join(Idea, col(Idea.id) == Referral.idea_id)
        .join(Board, col(Board.id) == Idea.board_id)
        .join(Unit, col(Unit.id) == Referral.unit_id)
        .where(col(Referral.state).in_(OPEN), led_by(person.id))
        .where(col(Idea.hidden_at).is_(None), col(Idea.shown_at).is_not(None), col(Board.closed_at).is_(None))
        .order_by(col(Referral.reply_by), col(Referral.id))
        .limit(MOST)
    )
    return [asked_of(*row) for row in (await session.execute(query)).all()]


@dataclass
class Sent:
    """The newest referral of an idea, for its page. `asks_nobody`: nobody leads the unit, and there is no address."""

    referral: Referral
    asks_nobody: bool = False


async def load_sent(session: AsyncSession, story: Story) -> Sent | None:
    """The newest referral of the idea; None if it was never sent on. At most one query."""
    if not any(line.referral is not None for line in story.lines):
        return None
    query = select(Referral, Unit).outerjoin(Unit, col(Unit.id) == Referral.unit_id)
    query = query.where(Referral.idea_id == story.idea.id).order_by(col(Referral.id).desc()).limit(1)
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    referral, unit = row
    led = unit is not None and (unit.leader_id is not None or unit.deputy_id is not None)
    return Sent(referral, not led and not referral.mail)


@dataclass
class Sending:
    """What one of the staff may do about an idea's referral on its page."""

    sent: Sent
    withdraws: bool = False
    disputes: bool = False
    hears: bool = False
    """Whether they may write down what the body said."""


async def load_own(session: AsyncSession, seat: Seat, story: Story) -> Own:  # noqa: ARG001 - as every part of the page
    """What the visitor may do about the idea's referral. No query."""
    sent: Sent | None = story.parts.get("referral")
    if sent is None or not seat.staff or story.idea.hidden_at is not None:
        return Own({"sending": None})
    mine, referral = may_take_back(seat, sent.referral), sent.referral
    hears = referral.rule.open and seat.role is Role.COORDINATOR
    disputes = mine and may_be_disputed(referral, story.idea)
    sending = Sending(sent, mine and referral.rule.open, disputes, hears)
    return Own({"sending": sending}, acted=sending.withdraws or sending.disputes or sending.hears)
