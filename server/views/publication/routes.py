"""The open page from within: a coordinator's page about it, and each idea before it goes out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.roles import Role
from server.core.access import Here, runtime_of
from server.core.errors import Invalid, NotAllowed, NotNow
from server.views.publication import commands, setting
from server.views.publication.pages import idea_page, look_page, open_page
from server.web.edit_conflicts import ChangedMeanwhile, told_of
from server.web.forms import form_of
from server.web.guards import AtIdea, at_board_as_coordinator, at_board_as_staff, at_idea_as_staff


async def about(request: Request) -> Response:
    """All about the board's open page, for its staff."""
    return await open_page(request, await at_board_as_staff(request))


async def save(request: Request) -> Response:
    """Save what is chosen about it."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    try:
        await setting.save(runtime_of(request), here.seat, typed)
    except (Invalid, ChangedMeanwhile, NotNow) as problem:
        filled = problem.form if isinstance(problem, ChangedMeanwhile) else typed
        return await open_page(
            request, here, at="setting", typed=filled, **({"was": typed.get("was", "")} | told_of(problem))
        )
    return _back(here, "saved")


async def look(request: Request) -> Response:
    """The page as strangers read it."""
    return await look_page(request, await at_board_as_staff(request))


async def open_up(request: Request) -> Response:
    """Open it to everybody."""
    here = await at_board_as_coordinator(request)
    try:
        await setting.open_page(runtime_of(request), here.seat)
    except NotNow as problem:
        return await open_page(request, here, **told_of(problem))
    return _back(here, "opened")


async def take_down(request: Request) -> Response:
    """Take it down."""
    here = await at_board_as_coordinator(request)
    await setting.take_down(runtime_of(request), here.seat)
    return _back(here, "down")


async def idea(request: Request) -> Response:
    """One idea, as strangers would read it."""
    return await idea_page(request, await _at_idea(request))


async def put_up(request: Request) -> Response:
    """Put it up in its members' words, which were looked at."""
    here, typed = await _at_idea(request), await form_of(request)
    try:
        await commands.put_up(runtime_of(request), here.seat, here.idea, typed.get("seen", ""))
    except NotNow as problem:
        return await idea_page(request, here, **told_of(problem))
    return _back(here, "up")


async def retell(request: Request) -> Response:
    """Look at a retelling, or put it up as it was looked at."""
    here, typed = await _at_idea(request), dict(await form_of(request))
    runtime = runtime_of(request)
    try:
        retold = await commands.look_at_retelling(runtime, here.idea, typed)
        if typed.get("do") == "up":
            await commands.retell(runtime, here.seat, here.idea, typed)
            return _back(here, "up")
    except (Invalid, NotNow) as problem:
        return await idea_page(request, here, typed=typed, at="retelling", **told_of(problem))
    return await idea_page(request, here, retold=retold, typed=typed)


async def take_off(request: Request) -> Response:
    """Take it off the page."""
    here = await _at_idea(request)
    await commands.take_off(runtime_of(request), here.seat, here.idea)
    return _back(here, "off")


async def _at_idea(request: Request) -> AtIdea:
    here = await at_idea_as_staff(request)
    if here.seat.role is not Role.COORDINATOR:
        raise NotAllowed
    return here


def _back(here: Here, done: str) -> Response:
    return RedirectResponse(f"/b/{here.board.public_id}/open?{done}", 303)


routes = [
    Route("/b/{board}/open", about),
    Route("/b/{board}/open", save, methods=["POST"]),
    Route("/b/{board}/open/look", look),
    Route("/b/{board}/open/up", open_up, methods=["POST"]),
    Route("/b/{board}/open/down", take_down, methods=["POST"]),
    Route("/ideas/{idea}/open", idea),
    Route("/ideas/{idea}/open", put_up, methods=["POST"]),
    Route("/ideas/{idea}/open/retelling", retell, methods=["POST"]),
    Route("/ideas/{idea}/open/removal", take_off, methods=["POST"]),
]
