"""Presence: which seats are here, written by each server, counted over all servers that have written lately.

A page that follows the stream is here for as long as it does. One that does not, since it runs no script or is on
pause, says that it was opened (`/m/…/here`), and is here for UNFOLLOWED.
"""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, column, func, text, values
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from schemas.board import Board
from schemas.presence import Presence
from server.core import clock
from server.core.database import Database

GRACE = timedelta(seconds=45)
"""A seat counts as here for this long after its server last saw it."""
UNFOLLOWED = timedelta(minutes=10)
"""So long it counts as here after it opened a page that follows nothing, or sent a form from one: its reader has to ask
for a fresh one, and somebody who writes an idea takes their time."""

WRITTEN = ["server", "board_id", "seat_ids", "at"]


async def write_presence(database: Database, server: str, seats: dict[int, set[int]]) -> None:
    """Write the seats that this server sees, as board id → seat ids; those of a board that was erased are left out. One
    statement."""
    if not seats:
        return
    now = clock.now()
    rows = [(server, board_id, sorted(here), now) for board_id, here in sorted(seats.items())]
    told: Any = values(*(column(name, getattr(Presence, name).type) for name in WRITTEN), name="told").data(rows)
    there = select(told).join(Board, col(Board.id) == told.c.board_id)
    statement = insert(Presence).from_select(WRITTEN, there)
    fresh = {"seat_ids": statement.excluded.seat_ids, "at": statement.excluded.at}
    async with database.begin() as session:
        await session.execute(statement.on_conflict_do_update(index_elements=["server", "board_id"], set_=fresh))


def connected(board_id: Any, since: Any = None) -> Select[tuple[int]]:
    """A query for the ids of the seats that any server has seen within GRACE, for others to build on. One that is built
    once names where it gets the board and `since` (now less GRACE)."""
    lately = col(Presence.at) > (clock.now() - GRACE if since is None else since)
    return select(func.unnest(col(Presence.seat_ids))).where(Presence.board_id == board_id, lately)


async def forget_presence(database: Database, server: str) -> None:
    """Delete what this server has written; called as it shuts down."""
    async with database.begin() as session:
        await session.execute(text("DELETE FROM presence WHERE server = :server"), {"server": server})
