"""Where the database is, and whether it was further before: then a backup was put back, and nobody is served.

Once a minute a worker counts `Installation.mark` up and writes beside it where PostgreSQL's log was; what it had
written a minute before that, it notes in the ledger, outside the database. A replica that takes over may lack the last
seconds, and is still as far as what is noted; a copy is behind. Without a ledger we only see that the database lies
elsewhere.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession

from server.core import clock
from server.core.ledger import Ledger, Position

RESTORING = 7_733_727
"""The advisory lock that whoever puts a backup back holds until it is settled; an arbitrary number."""
RUN = "run 'peerboard restored' (docs/operations.md)"
WHERE = """
SELECT CASE WHEN has_function_privilege('pg_control_system()', 'execute')
        THEN (SELECT system_identifier::text FROM pg_control_system()) ELSE '' END AS system,
    (SELECT oid::text FROM pg_database WHERE datname = current_database()) AS database,
    CASE WHEN pg_is_in_recovery() THEN 0
        ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END AS timeline,
    CASE WHEN pg_is_in_recovery() THEN 0
        ELSE pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint END AS lsn,
    coalesce(mark, 0) AS mark, coalesce(marked_at, now()) AS marked_at, position::text AS position,
    coalesce(home, '') AS home,
    NOT pg_try_advisory_xact_lock_shared({RESTORING}) AS restoring
FROM (VALUES (1)) AS one (id) LEFT JOIN installation USING (id)
""".replace("{RESTORING}", str(RESTORING))
COUNT_UP = text("""
INSERT INTO installation (id, mark, marked_at, position, home) VALUES (1, :beyond + 1, :now, :position, :home)
ON CONFLICT (id) DO UPDATE SET mark = greatest(installation.mark, :beyond) + 1, marked_at = :now,
    position = :position, home = :home
""").bindparams(bindparam("position", type_=JSONB), bindparam("beyond", type_=Integer))


@dataclass(frozen=True)
class Whereabouts:
    """Where the database is now, and what stands in it of the last time it was asked."""

    now: Position
    home: str
    """Which database of which cluster it is."""
    marked_at: datetime
    before: Position | None
    """Where it was at `mark`; None if it was never noted."""
    at_home: bool
    """Whether it still lies where it lay then."""
    restoring: bool
    """Whether somebody is putting a backup back."""

    def wrong(self, noted: Position | None) -> str:
        """Why nobody may be served, as a sentence for the operator; "" if all is well. `noted` is what the ledger
        says."""
        if self.restoring:
            return "a backup is being put back"
        if not self.at_home:
            return f"the database is a copy, put back elsewhere: {RUN}"
        if noted is not None and _is_behind(self.now, noted):
            return f"the database is older than the ledger says it was: {RUN}"
        return ""


def _is_behind(now: Position, noted: Position) -> bool:
    if int(now.mark) < int(noted.mark or 0):
        return True
    if not now.system or not noted.system or not now.lsn:
        return False  # PostgreSQL does not tell us, or it is a replica
    return now.system != noted.system or now.timeline < noted.timeline or now.lsn < noted.lsn


def whereabouts(row: Mapping[str, Any]) -> Whereabouts:
    """What a row of WHERE says."""
    mark, held = str(row["mark"]), json.loads(row["position"]) if row["position"] else None
    home = f"{row['system']}/{row['database']}"
    return Whereabouts(
        now=Position(row["system"], row["timeline"], row["lsn"], mark),
        home=home,
        marked_at=row["marked_at"],
        before=Position(**held, mark=mark) if held else None,
        at_home=row["home"] in {"", home},
        restoring=row["restoring"],
    )


async def where(session: AsyncSession) -> Whereabouts:
    """Where the database of this session is."""
    return whereabouts(dict((await session.execute(text(WHERE))).mappings().one()))


async def noted_in(ledger: Ledger | None) -> Position | None:
    """What the ledger says of where the database was; None without one. Raises LedgerFault and OSError."""
    return await asyncio.to_thread(ledger.position) if ledger else None


async def count_up(session: AsyncSession, found: Whereabouts, beyond: int = 0) -> None:
    """Count the mark up, beyond that number too, and write beside it where the database is."""
    now = found.now
    position = {"system": now.system, "timeline": now.timeline, "lsn": now.lsn}
    values = {"beyond": beyond, "now": clock.now(), "position": position, "home": found.home}
    await session.execute(COUNT_UP, values)
