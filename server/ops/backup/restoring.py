"""`peerboard restore FILE`: puts a backup into a database that holds nothing else, in one go or not at all."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from schemas.tables import metadata
from server.core.database_address import DatabaseAddress
from server.core.ledger import Ledger
from server.core.revisions import Tables, compare
from server.core.runtime import Runtime
from server.core.whereabouts import RESTORING
from server.ops.backup.programs import NEEDS_LEDGER, NotDone, found, run
from server.ops.migrate import upgrade

OURS = frozenset({*metadata.tables, "alembic_version"})
ITS_OWN = ("alembic_version", "installation", "job", "presence", "cursor")
"""What a database that nobody has used may hold rows in: a worker puts its own repeated jobs there."""
TABLES = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')"
FUNCTIONS = """
SELECT format('DROP FUNCTION %s CASCADE', oid::regprocedure) FROM pg_proc
WHERE pronamespace = 'public'::regnamespace
    AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e')
"""
VERSION = re.compile(r"^(\d{4}_\w+)$", re.MULTILINE)


@asynccontextmanager
async def put_back(runtime: Runtime, file: Path, *, without_erasures: bool) -> AsyncIterator[None]:
    """Put `file` back into the database and bring its tables to this version. Until the block has ended, no server and
    no worker of ours uses it: the caller settles there what was put back. Raises NotDone, LedgerFault, OSError
    and Away."""
    if not runtime.settings.ledger and not without_erasures:
        raise NotDone(NEEDS_LEDGER)
    if (ledger := Ledger.open(runtime.settings)) and not without_erasures:
        await asyncio.to_thread(ledger.erasures)  # one that cannot be read is found before anything is put back
    address = runtime.database.address
    connection = await address.connect()
    try:
        await connection.execute(f"SELECT pg_advisory_lock({RESTORING})")
        await fill(address, runtime.database.url, file)
        yield
    finally:
        await connection.close()


async def fill(address: DatabaseAddress, url: str, file: Path) -> None:
    """Put `file` into the database at `address`, which `url` names too, and bring its tables to this version. Raises
    NotDone if the database holds something else, or the file is no backup that this version can read; and Away."""
    connection = await address.connect()
    try:
        program = found("pg_restore", connection.get_server_version().major)
        _judge(_revision(program, file, address), file)
        await _emptied(connection)
    finally:
        await connection.close()
    what = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    named = f"--dbname={address.name or address.user or ''}"
    await asyncio.to_thread(run, [program, *what, named, str(file)], address)
    await upgrade(url)


def _revision(program: str, file: Path, address: DatabaseAddress) -> str | None:
    """The version of the tables in a backup. Raises NotDone where it is none."""
    if not file.is_file():
        raise NotDone(f"{file} is not there.")
    said = run([program, "--data-only", "--table=alembic_version", "--file=-", str(file)], address)
    version = VERSION.search(said)
    return version[1] if version else None


def _judge(revision: str | None, file: Path) -> None:
    if revision is None:
        raise NotDone(f"{file} is no backup of Peerboard.")
    if compare(revision) is Tables.NEWER:
        raise NotDone(f"{file} is from a newer version (its tables are at {revision}): restore it with that one.")


async def _emptied(connection: asyncpg.Connection) -> None:
    """Take away the tables of a database that nobody has used. Raises NotDone if it holds anything else."""
    there = {row[0] for row in await connection.fetch(TABLES)}
    if others := sorted(there - OURS):
        raise NotDone(f"The database holds something else ({', '.join(others[:3])}): restore into an empty one.")
    for table in sorted(there - {*ITS_OWN}):
        if await connection.fetchval(f'SELECT EXISTS (SELECT FROM "{table}")'):  # noqa: S608 - a table of ours
            raise NotDone(f"The database is in use (there are rows in '{table}'): restore into an empty one.")
    if "job" in there and await connection.fetchval("SELECT EXISTS (SELECT FROM job WHERE board_id IS NOT NULL)"):
        raise NotDone("The database is in use (there are rows in 'job'): restore into an empty one.")
    async with connection.transaction():
        for table in sorted(there):
            await connection.execute(f'DROP TABLE IF EXISTS "{table}" CASCADE')
        for (drop,) in await connection.fetch(FUNCTIONS):
            await connection.execute(drop)
