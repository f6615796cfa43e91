"""A board's ideas as a file for a spreadsheet."""

import re
import unicodedata

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core import clock
from server.core.access import runtime_of
from server.core.days import danish_day
from server.core.errors import NotAllowed
from server.views.export.ideas import idea_rows, load_extras
from server.views.progress.queries import load_progress
from server.views.progress.sieve import Sieve
from server.web.files.making import making_of
from server.web.files.sheet import MAKER
from server.web.guards import at_board
from server.web.html import NO_STORE

DANISH = {ord("æ"): "ae", ord("ø"): "oe", ord("å"): "aa"}


async def ideas(request: Request) -> Response:
    """The ideas that the progress page shows for the same filters; for leaders and coordinators of the board."""
    here = await at_board(request)
    if not here.seat.staff:
        raise NotAllowed
    async with runtime_of(request).database.snapshot() as session:
        progress = await load_progress(session, here.board.public_id, Sieve.read(request.query_params))
        extras = await load_extras(session, here.board.id)
    name = f"{_plain(here.board.name)}-{danish_day(clock.now()).isoformat()}.csv"
    headers = NO_STORE | {"Content-Disposition": f'attachment; filename="{name}"'}
    made = await making_of(request).make(request, here.board.id, MAKER, {"rows": idea_rows(progress, extras)})
    return Response(made, media_type="text/csv; charset=utf-8", headers=headers)


def _plain(name: str) -> str:
    """A board's name as part of a file name: only characters that every system accepts."""
    danish = name.lower().translate(DANISH)
    letters = unicodedata.normalize("NFKD", danish).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:60] or "ideer"


routes = [
    Route("/b/{board}/ideas.csv", ideas),
]
