"""A member's own word: on their phone, and by the links in letters and the codes on slips."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.member import Asking
from schemas.seat import Seat
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import Invalid, NotAllowed, NotFound, TooMany
from server.mail.erase_address import erase_address
from server.meeting.members import own, saying
from server.meeting.members.contact import Wish
from server.meeting.members.pages import own_page
from server.meeting.members.queries import Linked, by_link
from server.meeting.seats.pages import from_mail
from server.meeting.seats.sitting import sat_on
from server.web.forms import form_of
from server.web.guards import at_board
from server.web.html import page
from server.web.mail_asked import may_ask


@from_mail
async def look(request: Request) -> Response:
    """Whether one is on the list, and how one is asked to meetings."""
    here = await at_board(request)
    if here.seat.staff:
        raise NotAllowed
    return await own_page(request, here, done=request.query_params.get("done", ""))


async def choose(request: Request) -> Response:
    """Say yes, change how one is asked, or leave. The response is the same for every address."""
    here, typed = await at_board(request), dict(await form_of(request))
    back = f"/b/{here.board.public_id}/mine/member"
    if typed.get("do") == "leave":
        await own.leave_list(runtime_of(request), here.seat)
        return RedirectResponse(f"{back}?done=left", 303)
    wish = Wish.read(typed, here.visitor.language)
    try:
        if wish.mail and wish.asking == Asking.MAIL:
            await may_ask(request, here.seat.public_id)
        await own.stand_on_list(runtime_of(request), here.seat, wish)
    except (Invalid, TooMany) as problem:
        wrong = problem.fields if isinstance(problem, Invalid) else {}
        return await own_page(request, here, status=problem.status, typed=typed, wrong=wrong, problem=problem)
    return RedirectResponse(f"{back}?done={'mail' if wish.mail and wish.asking == Asking.MAIL else 'yes'}", 303)


async def look_link(request: Request) -> Response:
    """The page behind a link or a slip: what it asks, and what one can say. Opening it changes nothing, since mail
    scanners open it too."""
    visitor = await visitor_of(request)
    return await _link_page(request, visitor, await _found(request))


async def say(request: Request) -> Response:
    """Do what somebody chose there."""
    visitor, typed = await visitor_of(request), dict(await form_of(request))
    runtime, token = runtime_of(request), request.path_params["token"]
    do = typed.get("do", "")
    if do == "no":
        await saying.say_no(runtime, token)
        return _said(request, visitor, "no")
    found = await _found(request)
    if do == "erase":
        if mail := found.member.mail if found.own else found.member.new_mail:
            await erase_address(runtime, mail)
        return _said(request, visitor, "erased")
    if do != "yes":
        return RedirectResponse(request.url.path, 303)
    wish = Wish.read(typed, visitor.language) if found.member.yes_at is None else None
    seat = await _seat(request, visitor, found) if typed.get("seat") == "1" else None
    try:
        await saying.say_yes(runtime, token, wish, seat)
    except Invalid as problem:
        values = {"typed": typed, "wrong": problem.fields, "problem": problem}
        return await _link_page(request, visitor, found, status=problem.status, **values)
    return _said(request, visitor, "yes")


async def _found(request: Request) -> Linked:
    runtime = runtime_of(request)
    async with runtime.database.snapshot() as session:
        found = await by_link(session, runtime.settings, request.path_params["token"])
    if found is None:
        raise NotFound
    return found


async def _seat(request: Request, visitor: Visitor, found: Linked) -> Seat | None:
    """The member's seat that this screen has on the board of the link."""
    async with runtime_of(request).database.snapshot() as session:
        seat = await sat_on(session, visitor, found.board)
    return seat if seat is not None and not seat.staff else None


async def _link_page(
    request: Request, visitor: Visitor, found: Linked, *, status: int = 200, **values: object
) -> Response:
    first = Asking.MAIL if found.member.new_mail else Asking.PAPER
    more: dict[str, object] = {"typed": {"asking": first.value}, "wrong": {}, "problem": None} | values
    return page(
        request,
        "meeting/members/link.html",
        language=visitor.language,
        status=status,
        found=found,
        seat=await _seat(request, visitor, found),
        askings=tuple(Asking),
        said="",
        **more,  # type: ignore[arg-type]
    )


def _said(request: Request, visitor: Visitor, said: str) -> Response:
    return page(request, "meeting/members/link.html", language=visitor.language, found=None, said=said)


routes = [
    Route("/b/{board}/mine/member", look),
    Route("/b/{board}/mine/member", choose, methods=["POST"]),
    Route("/l/{token}", look_link),
    Route("/l/{token}", say, methods=["POST"]),
]
