"""What went wrong, said to a person: beside the form for htmx, else as a page. Nothing that was typed is lost."""

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from server.access import language_of, parts_of
from server.dead_links import dead_link
from server.errors import N_, Away, NotFound, Problem
from server.forms import form_of
from server.gate import headers_of
from server.html import fragments, page, say, wants_fragments
from server.origin import SAFE
from server.outage import is_away

GONE = 499
FAILED = N_("Der skete en fejl hos os. Det, du skrev, ligger stadig i dit felt. Prøv igen om lidt.")


async def say_problem(request: Request, problem: Problem) -> Response:
    """A problem as a sentence. For what passes, the page can be asked for again, or the form sent again as it was."""
    language = language_of(request)
    dead = dead_link(request.url.path) if isinstance(problem, NotFound) else None
    if dead is not None:
        return page(request, "dead_link.html", language=language, status=dead.status, dead=dead)
    sentence = say(language, problem.sentence, **problem.values)
    told: dict[str, Any] = {"language": language, "status": problem.status, "sentence": sentence}
    if wants_fragments(request):
        answer = fragments(language, ("notice", "problem_notice.html"), status=problem.status, sentence=sentence)
    elif isinstance(problem, Away):
        to = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        answer = page(request, "problem_again.html", **told, typed=await _typed(request), to=to)
    else:
        answer = page(request, "problem.html", **told)
    if problem.retry_after:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


async def say_http(request: Request, error: HTTPException) -> Response:
    """What Starlette refuses by itself: no such route, or not that method."""
    if error.status_code in {404, 405}:
        return await say_problem(request, NotFound())
    return Response(status_code=error.status_code)


async def end_quietly(_request: Request, _: Exception) -> Response:
    """Whoever asked has gone, often a phone that lost its line while its form came. Nobody reads the answer; the log
    has it as 499, which is no fault of ours."""
    return Response(status_code=GONE)


async def say_failure(request: Request, error: Exception) -> Response:
    """Our fault, or that of tables older than the code. Says what to do; the log has the rest."""
    if is_away(error) or not request.app.state.health.serves:
        answer = await say_problem(request, Away())
    else:
        language = language_of(request)
        answer = page(request, "problem.html", language=language, status=500, sentence=say(language, FAILED))
    answer.headers.update(headers_of(parts_of(request).settings))  # it does not pass the gate
    return answer


async def _typed(request: Request) -> Mapping[str, str] | None:
    """What a form sent, to be sent again; None for a page, and for a file, which has to be chosen anew."""
    if request.method in SAFE:
        return None
    try:
        return await form_of(request)
    except Exception:  # it has been read by half, or is no form of ours: the way back is all there is
        return None
