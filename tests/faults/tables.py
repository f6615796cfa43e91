"""What the tables hold when all is over, as the checker wants it."""

import json
from dataclasses import dataclass, field
from typing import Any

import asyncpg

ROWS = {f"{table}_id": f"SELECT id FROM {table} WHERE board_id = $1" for table in ("idea", "seat", "meeting", "round")}
ROWS["change_id"] = "SELECT c.id FROM status_change c JOIN idea i ON i.id = c.idea_id WHERE i.board_id = $1"


@dataclass
class Tables:
    """Everything of one board. Ballots are there only while their round is open; they cannot be told apart by seat."""

    seq: int
    events: list[tuple[int, str, dict[str, Any]]] = field(default_factory=list)
    """(number, kind, data)"""
    ideas: list[tuple[int, str, str, int]] = field(default_factory=list)
    """(id, submission, title, version)"""
    joined: list[tuple[int, str | None]] = field(default_factory=list)
    """(seat id, nonce)"""
    awaited: set[int] = field(default_factory=set)
    """Seats whose browser has not come back yet."""
    done: set[tuple[str, int]] = field(default_factory=set)
    """(name of the seat, number of the phase)"""
    ballots: list[dict[str, int]] = field(default_factory=list)
    """dots by the idea's public id"""
    rows: dict[str, set[int]] = field(default_factory=dict)
    """ids that exist, by the name that events use for them ("idea_id")"""


async def read_tables(url: str, board_id: int) -> Tables:
    """Read a board in one moment."""
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            return await _read(connection, board_id)
    finally:
        await connection.close()


async def _read(connection: asyncpg.Connection, board_id: int) -> Tables:
    await connection.set_type_codec("jsonb", encoder=str, decoder=json.loads, schema="pg_catalog")
    tables = Tables(await connection.fetchval("SELECT seq FROM board WHERE id = $1", board_id))
    for seq, kind, data in await connection.fetch(
        "SELECT seq, kind, data FROM event WHERE board_id = $1 ORDER BY seq", board_id
    ):
        tables.events.append((seq, kind, data))
    names: dict[int, str] = {}
    for ident, public_id, submission, title, version in await connection.fetch(
        "SELECT id, public_id, submission, title, version FROM idea WHERE board_id = $1 ORDER BY id", board_id
    ):
        names[ident] = public_id
        tables.ideas.append((ident, submission, title, version))
    seats = await connection.fetch(
        "SELECT id, split_part(nonce, '.', 1), awaited_since FROM seat WHERE board_id = $1 AND person_id IS NULL",
        board_id,
    )
    tables.joined = [(ident, nonce) for ident, nonce, _ in seats]
    tables.awaited = {ident for ident, _, since in seats if since is not None}
    done = await connection.fetch(
        "SELECT s.name, d.phase_no FROM done d JOIN seat s ON s.id = d.seat_id WHERE s.board_id = $1", board_id
    )
    tables.done = {(name, number) for name, number in done}
    ballots = await connection.fetch(
        "SELECT b.dots FROM ballot b JOIN round r ON r.id = b.round_id WHERE r.board_id = $1", board_id
    )
    tables.ballots = [{names[int(idea)]: dots for idea, dots in row["dots"].items() if dots} for row in ballots]
    for name, query in ROWS.items():
        tables.rows[name] = {row["id"] for row in await connection.fetch(query, board_id)}
    return tables
