"""`peerboard backup FILE`: everything that may be kept, in one file, while people go on working."""

import asyncio
import os
from pathlib import Path

from sqlalchemy import text

from schemas.retention import left_out
from server.core.database_health import State, look
from server.core.ledger import Ledger
from server.core.runtime import Runtime
from server.core.sealed_lines import sync_folder
from server.core.whereabouts import count_up, noted_in, where
from server.ops.backup.programs import NotDone, found, run

LET_GO = text("SELECT let_former_secrets_go()")


async def backup(runtime: Runtime, file: Path, *, overwrite: bool = False) -> str:
    """Dump the database to `file`, which is there whole or not at all, and only this user may read. Returns a sentence.
    Raises NotDone and Away."""
    if file.exists() and not overwrite:
        raise NotDone(f"{file} is there already: choose another name, or add --overwrite.")
    ledger = Ledger.open(runtime.settings)
    seen = await look(runtime.database.address, ledger)
    if seen.state is not State.OK:
        raise NotDone(f"No backup was taken: {seen.said}.")
    program = found("pg_dump", seen.version)
    await _begun(runtime, ledger)
    fresh = file.with_name(f"{file.name}.new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    out = [f"--exclude-table-data=public.{table}" for table in left_out()]
    command = [program, "--format=custom", "--no-owner", "--no-privileges", *out, f"--file={fresh}"]
    try:
        await asyncio.to_thread(run, command, runtime.database.address)
        with fresh.open("rb") as written:
            os.fsync(written.fileno())
        fresh.replace(file)
        sync_folder(file)
    finally:
        fresh.unlink(missing_ok=True)
    return f"{file}: {file.stat().st_size:,} bytes. Not in it: {', '.join(left_out())}."


async def _begun(runtime: Runtime, ledger: Ledger | None) -> None:
    """What a dump holds of itself: secrets in the one table that it leaves out, and when it was taken."""
    async with runtime.database.begin() as session:
        at = await where(session)
        if wrong := at.wrong(await noted_in(ledger)):
            raise NotDone(f"No backup was taken: {wrong}.")
        await session.execute(LET_GO)
        await count_up(session, at)
    if ledger and at.before:
        await asyncio.to_thread(ledger.note_position, at.before)
