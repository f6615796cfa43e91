"""The page for a browser that keeps no cookies, which shows when it asks without one for the first page after joining
or signing in. It says which browser to use instead, so that nobody goes round in circles."""

import re
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from schemas.seat import Seat
from server.core.access import cookie_of, language_of, runtime_of
from server.web.html import page

WAY = re.compile(r"/|/login|/[ij]/[\w-]{1,64}", re.ASCII)
"""The paths at which people come in: where a code is typed, where they sign in, and a join link or an invitation."""
FORBIDDEN = 403


def marked(where: str, seat: Seat | None, way: str) -> str:
    """The URL of the first page after coming in at `way`, marked so that it can tell a browser that keeps no cookies
    from one that never came in. `seat` is the new one that waits for its cookie, if any."""
    return f"{where}?{urlencode({'way': way} | ({'seat': seat.public_id} if seat is not None else {}))}"


def is_marked(request: Request) -> bool:
    """Whether the request is for such a URL, and without our cookie."""
    return not cookie_of(request) and WAY.fullmatch(request.query_params.get("way", "")) is not None


def another_browser(request: Request) -> Response:
    """A page that says which browser to use, and has the link to open there."""
    link = runtime_of(request).settings.public_url + request.query_params["way"]
    return page(
        request, "meeting/seats/without_cookie.html", language=language_of(request), status=FORBIDDEN, link=link
    )
