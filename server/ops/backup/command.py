"""The commands `backup`, `verify`, `restore` and `restored`."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from server.ops.options import Data

if TYPE_CHECKING:
    from server.core.runtime import Runtime

T = TypeVar("T")
WithoutErasures = Annotated[
    bool, typer.Option("--without-erasures", help="Go on without a ledger: who was erased since is back.")
]


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="Where the backup is written.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace a file that is there already.")] = False,
    data: Data = None,
) -> None:
    """Write everything that may be kept into one file, while people go on working.

    It is made by PostgreSQL's pg_dump, in its custom format, and is there whole or not at all; only you may read it. It
    holds no ballots, no answers that are not counted yet, nothing that tells whose they are, and no links to sign in.
    """
    from server.ops.backup.dumping import backup as dump

    print(_on_the_database(data, lambda runtime: dump(runtime, file, overwrite=overwrite)))


def verify(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", dir_okay=False, help="A backup; without one, the database itself.")
    ] = None,
    data: Data = None,
) -> None:
    """Check a backup by restoring it to a place of its own, or check the database. Exit 1 if something is wrong.

    Every row can be read, events have no gaps, figures equal a recount, results agree with their rounds, and nothing
    refers to what is not there. One line for each check.
    """
    from server.ops.backup.checks import checked
    from server.ops.backup.scratch import checked_backup

    if file is not None:
        found = asyncio.run(checked_backup(file))
    else:
        found = _on_the_database(data, lambda runtime: checked(runtime.database))
    for name, wrong in found:
        print(f"{'FAULT' if wrong else 'ok   '} {name:<10} {wrong}".rstrip())
    raise typer.Exit(1 if any(wrong for _, wrong in found) else 0)


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="A backup.")],
    without_erasures: WithoutErasures = False,
    data: Data = None,
) -> None:
    """Put a backup into a database that nobody has used, in one go or not at all, and settle it.

    Votes and questions that were open are void, and people are asked again. Whoever was erased since the backup is
    erased again, from the ledger. What fell due since is listed, and waits for 'peerboard restored --send' or '--drop'.
    """
    from server.ops.backup.restoring import put_back
    from server.ops.backup.settling import settle

    async def put(runtime: "Runtime") -> list[str]:
        async with put_back(runtime, file, without_erasures=without_erasures):
            return await settle(runtime, without_erasures=without_erasures, anyway=True)

    print("\n".join(_on_the_database(data, put)))


def restored(
    without_erasures: WithoutErasures = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Settle a database that seems to be where it was.")] = False,
    send: Annotated[bool, typer.Option("--send", help="Do now what fell due before the restore.")] = False,
    drop: Annotated[bool, typer.Option("--drop", help="Never do what fell due before the restore.")] = False,
    data: Data = None,
) -> None:
    """Settle a database that came back in another way: pg_restore, a snapshot, or recovery to a point in time.

    Until then no server and no worker uses it. With --send or --drop, say instead what becomes of what fell due between
    the backup and the restore: much of it may have been done before.
    """
    from server.ops.backup.held import decide
    from server.ops.backup.settling import settle

    if send and drop:
        raise typer.BadParameter("--send or --drop, not both")
    if send or drop:
        print(_on_the_database(data, lambda runtime: decide(runtime, send=send)))
    else:
        told = _on_the_database(data, lambda runtime: settle(runtime, without_erasures=without_erasures, anyway=anyway))
        print("\n".join(told))


def _on_the_database(data: Path | None, do: "Callable[[Runtime], Awaitable[T]]") -> T:
    from server.core.command_runtime import command_runtime
    from server.ops.run.folder import attach

    async def done() -> T:
        async with command_runtime() as runtime:
            return await do(runtime)

    attach(data)
    return asyncio.run(done())


COMMANDS = (backup, verify, restore, restored)
