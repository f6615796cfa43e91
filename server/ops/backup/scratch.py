"""A database of its own for a backup that is to be checked: made for it, and gone afterwards."""

import asyncio
import tempfile
from pathlib import Path

from server.core.database import Database
from server.core.database_address import DatabaseAddress
from server.ops.backup.checks import Found, checked
from server.ops.backup.restoring import fill
from server.ops.embedded import Postgres


async def checked_backup(file: Path) -> Found:
    """Restore a backup into a database of its own, bring it to this version and check it. Raises NotDone."""
    with tempfile.TemporaryDirectory(prefix="peerboard-") as folder:
        Path(folder).chmod(0o755)  # PostgreSQL may have to run as somebody else (server/ops/embedded/root.py)
        postgres = Postgres(Path(folder) / "postgres", durable=False)
        await asyncio.to_thread(postgres.start)
        try:
            await fill(DatabaseAddress.read(postgres.url), postgres.url, file)
            database = Database(postgres.url, size=2)
            await database.start()
            try:
                return [("restore", ""), *await checked(database)]
            finally:
                await database.stop()
        finally:
            await asyncio.to_thread(postgres.stop)
