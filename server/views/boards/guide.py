"""The guide from an empty installation to a first meeting, in five screens. How far somebody has come follows from what
exists. No progress is stored, so they can stop anywhere and go on later, on any device."""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core.errors import N_, NotNow
from server.organisation.units.queries import units_of

KINDS = tuple(UnitKind)
"""From the top down."""


class Step(StrEnum):
    YOU = "you"
    ORGANISATION = "organisation"
    BOARD = "board"
    MEETING = "meeting"
    READY = "ready"


STEPS = tuple(Step)


@dataclass
class Way:
    """How far a coordinator has come in the guide."""

    person: Person
    units: dict[int, Unit] = field(default_factory=dict)
    board: Board | None = None
    seat: Seat | None = None
    meeting: Meeting | None = None

    @property
    def chain(self) -> dict[UnitKind, Unit]:
        """The units that the guide shows, by kind: the board's own unit (without a board, the newest) and those above
        it."""
        unit = self.units.get(self.board.unit_id) if self.board else None
        unit = unit or next(reversed(self.units.values()), None)
        found: dict[UnitKind, Unit] = {}
        while unit is not None and unit.kind not in found:
            found[unit.kind] = unit
            unit = self.units.get(unit.parent_id or 0)
        return found

    @property
    def lowest(self) -> Unit:
        """The unit that the board is to be under. Raises NotNow before there is one."""
        for kind in reversed(KINDS):
            if kind in self.chain:
                return self.chain[kind]
        raise NotNow(N_("Fortæl først, hvor I hører til."))

    @property
    def next(self) -> Step:
        """The first step not done yet; READY when all are."""
        undone = {
            Step.YOU: not self.person.title,
            Step.ORGANISATION: not self.units,
            Step.BOARD: self.board is None,
            Step.MEETING: self.meeting is None,
        }
        return next((step for step, wanted in undone.items() if wanted), Step.READY)


async def way_of(session: AsyncSession, person: Person) -> Way:
    """How far `person` has come: their units, their first board, and its newest meeting. Four queries."""
    way = Way(person, await units_of(session, person))
    query = select(Board, Seat).join(Seat, col(Seat.board_id) == Board.id)
    query = query.where(Seat.person_id == person.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    row = (await session.execute(query.order_by(col(Board.id)).limit(1))).one_or_none()
    if row is not None:
        way.board, way.seat = row
        newest = select(Meeting).where(Meeting.board_id == way.board.id).order_by(col(Meeting.id).desc()).limit(1)
        way.meeting = (await session.execute(newest)).scalar_one_or_none()
    return way


def shown(way: Way, step: Step) -> dict[str, str]:
    """The form's fields as filled in, for one of the first three steps."""
    if step is Step.YOU:
        unnamed = not way.person.title and way.person.name == way.person.mail.split("@")[0]
        return {"name": "" if unnamed else way.person.name, "title": way.person.title}
    if step is Step.ORGANISATION:
        return {kind.value: way.chain[kind].name if kind in way.chain else "" for kind in KINDS}
    return {"name": way.board.name if way.board else "", "format": way.board.format.value if way.board else "peerboard"}
