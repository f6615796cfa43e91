"""`peerboard verify`: whether everything in a database belongs together and can be read."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

from sqlalchemy import inspect, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.event import Event, read_event
from schemas.figures import BoardFigures
from schemas.tables import metadata
from server.core import clock
from server.core.database import Database
from server.core.days import danish_day
from server.views.overview.figures import REMEMBERED, count

Found = list[tuple[str, str]]
"""Checks, each with what is wrong; "" where all is well."""
NUMBERS = """
SELECT board.id, board.seq, count(event.seq) AS many, min(event.seq) AS first, max(event.seq) AS last
FROM board LEFT JOIN event ON event.board_id = board.id GROUP BY board.id
HAVING (count(event.seq) > 0 AND (max(event.seq), max(event.seq) - min(event.seq) + 1) <> (board.seq, count(event.seq)))
    OR (count(event.seq) = 0 AND board.seq > 0 AND board.moved_at > now() - interval '399 days')
"""
"""Old events are pruned from the front; what is left has no gap."""
NAMES = """
SELECT 1 FROM event WHERE data ->> '{table}_id' IS NOT NULL
    AND NOT EXISTS (SELECT FROM "{table}" AS its WHERE its.id = CAST(data ->> '{table}_id' AS bigint))
"""
NAMED = ("idea", "meeting", "round", "follow_up")
LOOSE = {
    "a meeting talks about an idea that is not there": (
        "SELECT 1 FROM meeting WHERE focus_id IS NOT NULL AND NOT EXISTS (SELECT FROM idea WHERE idea.id = focus_id)"
    ),
    "a meeting talks about a case that is not there": (
        "SELECT 1 FROM meeting WHERE focus_case_id IS NOT NULL"
        " AND NOT EXISTS (SELECT FROM consultation WHERE consultation.id = focus_case_id)"
    ),
    "an idea has a higher number than its board has given": (
        "SELECT 1 FROM idea JOIN board ON board.id = board_id WHERE number > last_number"
    ),
    "workers are further than the log": (
        "SELECT 1 FROM cursor JOIN board ON board.id = board_id WHERE cursor.seq > board.seq"
    ),
}
VOTES = {
    "a vote that is over still has ballots": (
        "SELECT 1 FROM ballot JOIN round ON round.id = round_id WHERE state <> 'open'"
    ),
    "a vote that is over still has its secret": (
        "SELECT 1 FROM secret JOIN round ON round.id = round_id WHERE state <> 'open'"
    ),
    "a question that is closed still has its secret": (
        "SELECT 1 FROM secret JOIN follow_up ON follow_up.id = follow_up_id WHERE closed_at IS NOT NULL"
    ),
    "a result lacks one of its ideas": (
        "SELECT 1 FROM round JOIN round_idea ON round_idea.round_id = round.id LEFT JOIN tally"
        " ON (tally.round_id, tally.idea_id) = (round_idea.round_id, round_idea.idea_id)"
        " WHERE state = 'closed' AND detail = 'exact' AND tally.idea_id IS NULL"
    ),
    "an idea got more votes than were cast": (
        "SELECT 1 FROM tally JOIN round ON round.id = round_id WHERE tally.voters > coalesce(round.voters, 0)"
        " OR tally.dots > tally.voters * round.most"
    ),
    "more voted than could": "SELECT 1 FROM round WHERE coalesce(voters, 0) > eligible + removed",
}


async def checked(database: Database) -> Found:
    """Make all checks. What was changed on the way is undone. Raises Away."""
    async with _undone(database) as session:
        return [
            ("numbers", await _wrong(session, {"the events of a board have a gap": NUMBERS})),
            ("references", await _wrong(session, _references() | LOOSE)),
            ("votes", await _wrong(session, VOTES)),
            ("rows", await _rows(session)),
            ("events", await _events(session)),
            ("figures", await _figures(session)),
        ]


class _Undo(Exception):
    """Ends a transaction that is not to be kept."""


@asynccontextmanager
async def _undone(database: Database) -> AsyncIterator[AsyncSession]:
    try:
        async with database.begin() as session:
            await session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            yield session
            raise _Undo
    except _Undo:
        pass


def _references() -> dict[str, str]:
    return {f"an event names a {table} that is not there": NAMES.format(table=table) for table in NAMED}


async def _wrong(session: AsyncSession, asked: dict[str, str]) -> str:
    found = []
    for said, query in asked.items():
        number = len((await session.execute(text(query))).all())
        found += [f"{said} ({number})"] if number else []
    return "; ".join(found)


async def _rows(session: AsyncSession) -> str:
    """Read every row of every table as the product does: a word that no version knows is found here."""
    kinds: dict[str, Any] = {str(each.local_table): each.class_ for each in inspect(Event).mapper.registry.mappers}
    wrong = []
    for name in sorted(metadata.tables):
        try:
            async for _ in await session.stream(select(kinds[name]).execution_options(yield_per=1000)):
                pass
            session.expunge_all()
        except (LookupError, ValueError, TypeError) as error:
            wrong.append(f"{name} cannot be read ({type(error).__name__})")
    return "; ".join(wrong)


async def _events(session: AsyncSession) -> str:
    wrong: set[str] = set()
    async for kind, data in await session.stream(select(Event.kind, Event.data)):
        try:
            read_event(kind, data)
        except (KeyError, TypeError):
            wrong.add(kind)
    return f"events that this version does not know: {', '.join(sorted(wrong))}" if wrong else ""


async def _figures(session: AsyncSession) -> str:
    query = select(BoardFigures).order_by(col(BoardFigures.board_id)).execution_options(populate_existing=True)
    since = danish_day(clock.now() - REMEMBERED)
    before = [_lately(row, since) for row in (await session.execute(query)).scalars()]
    await count(session, every=True)
    after = {row["board_id"]: row for row in [_lately(row, since) for row in (await session.execute(query)).scalars()]}
    wrong = [row["board_id"] for row in before if row != after.get(row["board_id"])]
    return f"the figures of {len(wrong)} boards differ from a recount" if wrong else ""


def _lately(row: BoardFigures, since: date) -> dict[str, Any]:
    """A board's figures without the days that a recount leaves out by now."""
    told = row.model_dump()
    for name in ("answered", "done"):
        days: Iterable[date] = told[f"{name}_on"]
        kept = [number for number, day in enumerate(days) if day >= since]
        for column in [column for column in told if column.startswith(f"{name}_")]:
            told[column] = [told[column][number] for number in kept]
    return told
