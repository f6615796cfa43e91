"""A year of a board, as it was involved by others. Three queries at most, however many cases and seats."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.consultation import Consultation
from schemas.danish_order import in_danish_order
from schemas.member import Member
from schemas.retention import FORMER
from schemas.roles import STAFF
from schemas.seat import Seat, seated
from server.core.days import danish_day
from server.meeting.members.queries import load_list


@dataclass(frozen=True)
class Year:
    """The cases that were put to a board in a year, in that order, and its members' seats."""

    board: Board
    year: int
    cases: list[Consultation]
    seats: list[tuple[str, int]]
    """How many each organisation had, by name; those without one last, by the name ""."""
    listed: bool
    """The seats are those of the board's list that year; a board without a list has the seats that are taken now."""

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
    """The cases of a year (1 January to 31 December, Danish time), and who had a seat."""
    around = (datetime(year - 1, 12, 31, tzinfo=UTC), datetime(year + 1, 1, 2, tzinfo=UTC))
    query = select(Consultation).where(Consultation.board_id == board.id, col(Consultation.put_at).between(*around))
    found = (await session.execute(query.order_by(col(Consultation.put_at), col(Consultation.id)))).scalars()
    cases = [case for case in found if danish_day(case.put_at).year == year]
    members = await load_list(session, board.id)
    listed = any(member.yes_at is not None for member in members)
    seats = _of_list(members, year) if listed else await _taken(session, board)
    return Year(
        board, year, cases, sorted(seats.items(), key=lambda seat: (not seat[0], in_danish_order(seat[0]))), listed
    )


def _of_list(members: Iterable[Member], year: int) -> Mapping[str, int]:
    """The seats whose term held on some day of the year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return Counter(
        member.organisation
        for member in members
        if member.yes_at is not None
        and member.starts_on <= last
        and member.ends_on >= first
        and (member.left_at is None or danish_day(member.left_at) >= first)
    )


async def _taken(session: AsyncSession, board: Board) -> Mapping[str, int]:
    members = (col(Seat.role).not_in(STAFF), col(Seat.removed_at).is_(None), Seat.name != FORMER, seated())
    counted = select(Seat.organisation, func.count()).where(Seat.board_id == board.id, *members)
    found = (await session.execute(counted.group_by(Seat.organisation))).all()
    return {name: many for name, many in found}  # noqa: C416 - a row is no pair to mypy
