"""A board's own page, with its name, format, days and coordinators, and making a board."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.format import DEFAULT_FORMAT
from schemas.seat import Seat
from server.core.access import Here, runtime_of
from server.core.errors import Invalid, NotFound, NotNow
from server.organisation.units.look_up import at_unit
from server.views.boards import closing, commands, moving, staff
from server.views.boards.pages import board_page, new_page
from server.web.edit_conflicts import ChangedMeanwhile, told_of
from server.web.forms import form_of
from server.web.guards import at_board, at_board_as_coordinator, at_board_as_staff, at_seat
from server.work.deadlines.days import set_days


async def board(request: Request) -> Response:
    """The page of a board for its staff; members are sent to its progress page."""
    here = await at_board(request)
    if not here.seat.staff:
        return RedirectResponse(f"/b/{here.board.public_id}/progress", 303)
    return await board_page(request, here)


async def change(request: Request) -> Response:
    """Change name and format."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    try:
        await commands.change_board(runtime_of(request), here.seat, typed)
    except (Invalid, ChangedMeanwhile) as problem:
        filled = problem.form if isinstance(problem, ChangedMeanwhile) else typed
        was = typed.get("was", "")
        return await board_page(request, here, at="board", typed=filled, **({"was": was} | told_of(problem)))
    return RedirectResponse(f"/b/{here.board.public_id}?saved", 303)


async def change_days(request: Request) -> Response:
    """Change how many days the board allows for an answer, and before escalation."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    try:
        await set_days(runtime_of(request), here.seat, typed)
    except (Invalid, ChangedMeanwhile) as problem:
        filled = problem.form if isinstance(problem, ChangedMeanwhile) else typed
        was = typed.get("was", "")
        return await board_page(request, here, at="days", typed=filled, **({"was": was} | told_of(problem)))
    return RedirectResponse(f"/b/{here.board.public_id}?saved", 303)


async def add(request: Request) -> Response:
    """Add a coordinator: another one, or one where there is none."""
    here, typed = await at_board_as_staff(request), dict(await form_of(request))
    try:
        await staff.add_coordinator(runtime_of(request), here.seat, typed)
    except Invalid as problem:
        return await board_page(request, here, at="staff", typed=typed, **told_of(problem))
    return RedirectResponse(f"/b/{here.board.public_id}?added", 303)


async def remove(request: Request) -> Response:
    """Remove a coordinator or a former leader. Those who remove themselves are sent to their list of boards."""
    here = await at_board_as_coordinator(request)
    other = await _staff_seat(request, here)
    try:
        await staff.remove_staff(runtime_of(request), here.seat, other)
    except NotNow as problem:
        return await board_page(request, here, at="people", **told_of(problem))
    return RedirectResponse("/boards" if other.id == here.seat.id else f"/b/{here.board.public_id}?gone", 303)


async def _staff_seat(request: Request, here: Here) -> Seat:
    there = await at_seat(request)
    if there.other.board_id != here.board.id or not there.other.staff:
        raise NotFound
    return there.other


async def close(request: Request) -> Response:
    """Close the board."""
    here = await at_board_as_coordinator(request)
    try:
        await closing.close_board(runtime_of(request), here.seat)
    except NotNow as problem:
        return await board_page(request, here, at="closing", **told_of(problem))
    return RedirectResponse(f"/b/{here.board.public_id}", 303)


async def open_again(request: Request) -> Response:
    """Open a board that was closed."""
    here = await at_board_as_coordinator(request)
    await closing.open_board(runtime_of(request), here.seat)
    return RedirectResponse(f"/b/{here.board.public_id}?open", 303)


async def move(request: Request) -> Response:
    """Move the board to another unit. Where its unit is not theirs to change, there is no such thing."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    person = here.visitor.person
    if person is None:
        raise NotFound
    try:
        await moving.move_board(runtime_of(request), person, here.seat, typed.get("unit", ""))
    except (Invalid, NotNow) as problem:
        return await board_page(request, here, at="moving", typed=typed, **told_of(problem))
    return RedirectResponse(f"/b/{here.board.public_id}?saved", 303)


async def new(request: Request) -> Response:
    """The form for a new board under a unit."""
    return new_page(request, await at_unit(request), {"format": DEFAULT_FORMAT.value})


async def make(request: Request) -> Response:
    """Make the board."""
    here, typed = await at_unit(request), dict(await form_of(request))
    try:
        made = await commands.make_board(runtime_of(request), here.person, here.unit.public_id, typed)
    except Invalid as problem:
        return new_page(request, here, typed, **told_of(problem))
    return RedirectResponse(f"/b/{made.public_id}", 303)


routes = [
    Route("/b/{board}", board),
    Route("/b/{board}", change, methods=["POST"]),
    Route("/b/{board}/days", change_days, methods=["POST"]),
    Route("/b/{board}/staff", add, methods=["POST"]),
    Route("/b/{board}/closing", close, methods=["POST"]),
    Route("/b/{board}/opening", open_again, methods=["POST"]),
    Route("/b/{board}/unit", move, methods=["POST"]),
    Route("/b/{board}/staff/{seat}/removal", remove, methods=["POST"]),
    Route("/units/{unit}/boards/new", new),
    Route("/units/{unit}/boards", make, methods=["POST"]),
]
