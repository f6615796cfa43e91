"""The options of `peerboard boards`."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from server.ops.options import Data

if TYPE_CHECKING:
    from server.core.runtime import Runtime

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Whole boards: list them, export one for the archive, close it, erase it.")
Which = Annotated[str, typer.Argument(metavar="BOARD", help="Its id, as 'peerboard boards list' prints it.")]


def _with_runtime(data: Path | None, do: Callable[["Runtime"], Awaitable[T]]) -> T:
    from server import features
    from server.core.command_runtime import command_runtime
    from server.ops.run.folder import attach

    async def done() -> T:
        async with command_runtime() as runtime:
            return await do(runtime)

    features.declare()
    attach(data)
    return asyncio.run(done())


@app.command("list")
def list_all(data: Data = None) -> None:
    """List all boards with their ids: whether each is closed, how many ideas and meetings it has, its name and unit."""
    from server.ops.boards.all import Line, list_boards

    async def lines(runtime: "Runtime") -> list[Line]:
        async with runtime.database.snapshot() as session:
            return await list_boards(session)

    for line in _with_runtime(data, lines):
        state = f"closed {line.closed_at:%Y-%m-%d}" if line.closed_at else "open"
        print(f"{line.public_id:<22}  {state:<17}  {line.ideas:>5}  {line.meetings:>4}  {line.name} ({line.unit})")


@app.command()
def export(
    board: Which, file: Annotated[Path, typer.Argument(metavar="FILE.zip", dir_okay=False)], data: Data = None
) -> None:
    """Write a board to a ZIP for the archive: ideas and answers as CSV and JSON, minutes as PDF, and a manifest with
    the SHA-256 of each file. It never says who proposed what. A file that is there already is left alone.
    """
    from server.ops.boards.archive import export_board

    try:
        count = _with_runtime(data, lambda runtime: export_board(runtime, board, file))
    except FileExistsError as there:
        sys.exit(f"{there} is there already: choose another name.")
    except OSError as error:
        if error.filename is None:
            raise
        sys.exit(f"{error.filename} cannot be written: {error.strerror}.")
    print(f"{count} files in {file}")


@app.command()
def close(board: Which, data: Data = None) -> None:
    """Close a board, as its coordinator can: it can be read, and nothing is added to it. Nobody is written to.

    Refused while one of its meetings is not over. Its coordinator can open it again.
    """
    from server.ops.boards.all import close_board

    _with_runtime(data, lambda runtime: close_board(runtime, board))
    print("The board is closed.")


@app.command()
def erase(
    board: Which,
    name: Annotated[str, typer.Option(prompt="Type the board's name to erase all of it", help="The board's name.")],
    data: Data = None,
) -> None:
    """Erase a board that was closed, with everything that was written in it. This cannot be undone.

    Ideas, answers, minutes, seats, votes, jobs, mail and figures go; accounts of staff stay, and so do the lines about
    it in the trail. Export it first. Backups still hold it.
    """
    from server.ops.boards.all import find_board
    from server.views.boards.erasing import erase_board

    async def erased(runtime: "Runtime") -> None:
        async with runtime.database.snapshot() as session:
            found = await find_board(session, board)
        await erase_board(runtime, found.id, name)

    _with_runtime(data, erased)
    print("The board is erased. Backups and copies still hold it, for as long as you keep them.")
