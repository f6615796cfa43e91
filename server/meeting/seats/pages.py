"""The front page, the join form, and the response to it. Used by every route that responds with one of them."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.codes import grouped
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from server.core.access import Visitor, is_signed_out, runtime_of, visitor_or_stranger
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.reading_choices import remember
from server.core.runtime import Runtime
from server.core.sessions import set_cookie
from server.meeting.seats import commands, joining
from server.meeting.seats.afterwards import load_afterwards
from server.meeting.seats.joining import Joined, Joining, WayIn
from server.meeting.seats.sitting import SOMEBODY_ELSE, STAFF
from server.web.html import page
from server.web.without_cookie import marked

Show = Callable[[Request], Awaitable[Response]]
CODE_COOKIE = "return_code"
"""The cookie that holds a return code until the next page has shown it."""


class Crowd(NotNow):
    """Very many took a seat from one address."""

    status = 429

    def __init__(self) -> None:
        super().__init__(N_("Der kommer mange herfra lige nu. Prøv igen om lidt, eller spørg koordinatoren."))


async def front(request: Request, *, status: int = 200, **values: Any) -> Response:
    """The front page, with a field for a code. `coming` is the page to go on to after a return code."""
    visitor = await visitor_or_stranger(request)
    context = {"problem": "", "typed": "", "returning": "", "return_problem": "", "coming": ""} | values
    return page(
        request, "meeting/seats/front.html", language=visitor.language, person=visitor.person, status=status, **context
    )


async def join_form(request: Request, visitor: Visitor, at: WayIn, *, status: int = 200, **values: Any) -> Response:
    """The form for taking a seat, which is posted to the URL of the page. If somebody is using the screen already, it
    asks whether they go on. `invited` says that the form is for one invited person. Once the meeting is over, the page
    leads on instead."""
    async with runtime_of(request).database.snapshot() as session:
        afterwards = await load_afterwards(session, at)
    blank: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "nonce": secrets.token_urlsafe(16)}
    return page(
        request,
        "meeting/seats/join.html",
        language=visitor.language,
        person=visitor.person,
        status=status,
        meeting=at.meeting,
        board=at.board,
        occupant=at.occupant,
        shut=commands.shut(at.meeting),
        after=afterwards,
        **(blank | {"invited": False} | values),
    )


def to_write(meeting: Meeting) -> str:
    """The place in the room where somebody begins who comes in by a link: where people write from home, the form."""
    return "#write" if meeting.form.ahead and not meeting.begun and not meeting.over else ""


async def sit_down(
    request: Request, visitor: Visitor, at: WayIn, typed: Mapping[str, str], invitation: Invitation | None = None
) -> Response:
    """Take the seat that the join form asks for, with a link or an invitation. If it is refused, the form keeps what
    was typed."""
    runtime, asked = runtime_of(request), asked_of(typed)
    visitor.reading = remember(request, typed)
    visitor.language = visitor.reading.language
    if asked.who == STAFF and at.occupant is not None and at.occupant.key == STAFF:
        return RedirectResponse(f"/m/{at.meeting.public_id}", 303)
    try:
        await _room_at_the_door(request, at.meeting, asked, invitation)
        joined = await joining.join(runtime, visitor, at.meeting, asked, invitation)
    except (Invalid, NotNow) as problem:
        fields = problem.fields if isinstance(problem, Invalid) else {}
        values: dict[str, Any] = {"typed": dict(typed), "nonce": asked.nonce, "problem": problem.sentence}
        values |= {"wrong": fields, "invited": invitation is not None}
        return await join_form(request, visitor, at, status=problem.status, **values)
    return seated(runtime, joined, request.url.path)


async def _room_at_the_door(request: Request, meeting: Meeting, asked: Joining, invitation: Invitation | None) -> None:
    """Raise Crowd if more want a new seat from one address than the format lets in, and nobody asked for them."""
    most = meeting.form.from_one_address
    if most is None or invitation is not None or asked.who not in {"", SOMEBODY_ELSE}:
        return
    if not await request.app.state.budget.allows_seat(request, meeting.public_id, most):
        raise Crowd


def asked_of(typed: Mapping[str, str]) -> Joining:
    """The fields of the join form."""
    nonce = typed.get("nonce", "")[:64] or secrets.token_urlsafe(16)
    role, name, organisation = (typed.get(field, "") for field in ("role", "name", "organisation"))
    return Joining(role, name, organisation, nonce, typed.get("who", ""), typed.get("table", ""))


def seated(runtime: Runtime, joined: Joined, way: str) -> Response:
    """A redirect to the room, with the cookie and the return code to be shown once. `way` is the path that they came
    by, to which they are sent back if their browser turns out to keep no cookies."""
    where = f"/m/{joined.meeting.public_id}"
    first = marked(where, joined.seat, way) if joined.seat.awaited_since else where
    answer = RedirectResponse(first + to_write(joined.meeting), 303)
    set_cookie(answer, runtime, joined.cookie)
    if joined.return_code:
        show_once(answer, where, joined.return_code, secure=runtime.settings.secure)
    return answer


def show_once(answer: Response, where: str, code: str, *, secure: bool) -> None:
    """Have the next page show a return code, once and to this browser only. We do not store the code."""
    answer.set_cookie(
        CODE_COOKIE, grouped(code), max_age=300, path=where, secure=secure, httponly=True, samesite="strict"
    )


def from_mail(show: Show) -> Show:
    """Wrap `show`, a page that links in mail lead to, often in a browser without a seat. If it raises NotFound, the
    visitor is asked for their return code (or staff to sign in) and is then led on to it. The response and its status
    are the same whether the page exists or not."""

    @wraps(show)
    async def shown(request: Request) -> Response:
        try:
            return await show(request)
        except NotFound as problem:
            if is_signed_out(request):
                raise
            return await front(request, status=problem.status, coming=request.url.path)

    return shown
