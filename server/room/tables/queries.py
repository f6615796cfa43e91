"""What is seen of the tables. This is the one place that says who reads what is written at a table before the room
does: whoever sits there, and nobody else. The desk and the projector only get numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import md5
from typing import Any

from sqlalchemy import bindparam, func, literal
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import PARTICIPANTS
from schemas.idea import Idea, stands
from schemas.meeting import Meeting
from schemas.seat import Seat, seated
from schemas.table import TableHelp, TableSeat
from server.core.prepared import built_once
from server.meeting.meetings.queries import Room
from server.meeting.seats.tables import table_of

ON_WALL = 12
"""How many tables one picture of the projector has room for."""


@dataclass(frozen=True)
class Table:
    """A table as the desk and the projector show it: how many ideas it has written and chosen, never which."""

    number: int
    written: int = 0
    chosen: int = 0
    helped: bool = True
    """Whether it needs no help: it has not asked, or somebody has been there."""
    sits: str = ""
    """Another text whenever somebody else sits there or writes for the others."""
    mark: str = ""
    """The same for all that is seen at the table."""


NOWHERE = 0
"""In place of a number, for those who have not said where they sit."""


@dataclass(frozen=True)
class Tables:
    """All tables of a meeting, by number."""

    each: Sequence[Table] = ()

    @property
    def marks(self) -> dict[int, str]:
        """The mark of each table by its number; for those who sit nowhere, of who sits where."""
        told, sat = {table.number: table.mark for table in self.each}, " ".join(table.sits for table in self.each)
        return {NOWHERE: md5(sat.encode(), usedforsecurity=False).hexdigest()[:8], **told}


@dataclass(frozen=True)
class OwnTable:
    """The table of whoever looks. `number` is None until they have said where they sit."""

    number: int | None = None
    ideas: Sequence[Idea] = ()
    """What has been written there, in that order."""
    chooses: bool = True
    """Whether they may choose what the table shows: its scribe may or, where there is none, everybody there."""
    writes_for_all: bool = False
    """Whether they are the table's scribe."""
    helped: bool = True
    most: int = 0
    """How many ideas the table may show at once."""

    @property
    def acted(self) -> bool:
        """Whether there is anything in it."""
        return self.number is not None

    @property
    def chosen(self) -> int:
        """How many of its ideas the room will see next."""
        return sum(not idea.held and idea.shown_at is None for idea in self.ideas)

    @property
    def kept(self) -> list[Idea]:
        """Those that the room has not seen."""
        return [idea for idea in self.ideas if idea.shown_at is None]


def readable() -> tuple[Any, ...]:
    """Conditions for queries: the idea counts as one of its table's."""
    return stands(gone=False), col(Idea.hidden_at).is_(None), col(Idea.late).is_(False)


def _in_one(*columns: Any, by: Any) -> Any:
    """Some columns of all rows of a group, as one short text that is another once a row is."""
    each = func.concat_ws(".", *columns)
    return func.left(func.md5(func.string_agg(each, aggregate_order_by(literal(" "), by))), 8)


@built_once
def _counted() -> Any:
    at = (Idea.meeting_id == bindparam("meeting"), col(Idea.table_no).is_not(None), *readable())
    chosen = func.count().filter(col(Idea.held).is_(False))
    mark = _in_one(Idea.id, Idea.version, Idea.held, by=Idea.id)
    return select(col(Idea.table_no), func.count(), chosen, mark).where(*at).group_by(col(Idea.table_no))


@built_once
def _sat() -> Any:
    query = select(col(TableSeat.number), _in_one(Seat.id, Seat.scribe, by=Seat.id))
    query = query.join(Seat, col(Seat.id) == TableSeat.seat_id)
    return query.where(TableSeat.meeting_id == bindparam("meeting"), seated()).group_by(col(TableSeat.number))


@built_once
def _asking() -> Any:
    return select(col(TableHelp.number)).where(TableHelp.meeting_id == bindparam("meeting"))


async def load_tables(session: AsyncSession, room: Room) -> Tables:
    """All tables of a meeting. Three queries while people write at them, else none."""
    if not room.meeting.rule.at_tables or room.meeting.over:
        return Tables()
    known = {"meeting": room.meeting.id}
    counted = {number: told for number, *told in (await session.execute(_counted(), known)).all()}
    sat: dict[int, str] = dict((await session.execute(_sat(), known)).all())
    asking = set((await session.execute(_asking(), known)).scalars())

    def table(number: int) -> Table:
        written, chosen, mark = counted.get(number, (0, 0, ""))
        helped, sits = number not in asking, sat.get(number, "")
        return Table(number, written, chosen, helped, sits, f"{mark}.{sits}{'' if helped else '!'}")

    return Tables([table(number) for number in range(1, room.meeting.tables + 1)])


def table_pictures(room: Room) -> Sequence[Any]:
    """What the projector shows: some tables on each picture."""
    tables = room["tables"].each
    pages = -(-len(tables) // ON_WALL)
    each = -(-len(tables) // pages) if pages else 1  # as many on the last as on the others
    return [tables[start : start + each] for start in range(0, len(tables), each)]


def written_at(meeting: Meeting, number: int) -> Any:
    """A query for what has been written at a table and can be read there."""
    at = (Idea.meeting_id == meeting.id, Idea.table_no == number, *readable())
    return select(Idea).where(*at).order_by(col(Idea.id))


async def has_scribe(session: AsyncSession, meeting: Meeting, number: int) -> bool:
    """Whether somebody at the table writes for all there."""
    there = select(Seat.id).join(TableSeat, col(TableSeat.seat_id) == Seat.id)
    there = there.where(TableSeat.meeting_id == meeting.id, TableSeat.number == number, col(Seat.scribe), seated())
    return (await session.execute(there.limit(1))).first() is not None


async def load_own_table(session: AsyncSession, seat: Seat, room: Room) -> OwnTable:
    """The table of a seat. Four queries where there are tables, else none."""
    meeting = room.meeting
    if not meeting.form.tables or seat.role not in PARTICIPANTS:
        return OwnTable()
    number = await table_of(session, meeting, seat)
    if number is None:
        return OwnTable()
    ideas = list((await session.execute(written_at(meeting, number))).scalars())
    helped = await session.get(TableHelp, (meeting.id, number)) is None
    scribed = seat.scribe or await has_scribe(session, meeting, number)
    return OwnTable(number, ideas, seat.scribe or not scribed, seat.scribe, helped, meeting.form.table_shows)
