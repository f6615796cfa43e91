"""The page for a browser that keeps no cookie: it asks without one for the first page after sitting down or signing in.
It is told which browser to use, so that nobody is led in a circle."""

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from schemas.seat import Seat
from server.core.access import language_of, runtime_of
from server.web.html import page

WAY = re.compile(r"/|/login|/[ij]/[\w-]{1,64}", re.ASCII)
"""Where a way in begins: where a code is typed, where one signs in, behind a link or an invitation."""
FORBIDDEN = 403


def marked(where: str, seat: Seat | None, way: str) -> str:
    """The address of the first page after coming in by `way`, so that it can tell a browser that keeps no cookie from
    one that never came in. `seat`: the one that is awaited."""
    return f"{where}?{urlencode({'way': way} | ({'seat': seat.public_id} if seat is not None else {}))}"


def is_marked(request: Request) -> bool:
    """Whether a page was asked for by such an address, and without a cookie of ours."""
    cookie = request.cookies.get(runtime_of(request).settings.cookie_name)
    return not cookie and WAY.fullmatch(request.query_params.get("way", "")) is not None


def another_browser(request: Request) -> Response:
    """Which browser to use, and the link to open there."""
    link = runtime_of(request).settings.public_url + request.query_params["way"]
    return page(
        request, "meeting/seats/without_cookie.html", language=language_of(request), status=FORBIDDEN, link=link
    )
