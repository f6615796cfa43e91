"""The guide from an empty installation to a first meeting, in seven screens. How far somebody has come follows from
what exists. No progress is stored, so they can stop anywhere and go on later, on any device."""

from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.format import DEFAULT_FORMAT
from schemas.meeting import Meeting
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat
from schemas.unit import Unit, UnitKind
from server.core.errors import N_, NotNow
from server.meeting.invitations.queries import made
from server.organisation.people.called import leading
from server.organisation.units.queries import units_of

KINDS = (UnitKind.REGION, UnitKind.HOSPITAL, UnitKind.DEPARTMENT)
"""Those that the guide asks for, from the top down. Others are made under "Enheder"."""


class Step(StrEnum):
    YOU = "you"
    ORGANISATION = "organisation"
    BOARD = "board"
    MEETING = "meeting"
    LEADER = "leader"
    """Who answers. They may do without for now, and are told what does not work then."""
    INVITE = "invite"
    READY = "ready"


STEPS = tuple(Step)
MAY_WAIT = frozenset({Step.LEADER, Step.INVITE})


@dataclass
class Way:
    """How far a coordinator has come in the guide."""

    person: Person
    units: dict[int, Unit] = field(default_factory=dict)
    board: Board | None = None
    seat: Seat | None = None
    meeting: Meeting | None = None
    invited: int = 0
    """How many invitations to the meeting were made."""

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
        for unit in self.chain.values():
            return unit
        raise NotNow(N_("Fortæl først, hvor I hører til."))

    @property
    def led(self) -> bool:
        """Whether somebody leads the board's unit or one above it, and so can answer."""
        return any(unit.leader_id for unit in self.chain.values())

    @property
    def undone(self) -> list[Step]:
        """The steps that are not done, in order; never READY."""
        done = {
            Step.YOU: bool(self.person.title),
            Step.ORGANISATION: bool(self.units),
            Step.BOARD: self.board is not None,
            Step.MEETING: self.meeting is not None,
            Step.LEADER: self.led,
            Step.INVITE: self.invited > 0,
        }
        return [step for step, is_done in done.items() if not is_done]

    @property
    def next(self) -> Step:
        """The first step not done yet; READY when all are."""
        return next(iter(self.undone), Step.READY)

    def reaches(self, step: Step) -> bool:
        """Whether everything that a step stands on is done. Without a leader and invitations one may go on."""
        needed = [each for each in self.undone if each not in MAY_WAIT]
        return not needed or STEPS.index(step) <= STEPS.index(needed[0])


async def way_of(session: AsyncSession, person: Person) -> Way:
    """How far `person` has come: their units, their first board that is open, its newest meeting, and how many were
    invited to that. Five queries."""
    way = Way(person, await units_of(session, person))
    query = select(Board, Seat).join(Seat, col(Seat.board_id) == Board.id)
    query = query.where(Seat.person_id == person.id, Seat.role == Role.COORDINATOR, col(Seat.removed_at).is_(None))
    query = query.where(col(Board.closed_at).is_(None))
    row = (await session.execute(query.order_by(col(Board.id)).limit(1))).one_or_none()
    if row is not None:
        way.board, way.seat = row
        newest = select(Meeting).where(Meeting.board_id == way.board.id).order_by(col(Meeting.id).desc()).limit(1)
        way.meeting = (await session.execute(newest)).scalar_one_or_none()
    if way.meeting is not None:
        way.invited, _ = await made(session, way.meeting)
    return way


async def shown(session: AsyncSession, way: Way, step: Step) -> dict[str, str]:
    """The form's fields as filled in, for every screen but that of the meeting. At most one query."""
    if step is Step.YOU:
        unnamed = not way.person.title and way.person.name == way.person.mail.split("@")[0]
        return {"name": "" if unnamed else way.person.name, "title": way.person.title}
    if step is Step.ORGANISATION:
        return {kind.value: way.chain[kind].name if kind in way.chain else "" for kind in KINDS}
    if step is Step.LEADER:
        known = await session.get(Person, way.lowest.leader_id) if way.lowest.leader_id else None
        leader = leading(way.lowest, known) if known else None
        return {name: getattr(leader, name) if leader else "" for name in ("mail", "name", "title")}
    return {
        "name": way.board.name if way.board else "",
        "format": way.board.format.value if way.board else DEFAULT_FORMAT.value,
    }
