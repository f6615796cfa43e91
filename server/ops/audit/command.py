"""The options of `peerboard audit`."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from server.ops.options import Data

app = typer.Typer(no_args_is_help=True, help="The trail of what staff did: verify it, or hand it to another system.")


@app.command("verify")
def verify_trail(
    head: Annotated[
        list[str] | None,
        typer.Option(metavar="N:SEAL", help="A head from a weekly letter; may be given several times."),
    ] = None,
    data: Data = None,
) -> None:
    """Verify every line of the trail, and say which was changed, removed, inserted or moved; exit 1 if any was.

    Only a head from a letter shows that lines were removed at the end. After a change of PEERBOARD_SECRET, give the
    earlier ones in PEERBOARD_SECRET_BEFORE, with blanks between them.
    """
    from server.core.command_runtime import command_runtime
    from server.ops.audit.verify import Head, Verdict, verify
    from server.ops.run.folder import attach

    try:
        heads = [Head.read(each) for each in head or ()]
    except ValueError:
        sys.exit("A head is written as in the weekly letter: the line's number, a colon, and 64 digits and letters.")

    async def found() -> Verdict:
        async with command_runtime() as runtime:
            secrets = [runtime.settings.secret, *os.environ.get("PEERBOARD_SECRET_BEFORE", "").split()]
            return await verify(runtime.database, secrets, heads)

    attach(data)
    verdict = asyncio.run(found())
    for sentence in verdict.faults:
        print(f"FAULT {sentence}")
    if verdict.more:
        print(f"FAULT and {verdict.more:,} more")
    held = f"{verdict.lines:,} lines, {verdict.first} to {verdict.last}" if verdict.lines else "no lines"
    print(f"{'FAULT' if verdict.faults else 'ok   '} {held}; head {verdict.last}:{verdict.seal.hex()}")
    raise typer.Exit(1 if verdict.faults else 0)


@app.command("export")
def export_trail(
    since: Annotated[int, typer.Option(min=0, help="The number of the last line that you have.")] = 0,
    position: Annotated[
        Path | None, typer.Option(metavar="FILE", dir_okay=False, help="Keeps that number from one time to the next.")
    ] = None,
    data: Data = None,
) -> None:
    """Print the trail as JSON lines, oldest first; docs/operations.md has the fields.

    With --position FILE, only what has come since the last time; run it as often as you like.
    """
    from server.core.command_runtime import command_runtime
    from server.ops.audit.export import export, keep_position, position_in
    from server.ops.run.folder import attach

    async def exported(after: int) -> int:
        async with command_runtime() as runtime:
            return await export(runtime.database, after, sys.stdout.write)

    try:
        after = position_in(position) if position else since
    except ValueError:
        sys.exit(f"{position} does not hold the number of a line.")
    attach(data)
    last = asyncio.run(exported(after))
    sys.stdout.flush()
    if position and last != after:
        keep_position(position, last)
