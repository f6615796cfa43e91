"""Who sits at which table, at a meeting whose format has tables. A table is its number; anybody may say where they sit,
and move."""

from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.seat import Seat, seated
from schemas.table import TableMoved, TableSeat
from server.core.change import Change
from server.core.errors import N_, Invalid
from server.core.prepared import built_once

NO_TABLE = N_("Det bord er her ikke. Se på kortet, der ligger på bordet.")


def read_table(meeting: Meeting, typed: str) -> int | None:
    """The number of a table that was typed or chosen; None for none. Raises Invalid for a table that is not there."""
    typed = typed.strip()
    if not typed or not meeting.form.tables:
        return None
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if not 1 <= number <= meeting.tables:
        raise Invalid(NO_TABLE, fields={"table": NO_TABLE})
    return number


@built_once
def _table() -> Any:
    here = (TableSeat.meeting_id == bindparam("meeting"), TableSeat.seat_id == bindparam("seat"))
    return select(TableSeat.number).where(*here)


async def table_of(session: AsyncSession, meeting: Meeting, seat: Seat) -> int | None:
    """The table at which a seat sits. One query, and none where there are no tables."""
    if not meeting.form.tables:
        return None
    found: int | None = (await session.execute(_table(), {"meeting": meeting.id, "seat": seat.id})).scalar_one_or_none()
    return found


async def sit_at(change: Change, meeting: Meeting, seat: Seat, number: int | None) -> None:
    """Within a change, set a seat down at a table. Does nothing without a number, or where it sits already."""
    if number is None or await table_of(change.session, meeting, seat) == number:
        return
    row = {"meeting_id": meeting.id, "seat_id": seat.id, "number": number}
    put = (
        insert(TableSeat)
        .values(row)
        .on_conflict_do_update(index_elements=["meeting_id", "seat_id"], set_={"number": number})
    )
    await change.session.execute(put)
    change.tell(TableMoved(meeting.id, number))


async def highest_in_use(session: AsyncSession, meeting: Meeting) -> int:
    """The highest number of a table at which somebody sits or has written; 0 for none."""
    sat = select(func.max(TableSeat.number)).join(Seat, col(Seat.id) == TableSeat.seat_id)
    sat = sat.where(TableSeat.meeting_id == meeting.id, seated())
    written = select(func.max(Idea.table_no)).where(Idea.meeting_id == meeting.id)
    return max([(await session.execute(query)).scalar_one() or 0 for query in (sat, written)])
