"""The way from an empty installation to a meeting, in five screens. Where one is follows from what exists: nothing
remembers the way itself, so it can be left anywhere, on any device, and taken up again."""

from collections.abc import Mapping
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
from server.boards.commands import found_board, read_board
from server.colours.look import dress
from server.errors import N_, Invalid, NotNow
from server.meetings.setup import change_meeting, make_meeting
from server.parts import Parts
from server.units.commands import NO_NAME, TOO_LONG, WRONG, Tree
from server.units.queries import units_of

NAME_MAX = 200
KINDS = tuple(UnitKind)
"""From the top."""


class Step(StrEnum):
    YOU = "you"
    ORGANISATION = "organisation"
    BOARD = "board"
    MEETING = "meeting"
    READY = "ready"


STEPS = tuple(Step)


@dataclass
class Way:
    """How far a coordinator has come."""

    person: Person
    units: dict[int, Unit] = field(default_factory=dict)
    board: Board | None = None
    seat: Seat | None = None
    meeting: Meeting | None = None

    @property
    def chain(self) -> dict[UnitKind, Unit]:
        """The units that the guide speaks of: the board's own, or the newest, and those above it."""
        unit = self.units.get(self.board.unit_id) if self.board else None
        unit = unit or next(reversed(self.units.values()), None)
        found: dict[UnitKind, Unit] = {}
        while unit is not None and unit.kind not in found:
            found[unit.kind] = unit
            unit = self.units.get(unit.parent_id or 0)
        return found

    @property
    def lowest(self) -> Unit:
        """The unit that the board stands under. Raises NotNow before there is one."""
        for kind in reversed(KINDS):
            if kind in self.chain:
                return self.chain[kind]
        raise NotNow(N_("Fortæl først, hvor I hører til."))

    @property
    def next(self) -> Step:
        """The first step that is not done."""
        undone = {
            Step.YOU: not self.person.title,
            Step.ORGANISATION: not self.units,
            Step.BOARD: self.board is None,
            Step.MEETING: self.meeting is None,
        }
        return next((step for step, wanted in undone.items() if wanted), Step.READY)


async def way_of(session: AsyncSession, person: Person) -> Way:
    """Where a coordinator is on the way: their first board, and its newest meeting. Four queries."""
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
    """What the form of one of the first three steps holds."""
    if step is Step.YOU:
        unnamed = not way.person.title and way.person.name == way.person.mail.split("@")[0]
        return {"name": "" if unnamed else way.person.name, "title": way.person.title}
    if step is Step.ORGANISATION:
        return {kind.value: way.chain[kind].name if kind in way.chain else "" for kind in KINDS}
    return {"name": way.board.name if way.board else "", "format": way.board.format.value if way.board else "peerboard"}


async def save_you(parts: Parts, person: Person, typed: Mapping[str, str]) -> None:
    """Name and title. Raises Invalid with a sentence per field."""
    name, title = typed.get("name", "").strip(), typed.get("title", "").strip()
    wrong = {key: TOO_LONG for key, text in (("name", name), ("title", title)) if len(text) > NAME_MAX}
    wrong |= {} if name else {"name": N_("Skriv dit navn.")}
    wrong |= {} if title else {"title": N_("Skriv, hvad du er, for eksempel koordinator.")}
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    async with parts.database.begin() as session:
        known = await session.get_one(Person, person.id, with_for_update=True)
        known.name, known.title = name, title


async def save_organisation(parts: Parts, person: Person, typed: Mapping[str, str]) -> None:
    """Region, hospital and department, each under the one before it; those left empty are skipped. Sent again it
    renames and adds, and never makes the same twice. Raises Invalid with a sentence per field."""
    names = {kind: typed.get(kind.value, "").strip() for kind in KINDS}
    if not any(names.values()):
        raise Invalid(WRONG, fields={UnitKind.REGION.value: N_("Skriv mindst én af dem.")})
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        way = await way_of(session, person)
        way.units = tree.units
        chain, above = way.chain, None
        if gone := {kind.value: NO_NAME for kind, name in names.items() if not name and kind in chain}:
            raise Invalid(WRONG, fields=gone)
        for kind, name in names.items():
            if name:
                told = {"name": name, "kind": kind.value, "parent": above.public_id if above else ""}
                above = await _placed(tree, chain.get(kind), told)
        if way.board is not None and above is not None:
            board = await session.get_one(Board, way.board.id, with_for_update={"key_share": True})
            board.unit_id = above.id
            await dress(session, above)


async def _placed(tree: Tree, unit: Unit | None, told: dict[str, str]) -> Unit:
    """A unit with that name under that parent; the problem with its name is told at its own field."""
    try:
        if unit is None:
            return await tree.make(told | {"warned": ""})
        return await tree.change(unit, told | {"responsible": unit.responsible})
    except Invalid as problem:
        raise Invalid(WRONG, fields={told["kind"]: next(iter(problem.fields.values()))}) from None


async def save_board(parts: Parts, person: Person, typed: Mapping[str, str]) -> None:
    """The board: made the first time, changed when one comes back. Raises Invalid, and NotNow without a unit."""
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        way = await way_of(session, person)
        if way.board is None:
            await found_board(tree, way.lowest, typed)
            return
        board = await session.get_one(Board, way.board.id, with_for_update={"key_share": True})
        board.name, board.format = read_board(typed)


async def save_meeting(parts: Parts, person: Person, typed: Mapping[str, str]) -> None:
    """The meeting, likewise. Raises Invalid, ChangedMeanwhile, and NotNow without a board."""
    async with parts.database.snapshot() as session:
        way = await way_of(session, person)
    if way.seat is None:
        raise NotNow(N_("Lav først jeres peerboard."))
    if way.meeting is None or way.meeting.over:
        await make_meeting(parts, way.seat, typed, key="first")
    else:
        await change_meeting(parts, way.seat, way.meeting, typed)
