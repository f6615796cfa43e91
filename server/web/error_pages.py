"""Says what went wrong to a person: beside the form for htmx, else on a page. Nothing that was typed is lost: if it
passes by itself, the page holds the form, ready to send again; otherwise it says where the words still are."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.core.access import is_signed_out, language_of, runtime_of
from server.core.errors import Away, Failed, NotFound, Problem, SignedOut
from server.core.outage import is_away
from server.core.waiting import is_counted
from server.web.access_log import has_begun, note_away
from server.web.answer_headers import headers_of
from server.web.bodies import form_again
from server.web.csrf import SAFE
from server.web.dead_links import dead_link
from server.web.forms import form_of
from server.web.html import NO_STORE, fragments, page, render, say, wants_fragments
from server.web.middleware import GONE
from server.web.return_to import to_login


async def say_problem(request: Request, problem: Problem) -> Response:
    """A problem as a response with its sentence. If it passes by itself, the page offers to load again, or to send the
    form again as it was."""
    if isinstance(problem, Away):
        note_away(request.scope, problem)
    language = language_of(request)
    dead = dead_link(request.url.path) if isinstance(problem, NotFound) else None
    if dead is not None:
        return page(request, "dead_link.html", language=language, status=dead.status, dead=dead)
    if isinstance(problem, NotFound) and is_signed_out(request):
        if is_counted(request):
            return to_login(request)
        problem = SignedOut() if _sent(request) else problem
    sentence = say(language, problem.sentence, **problem.values)
    context: dict[str, Any] = {
        "language": language,
        "status": problem.status,
        "sentence": sentence,
        "sent": _sent(request),
    }
    if wants_fragments(request):
        told: dict[str, Any] = {"sentence": sentence, "again": isinstance(problem, SignedOut)}
        answer = fragments(language, ("notice", "problem_notice.html"), status=problem.status, **told)
    elif isinstance(problem, SignedOut):
        answer = page(request, "problem_signed_out.html", **context, typed=await _typed(request), to=_to(request))
    elif problem.retry_after:
        answer = page(request, "problem_again.html", **context, typed=await _typed(request), to=_to(request))
    else:
        answer = page(request, "problem.html", **context)
    return _with_pause(answer, problem)


def say_briefly(request: Request, problem: Problem) -> Response:
    """The same without the form, for floods and for requests that no browser sends. It is rendered once per language
    and sentence, and costs nothing after that."""
    language = language_of(request)
    sentence = say(language, problem.sentence, **problem.values)
    body = _brief(language, sentence, sent=_sent(request))
    return _with_pause(HTMLResponse(body, problem.status, headers=NO_STORE), problem)


async def say_http(request: Request, error: HTTPException) -> Response:
    """What Starlette itself refuses. No such route, or not with that method, is our NotFound."""
    if error.status_code in {404, 405}:
        return await say_problem(request, NotFound())
    return Response(status_code=error.status_code)


async def end_quietly(_request: Request, _: Exception) -> Response:
    """The client has gone, often a phone that lost its connection while sending a form. Nobody reads the answer; the
    log says 499, which is no fault of ours."""
    return Response(status_code=GONE)


async def say_failure(request: Request, error: Exception) -> Response:
    """An exception that nobody caught: the database is away or its tables are too old, or it is our fault. Says what to
    do; the log has the rest."""
    passes = is_away(error) or not request.app.state.health.serves
    answer = await say_problem(request, _away(error) if passes else Failed())
    answer.headers.update(headers_of(runtime_of(request).settings))  # it does not pass through Gate
    return answer


class Failures:
    """ASGI middleware just inside the access log. It answers any exception that nobody caught, so that the log has the
    status that was sent, and raises it again for the server to log."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on. If that fails before a response has begun, answer it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        try:
            await self.app(scope, receive, send)
        except Exception as error:
            if not has_begun(scope):
                answer = await say_failure(Request(scope, form_again(scope, receive)), error)
                await answer(scope, receive, send)
            raise


def _away(error: Exception) -> Away:
    away = Away()
    away.__cause__ = error
    return away


@cache
def _brief(language: str, sentence: str, *, sent: bool) -> str:
    return render(language, "problem_brief.html", sentence=sentence, sent=sent)


def _with_pause(answer: Response, problem: Problem) -> Response:
    if problem.retry_after:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


def _to(request: Request) -> str:
    """The URL that was asked for, without its host; never one that a browser would take for another site's."""
    path = "/" + request.url.path.lstrip("/")
    return path + (f"?{request.url.query}" if request.url.query else "")


def _sent(request: Request) -> bool:
    """Whether a form was sent, so that the page must say where its words are."""
    return request.method not in SAFE


async def _typed(request: Request) -> Mapping[str, str] | None:
    """The fields of the form, to send again; None if there was none, or if it holds a file, which has to be chosen
    again."""
    if request.method in SAFE:
        return None
    try:
        return await form_of(request)
    except Exception:  # half of it was read already, or it is no form of ours: the page offers only the way back
        return None
