"""What every page needs about reading: the visitor's choices, when it was fetched, and the way back to it."""

from typing import Any

from starlette.requests import Request
from starlette.routing import Match

from server.core import clock
from server.core.reading_choices import reading_of, without_choices

GONE = 404
LIVE = {
    "meeting": "/m/{}",
    "desk": "/m/{}/desk",
    "idea": "/ideas/{}",
    "answer": "/answers/{}",
    "progress": "/b/{}/progress",
    "screen": "/screen/{}",
}
"""Where a live page can be loaded again; the answer to a form has the form's URL, not the page's."""


def read_as(request: Request, status: int, live: dict[str, object] | None) -> dict[str, Any]:
    """The context that the base of all pages needs: `reading`, `size`, `theme`, `back` and `fetched`. `live` is the
    page's `stream_of`, if it is followed."""
    reading = reading_of(request)
    return {
        "reading": reading,
        "size": reading.size,
        "theme": reading.theme,
        "back": _address(request, status, live),
        "fetched": clock.now(),
    }


def _address(request: Request, status: int, live: dict[str, object] | None) -> str:
    if live and live["page"] in LIVE:
        return LIVE[str(live["page"])].format(live["id"])
    # What does not exist must look the same as what is not yours, so the page does not repeat what was asked for.
    if status == GONE or not _can_be_fetched(request):
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return without_choices(request.url.path + query)


def _can_be_fetched(request: Request) -> bool:
    scope = {**request.scope, "method": "GET", "path": request.url.path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
