"""Reading a board's list."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import and_, col, or_, select

from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.danish_order import in_danish_order
from schemas.member import Member
from schemas.seat import Seat
from server.core.settings import Settings


async def load_list(session: AsyncSession, board_id: int) -> list[Member]:
    """Everybody who is or was on a board's list, and who is asked to be, by name. One query."""
    query = select(Member).where(Member.board_id == board_id)
    found = (await session.execute(query)).scalars()
    return sorted(found, key=lambda member: (in_danish_order(member.name), member.id))


async def member_of(session: AsyncSession, seat: Seat) -> Member | None:
    """The member who sits in a seat; None if they are not on the list."""
    return (await session.execute(select(Member).where(Member.seat_id == seat.id))).scalar_one_or_none()


@dataclass(frozen=True)
class Linked:
    """What a link or a slip is about."""

    member: Member
    board: Board
    own: bool
    """It is the link in letters to somebody on the list; else the one that says yes."""


async def by_link(session: AsyncSession, settings: Settings, token: str) -> Linked | None:
    """What a link leads to; None for one that is unknown, used, or of somebody who has left."""
    hashed = keyed_hash(settings.secret, token)
    query = select(Member, Board).join(Board, col(Board.id) == Member.board_id).where(col(Member.left_at).is_(None))
    own = and_(col(Member.own_hash) == hashed, col(Member.yes_at).is_not(None))
    query = query.where(or_(col(Member.yes_hash) == hashed, own))
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Linked(row[0], row[1], own=row[0].yes_hash != hashed)


@dataclass
class Seats:
    """The seats that one organisation has or had on a board."""

    organisation: str
    """"" for those who speak for themselves."""
    now: list[Member] = field(default_factory=list)
    before: list[Member] = field(default_factory=list)
    """Their term is over, or they have left."""


def seats_by_organisation(members: Iterable[Member], day: date) -> list[Seats]:
    """Who had a seat on a board up to a day, by the organisation that appointed them, with those who speak for
    themselves last. Whoever was only asked has none. A term that is over stays."""
    found: dict[str, Seats] = {}
    for member in members:
        if member.yes_at is None or member.starts_on > day:
            continue
        seats = found.setdefault(member.organisation.casefold(), Seats(member.organisation))
        (seats.now if member.sits_on(day) else seats.before).append(member)
    return sorted(found.values(), key=lambda seats: (not seats.organisation, in_danish_order(seats.organisation)))
