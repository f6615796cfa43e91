"""A board's own page and the form for a new one, for every route that responds with them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schemas.roles import Role
from server.core import clock
from server.core.access import Here, runtime_of
from server.organisation.units.look_up import AtUnit
from server.organisation.units.queries import units_of
from server.views.boards import commands
from server.views.boards.moving import units_for
from server.views.boards.queries import load_board
from server.web.edit_conflicts import as_was
from server.web.html import page
from server.work.deadlines import days
from server.work.deadlines.queries import count_given_up


async def board_page(request: Request, here: Here, *, status: int = 200, **extra: Any) -> Response:
    """The page of a board for its staff. `extra` refills a form that was refused; its `at` names the form."""
    async with runtime_of(request).database.snapshot() as session:
        view = await load_board(session, here.board, here.seat, clock.now())
        person = here.visitor.person
        units = await units_of(session, person) if person and here.seat.role is Role.COORDINATOR else {}
        given_up = await count_given_up(session, here.board) if here.seat.role is Role.COORDINATOR else 0
    blank: dict[str, Any] = {"at": "", "wrong": {}, "problem": None, "clashes": {}, "typed": {}}
    was = extra.pop("was", "") or as_was(commands.shown(view.board))
    return page(
        request,
        "views/boards/board.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        view=view,
        runs=here.seat.role is Role.COORDINATOR,
        done=next((name for name in ("made", "saved", "added", "gone", "open") if name in request.query_params), ""),
        made=request.query_params.get("made", ""),
        was=was,
        given_up=given_up,
        units=units_for(units, here.board),
        days=days.shown(view.board),
        days_was=as_was(days.shown(view.board)),
        **(blank | extra),
    )


def new_page(request: Request, here: AtUnit, typed: dict[str, str], *, status: int = 200, **extra: Any) -> Response:
    """The form for a new board, filled in with what was typed."""
    context: dict[str, Any] = {"typed": typed, "wrong": {}, "problem": None} | extra
    return page(
        request,
        "views/boards/new.html",
        language=here.visitor.language,
        person=here.person,
        status=status,
        unit=here.unit,
        **context,
    )
