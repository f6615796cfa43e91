""" "Mine oplysninger" as a page and as a file, and the page that asks for the code first."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from schemas.board import Board
from server.core import clock
from server.core.access import Here, runtime_of
from server.core.errors import N_
from server.core.translations import say
from server.meeting.seats.queries import way_back
from server.views.belongings.queries import Subject, load_belongings
from server.views.belongings.showing import PARTS, UNREADABLE, as_file, shown
from server.views.boards.queries import coordinators_of
from server.web.html import NO_STORE, page

ALL = N_("Her er alt, hvad vi har gemt om dig.")
MOST = 30
"""Rows of one kind on the page; the file has all of them."""
FILE = {"da": "mine-oplysninger.json", "en": "what-is-kept-of-me.json"}


async def asking_page(
    request: Request, here: Here, *, status: int = 200, typed: str = "", problem: str = ""
) -> Response:
    """The form for the code, and whom to ask if it is lost."""
    async with runtime_of(request).database.snapshot() as session:
        home = await way_back(session, here.seat)
        names = [seat.name for seat in await coordinators_of(session, here.board)]
        asked: dict[str, Any] = {"coordinators": names, "home": home, "typed": typed, "problem": problem}
    return page(
        request,
        "views/belongings/ask.html",
        language=here.visitor.language,
        status=status,
        board=here.board,
        seat=here.seat,
        **asked,
    )


async def belongings_page(
    request: Request, subject: Subject, language: str, base: str, *, back: str, name: str, **context: Any
) -> HTMLResponse:
    """All that is kept of somebody. `base` is the address of the page, `back` where it leads back to, and `name` what
    stands at its top."""
    async with runtime_of(request).database.snapshot() as session:
        parts = shown(await load_belongings(session, subject), language, seated=bool(subject.seats))
    told: dict[str, Any] = {"parts": parts, "headings": PARTS, "unreadable": UNREADABLE, "most": MOST}
    blank: dict[str, Any] = {"until": None, "lead": ALL, "part_of": False, "sent": False, "sends": False}
    return page(
        request,
        "views/belongings/belongings.html",
        language=language,
        base=base,
        back_to=back,
        name=name,
        **(told | blank | context),
    )


async def belongings_file(request: Request, subject: Subject, language: str, board: Board | None) -> Response:
    """The same as JSON, to be kept."""
    async with runtime_of(request).database.snapshot() as session:
        parts = shown(await load_belongings(session, subject), language, seated=bool(subject.seats))
    about: Mapping[str, str] = _about(language, clock.now(), board)
    text = json.dumps(as_file(parts, dict(about), language), ensure_ascii=False, indent=2)
    headers = NO_STORE | {"Content-Disposition": f'attachment; filename="{FILE[language]}"'}
    return Response(text, media_type="application/json; charset=utf-8", headers=headers)


def _about(language: str, now: datetime, board: Board | None) -> dict[str, str]:
    told = {say(language, N_("Hentet")): now.isoformat()}
    return told | ({say(language, N_("Peerboard")): board.name} if board else {})
