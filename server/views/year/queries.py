"""A year of a board, as it was involved by others. Two queries, however many cases and seats."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.consultation import Consultation
from schemas.danish_order import in_danish_order
from schemas.retention import FORMER
from schemas.roles import STAFF
from schemas.seat import Seat, seated
from server.core.days import danish_day


@dataclass(frozen=True)
class Year:
    """The cases that were put to a board in a year, in that order, and the seats that members have now."""

    board: Board
    year: int
    cases: list[Consultation]
    seats: list[tuple[str, int]]
    """How many each organisation has, by name; those without one last, by the name ""."""

    @property
    def asked(self) -> int:
        """How many cases the board was to answer: those that were not withdrawn."""
        return sum(case.withdrawn_at is None for case in self.cases)

    @property
    def answered(self) -> int:
        """How many of them it has answered."""
        return sum(case.answered_at is not None for case in self.cases)

    @property
    def in_time(self) -> int:
        """How many of them by their date."""
        return sum(case.in_time for case in self.cases)


async def load_year(session: AsyncSession, board: Board, year: int) -> Year:
    """The cases of a year (1 January to 31 December, Danish time), and the seats as they are now."""
    around = (datetime(year - 1, 12, 31, tzinfo=UTC), datetime(year + 1, 1, 2, tzinfo=UTC))
    query = select(Consultation).where(Consultation.board_id == board.id, col(Consultation.put_at).between(*around))
    found = (await session.execute(query.order_by(col(Consultation.put_at), col(Consultation.id)))).scalars()
    cases = [case for case in found if danish_day(case.put_at).year == year]
    members = (col(Seat.role).not_in(STAFF), col(Seat.removed_at).is_(None), Seat.name != FORMER, seated())
    counted = select(Seat.organisation, func.count()).where(Seat.board_id == board.id, *members)
    seats = [(name, many) for name, many in (await session.execute(counted.group_by(Seat.organisation))).all()]
    return Year(board, year, cases, sorted(seats, key=lambda seat: (not seat[0], in_danish_order(seat[0]))))
