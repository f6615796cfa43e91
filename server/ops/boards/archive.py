"""A board's archive (`server/views/export/archive.py`) as a file, made in this process."""

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from schemas.trail import Deed
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.ops.boards.all import find_board
from server.views.export.archive import load_archive, write_archive


async def export_board(runtime: Runtime, public_id: str, target: Path) -> int:
    """Write the archive of a board to `target`, whole or not at all, and note it before it stands there. Returns how
    many files it holds. Raises NoBoard, FileExistsError, and OSError where it cannot be written."""
    if target.exists():
        raise FileExistsError(target)
    async with runtime.database.snapshot() as session:
        board = await find_board(session, public_id)
        contents = await load_archive(session, board)
    fresh = target.with_name(f"{target.name}.new")
    try:
        with tempfile.TemporaryDirectory() as folder, fresh.open("wb") as file:

            async def make(maker: str, told: Any) -> bytes:
                made: bytes = import_module(maker).made(told, Path(folder))
                return made

            await write_archive(file, contents, make)
        async with runtime.database.begin() as session:
            note(session, runtime.settings.secret, Entry(Deed.EXPORTED, board=board.public_id))
        fresh.rename(target)
    finally:
        fresh.unlink(missing_ok=True)
    return len(contents.parts) + 1
