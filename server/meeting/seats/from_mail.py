"""Pages that links in mail lead to, often opened in a browser that has no seat yet."""

from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from server.core.errors import NotFound
from server.meeting.seats.pages import front

Show = Callable[[Request], Awaitable[Response]]


def from_mail(show: Show) -> Show:
    """Wrap `show` so that, if it raises NotFound, the visitor is asked for their return code (or staff to sign in) and
    is then led on to the page. The response and its status are the same whether the page exists or not."""

    @wraps(show)
    async def shown(request: Request) -> Response:
        try:
            return await show(request)
        except NotFound as problem:
            return await front(request, status=problem.status, coming=request.url.path)

    return shown
