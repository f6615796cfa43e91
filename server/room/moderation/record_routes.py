"""The board's rules, and the log of what was decided."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core import clock
from server.core.access import runtime_of
from server.core.days import danish_day
from server.core.errors import Invalid
from server.room.moderation.pages import log_page, rules_page
from server.room.moderation.record import log_rows
from server.room.moderation.rules import add_rule, put_away
from server.web.files.making import making_of
from server.web.files.sheet import MAKER
from server.web.forms import form_of, whole_number
from server.web.guards import at_board, at_board_as_coordinator
from server.web.html import NO_STORE


async def rules(request: Request) -> Response:
    """The rules, for everybody with a seat on the board."""
    return await rules_page(request, await at_board(request))


async def add(request: Request) -> Response:
    """Add a rule of the board's own."""
    here, typed = await at_board_as_coordinator(request), await form_of(request)
    try:
        await add_rule(runtime_of(request), here.seat, typed["rule"].strip())
    except Invalid as problem:
        return await rules_page(
            request, here, status=problem.status, typed=typed, wrong=problem.fields, problem=problem
        )
    return RedirectResponse(f"/b/{here.board.public_id}/rules", 303)


async def change(request: Request) -> Response:
    """Put a rule away, or take it up again."""
    here, typed = await at_board_as_coordinator(request), await form_of(request)
    number = whole_number(dict(request.path_params), "number")
    try:
        await put_away(runtime_of(request), here.seat, number, away=typed["away"] == "1")
    except Invalid as problem:
        return await rules_page(request, here, status=problem.status, problem=problem)
    return RedirectResponse(f"/b/{here.board.public_id}/rules", 303)


async def log(request: Request) -> Response:
    """The log, for the board's coordinators."""
    return await log_page(request, await at_board_as_coordinator(request))


async def log_file(request: Request) -> Response:
    """The same as a file, without words and without names."""
    here = await at_board_as_coordinator(request)
    async with runtime_of(request).database.snapshot() as session:
        rows = await log_rows(session, here.board)
    made = await making_of(request).make(request, here.board.id, MAKER, {"rows": rows})
    name = f"moderering-{danish_day(clock.now()).isoformat()}.csv"
    headers = NO_STORE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(made, media_type="text/csv; charset=utf-8", headers=headers)


routes = [
    Route("/b/{board}/rules", rules),
    Route("/b/{board}/rules", add, methods=["POST"]),
    Route("/b/{board}/rules/{number}", change, methods=["POST"]),
    Route("/b/{board}/moderation/log", log),
    Route("/b/{board}/moderation/log.csv", log_file),
]
