"""A board's ideas as a file for a spreadsheet, and a whole board for an archive."""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import TemporaryFile
from typing import Any, BinaryIO

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from server.core import clock
from server.core.access import Here, runtime_of
from server.core.days import danish_day
from server.core.errors import NotAllowed
from server.views.export.archive import load_archive, write_archive
from server.views.export.ideas import idea_rows, load_extras
from server.views.progress.queries import load_progress
from server.views.progress.sieve import Sieve
from server.web.files.making import making_of
from server.web.files.sheet import MAKER
from server.web.guards import at_board
from server.web.html import NO_STORE

CHUNK = 1 << 16
DANISH = {ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"}


async def ideas(request: Request) -> Response:
    """The ideas that the progress page shows for the same filters; for leaders and coordinators of the board."""
    here = await _staff_at_board(request)
    async with runtime_of(request).database.snapshot() as session:
        progress = await load_progress(session, here.board.public_id, Sieve.read(request.query_params))
        extras = await load_extras(session, here.board.id)
    headers = _headers(here, "csv")
    made = await making_of(request).make(request, here.board.id, MAKER, {"rows": idea_rows(progress, extras)})
    return Response(made, media_type="text/csv; charset=utf-8", headers=headers)


async def archive(request: Request) -> Response:
    """The whole board, for leaders and coordinators; also one that is closed."""
    here, making = await _staff_at_board(request), making_of(request)
    async with runtime_of(request).database.snapshot() as session:
        contents = await load_archive(session, here.board)

    async def make(maker: str, told: Any) -> bytes:
        return await making.make(request, here.board.id, maker, told)

    with ExitStack() as undo:
        file = undo.enter_context(TemporaryFile(dir=making.folder))  # it has no name, and goes when it is closed
        await write_archive(file, contents, make)
        undo.pop_all()
    headers = _headers(here, "zip") | {"Content-Length": str(file.tell())}
    return StreamingResponse(_chunks(file), media_type="application/zip", headers=headers)


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


async def _staff_at_board(request: Request) -> Here:
    here = await at_board(request)
    if not here.seat.staff:
        raise NotAllowed
    return here


def _headers(here: Here, kind: str) -> dict[str, str]:
    name = f"{_plain(here.board.name)}-{danish_day(clock.now()).isoformat()}.{kind}"
    return NO_STORE | {"Content-Disposition": f'attachment; filename="{name}"'}


def _plain(name: str) -> str:
    """A board's name as part of a file name: only characters that every system accepts."""
    danish = name.lower().translate(DANISH)
    letters = unicodedata.normalize("NFKD", danish).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60] or "ideer"


routes = [
    Route("/b/{board}/ideas.csv", ideas),
    Route("/b/{board}/board.zip", archive),
]
