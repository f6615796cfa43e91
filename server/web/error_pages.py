"""What went wrong, said to a person: beside the form for htmx, else as a page. Nothing that was typed is lost: what
passes by itself has the form on its page, to be sent again; of all else the page says where the words still are."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from server.core.access import language_of, runtime_of
from server.core.errors import Away, Failed, NotFound, Problem
from server.core.outage import is_away
from server.web.csrf import SAFE
from server.web.dead_links import dead_link
from server.web.forms import form_of
from server.web.html import NO_STORE, fragments, page, render, say, wants_fragments
from server.web.middleware import body_most, bounded, headers_of

GONE = 499


async def say_problem(request: Request, problem: Problem) -> Response:
    """A problem as a sentence. For what passes, the page can be asked for again, or the form sent again as it was."""
    language = language_of(request)
    dead = dead_link(request.url.path) if isinstance(problem, NotFound) else None
    if dead is not None:
        return page(request, "dead_link.html", language=language, status=dead.status, dead=dead)
    sentence = say(language, problem.sentence, **problem.values)
    told: dict[str, Any] = {
        "language": language,
        "status": problem.status,
        "sentence": sentence,
        "sent": _sent(request),
    }
    if wants_fragments(request):
        answer = fragments(language, ("notice", "problem_notice.html"), status=problem.status, sentence=sentence)
    elif problem.retry_after:
        answer = page(request, "problem_again.html", **told, typed=await _typed(request), to=_to(request))
    else:
        answer = page(request, "problem.html", **told)
    return _with_pause(answer, problem)


def say_briefly(request: Request, problem: Problem) -> Response:
    """The same without a look at the request but at how it reads: for floods, and for what no browser sends. It is
    drawn once, and then costs nothing."""
    language = language_of(request)
    sentence = say(language, problem.sentence, **problem.values)
    body = _brief(language, sentence, sent=_sent(request))
    return _with_pause(HTMLResponse(body, problem.status, headers=NO_STORE), problem)


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
    passes = is_away(error) or not request.app.state.health.serves
    answer = await say_problem(request, Away() if passes else Failed())
    answer.headers.update(headers_of(runtime_of(request).settings))  # it does not pass the gate
    return answer


class Failures:
    """ASGI middleware between the log and all else: whatever nobody caught is answered here, so that the log has the
    status that was answered, and goes on to whoever writes the error down."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let it through, and answer what fails before anything was answered."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, came = False, list[Message]()

        async def noting_receive() -> Message:
            came.append(await receive())
            return came[-1]

        async def again() -> Message:
            """The form as it came, and the rest of it where nobody had read that yet."""
            return came.pop(0) if came else await receive()

        async def noting_send(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, noting_receive, noting_send)
        except Exception as error:
            if not begun:
                answer = await say_failure(Request(scope, bounded(again, body_most(scope))), error)
                await answer(scope, receive, send)
            raise


@cache
def _brief(language: str, sentence: str, *, sent: bool) -> str:
    return render(language, "problem_brief.html", sentence=sentence, sent=sent)


def _with_pause(answer: Response, problem: Problem) -> Response:
    if problem.retry_after:
        answer.headers["Retry-After"] = str(problem.retry_after)
    return answer


def _to(request: Request) -> str:
    """The address that was asked for, again; never one that a browser reads as another site's."""
    path = "/" + request.url.path.lstrip("/")
    return path + (f"?{request.url.query}" if request.url.query else "")


def _sent(request: Request) -> bool:
    """Whether a form was sent, and so whether there are words whose place has to be told."""
    return request.method not in SAFE


async def _typed(request: Request) -> Mapping[str, str] | None:
    """What a form sent, to be sent again; None for a page, and for a file, which has to be chosen anew."""
    if request.method in SAFE:
        return None
    try:
        return await form_of(request)
    except Exception:  # it has been read by half, or is no form of ours: the way back is all there is
        return None
