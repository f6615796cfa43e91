"""What every page says about reading: when it was fetched, how, and the way back to it."""

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
"""Where a live page is fetched anew; what answers a form has the form's address."""


def read_as(request: Request, status: int, live: dict[str, object] | None) -> dict[str, Any]:
    """`reading`, `back` and `fetched` for the base of all pages."""
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
    # What is not there must not be told apart from what is not yours, so its page does not say what was asked for.
    if status == GONE or not _can_be_fetched(request):
        return "/"
    query = f"?{request.url.query}" if request.url.query else ""
    return without_choices(request.url.path + query)


def _can_be_fetched(request: Request) -> bool:
    scope = {**request.scope, "method": "GET", "path": request.url.path}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
