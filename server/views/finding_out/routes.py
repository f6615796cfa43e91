"""The coordinator's list of what to find out, with a way to write down what they said."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.web.guards import at_board_as_coordinator
from server.web.html import page
from server.work.deadlines.unasked import to_find_out


async def finding_out(request: Request) -> Response:
    """The ideas whose body Peerboard asks nothing, the earliest date first."""
    here = await at_board_as_coordinator(request)
    async with runtime_of(request).database.snapshot() as session:
        ideas = await to_find_out(session, here.board)
    return page(
        request,
        "views/finding_out/finding_out.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        ideas=ideas,
    )


routes = [
    Route("/b/{board}/finding-out", finding_out),
]
