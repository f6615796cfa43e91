"""A board's own page, for every route that responds with it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schemas.roles import Role
from server.core import clock
from server.core.access import Here, runtime_of
from server.views.boards import commands
from server.views.boards.queries import load_board
from server.web.edit_conflicts import as_was
from server.web.html import page
from server.work.deadlines import days
from server.work.deadlines.given_up import count_given_up


async def board_page(request: Request, here: Here, *, status: int = 200, **extra: Any) -> Response:
    """The page of a board for its staff. `extra` refills a form that was refused; its `at` names the form."""
    async with runtime_of(request).database.snapshot() as session:
        view = await load_board(session, here.board, here.seat, clock.now())
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
        done=next((name for name in ("made", "saved", "added", "gone") if name in request.query_params), ""),
        made=request.query_params.get("made", ""),
        was=was,
        given_up=given_up,
        days=days.shown(view.board),
        days_was=as_was(days.shown(view.board)),
        **(blank | extra),
    )
