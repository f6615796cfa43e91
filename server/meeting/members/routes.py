"""A board's list, for its coordinators."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.codes import grouped
from server.core.access import runtime_of
from server.core.errors import Invalid
from server.meeting.members import commands
from server.meeting.members.pages import list_page, listed_page
from server.web.forms import form_of
from server.web.guards import at_board_as_coordinator, at_listed
from server.web.html import page
from server.web.qr import qr_svg


async def members(request: Request) -> Response:
    """The list."""
    return await list_page(request, await at_board_as_coordinator(request))


async def ask(request: Request) -> Response:
    """Ask somebody to be on it."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    try:
        await commands.ask_to_list(runtime_of(request), here.seat, typed)
    except Invalid as problem:
        return await list_page(request, here, status=problem.status, typed=typed, wrong=problem.fields, problem=problem)
    return RedirectResponse(f"/b/{here.board.public_id}/members", 303)


async def listed(request: Request) -> Response:
    """Somebody on it."""
    return await listed_page(request, await at_listed(request))


async def change(request: Request) -> Response:
    """Change their organisation, term or substitute."""
    here, typed = await at_listed(request), dict(await form_of(request))
    try:
        await commands.change_listing(runtime_of(request), here.seat, here.member, typed)
    except Invalid as problem:
        return await listed_page(
            request, here, status=problem.status, typed=typed, wrong=problem.fields, problem=problem
        )
    return RedirectResponse(f"/b/{here.board.public_id}/members", 303)


async def slip(request: Request) -> Response:
    """Make a slip by which they say yes. It exists only in this response and cannot be fetched again."""
    here = await at_listed(request)
    made = await commands.make_slip(runtime_of(request), here.seat, here.member)
    return page(
        request,
        "meeting/members/slip.html",
        language=here.visitor.language,
        board=here.board,
        member=here.member,
        code=grouped(made.code),
        qr=qr_svg(made.link),
    )


async def remove(request: Request) -> Response:
    """Take them off the list."""
    here = await at_listed(request)
    await commands.take_off(runtime_of(request), here.seat, here.member)
    return RedirectResponse(f"/b/{here.board.public_id}/members", 303)


routes = [
    Route("/b/{board}/members", members),
    Route("/b/{board}/members", ask, methods=["POST"]),
    Route("/members/{member}", listed),
    Route("/members/{member}", change, methods=["POST"]),
    Route("/members/{member}/slip", slip, methods=["POST"]),
    Route("/members/{member}/removal", remove, methods=["POST"]),
]
