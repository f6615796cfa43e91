"""Pages that links in mail lead to, and so to screens at which nobody has sat down yet."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from server.core.errors import NotFound
from server.meeting.seats.pages import front

Show = Callable[[Request], Awaitable[Response]]


def from_mail(show: Show) -> Show:
    """Where `show` raises NotFound, ask for the return code (or let staff sign in), and lead on to the page. It is
    answered alike, and with the same status, whether the page is there or not."""

    @wraps(show)
    async def shown(request: Request) -> Response:
        try:
            return await show(request)
        except NotFound as problem:
            return await front(request, status=problem.status, coming=request.url.path)

    return shown
