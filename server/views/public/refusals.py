"""What strangers read where there is nothing to read for them: never open, no longer open, or not now."""

from functools import cache

from starlette.responses import HTMLResponse, Response

from server.core.errors import Gone, NotFound, Problem
from server.core.translations import say
from server.views.public.drawing import later_html, nothing_html
from server.views.public.spots import language_at
from server.web.html import NO_STORE


def refusal(path: str, problem: Problem) -> Response:
    """A problem on an open path, as a page that depends on nothing but the language of the path. Nobody may keep it."""
    pause = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    nothing = isinstance(problem, Gone | NotFound)
    body = _drawn(language_at(path), problem.status if nothing else 0, problem.sentence)
    return HTMLResponse(body, problem.status, headers=NO_STORE | pause)


@cache
def _drawn(language: str, nothing: int, sentence: str) -> str:
    if nothing:
        return nothing_html(language, gone=nothing == Gone.status)
    return later_html(language, sentence=say(language, sentence))
