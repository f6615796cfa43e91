"""The front door: a code or a link, three questions, and you are in. Also the ways back in, and out."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.codes import RETURN_LENGTH, normal, read_typed
from server.core.access import runtime_of, visitor_of
from server.core.errors import N_, Away, Problem, TooMany
from server.core.reading_choices import remember, with_choices
from server.core.seat_hooks import LAST_WORDS
from server.core.sessions import clear_screen, set_cookie
from server.meeting.seats import commands, joining, one_seat, returning, several
from server.meeting.seats.doors import door_of
from server.meeting.seats.pages import front, join_form, show_once, sit_down
from server.web.forms import form_of
from server.web.guards import at_meeting
from server.web.rate_limits import address_of
from server.web.return_to import return_to_of
from server.web.turns import give_up_turn
from server.web.without_cookie import marked

WRONG_CODE = N_("Koden virker ikke. Se på skærmen i lokalet, eller spørg koordinatoren.")
WRONG_RETURN = N_("Returkoden virker ikke. Gå med i mødet igen, eller spørg koordinatoren.")


async def code(request: Request) -> Response:
    """Look up a typed code and redirect to the join page. The response is the same for a wrong code and a closed
    meeting."""
    form = await form_of(request)
    typed, reading = form.get("code", ""), remember(request, form)
    read = read_typed(typed)
    tries, asked = request.app.state.wrong_codes, ("join", address_of(request), read.code or read.token)
    if not await tries.may_try(*asked, at_rest=lambda: give_up_turn(request)):
        return await front(request, status=429, problem=TooMany().sentence, typed=typed)
    door = await door_of(runtime_of(request), typed)
    if door.path is None:
        await tries.was_wrong(*asked, known=door.known)
        return await front(request, status=404, problem=WRONG_CODE, typed=typed)
    return RedirectResponse(with_choices(door.path, reading) if reading.asked else door.path, 303)


async def join(request: Request) -> Response:
    """The join page. Opening it never joins, since robots that preview links open it too."""
    visitor = await visitor_of(request)
    at = await joining.way_in(runtime_of(request), visitor, request.path_params["token"])
    return await join_form(request, visitor, at, typed={"table": request.query_params.get("table", "")})


async def take_seat(request: Request) -> Response:
    """Join: a seat, a cookie, and a return code shown once."""
    visitor, typed = await visitor_of(request), await form_of(request)
    at = await joining.way_in(runtime_of(request), visitor, request.path_params["token"])
    return await sit_down(request, visitor, at, typed)


async def come_back(request: Request) -> Response:
    """Come back to a seat with its return code."""
    form = await form_of(request)
    runtime, typed = runtime_of(request), form.get("code", "")
    coming = return_to_of(form)
    remember(request, form)
    if read_typed(typed).way and (door := await door_of(runtime, typed)).path:
        return RedirectResponse(door.path, 303)  # they pasted the link to the meeting into the wrong field
    wrong, address = request.app.state.wrong_codes, address_of(request)
    if not await wrong.may_try("return", address, normal(typed)):
        return await front(request, status=429, return_problem=TooMany().sentence, returning=typed, coming=coming)
    found = None
    if len(normal(typed)) == RETURN_LENGTH:
        found = await returning.come_back(runtime, await visitor_of(request), typed)
    if found is None:
        await wrong.was_wrong("return", address, normal(typed))
        return await front(request, status=404, return_problem=WRONG_RETURN, returning=typed, coming=coming)
    cookie, meeting = found
    # Once the meeting is over, people come back to see what became of their ideas.
    room = marked(f"/m/{meeting.public_id}", None, "/")
    answer = RedirectResponse(coming or ("/mine" if meeting.over else room), 303)
    set_cookie(answer, runtime, cookie)
    return answer


async def new_code(request: Request) -> Response:
    """Get a new return code for one's own seat. The old one stops working."""
    here = await at_meeting(request)
    runtime = runtime_of(request)
    where = f"/m/{here.meeting.public_id}"
    if here.sits is not None:
        await returning.saw(runtime, here.sits)
    answer = RedirectResponse(where, 303)
    show_once(answer, where, await returning.new_return_code(runtime, here.seat), secure=runtime.settings.secure)
    return answer


async def saw_code(request: Request) -> Response:
    """The button "Det var mig": stop showing on this device that the return code was used on another one."""
    here = await at_meeting(request)
    if here.sits is not None:
        await returning.saw(runtime_of(request), here.sits)
    return RedirectResponse(f"/m/{here.meeting.public_id}", 303)


async def leave(request: Request) -> Response:
    """Leave the meeting and clear this screen. Somebody who has left already gets the screen cleared all the same."""
    runtime = runtime_of(request)
    try:
        here = await at_meeting(request)
        if here.visitor.session is not None:
            await LAST_WORDS(runtime, here.seat, here.meeting, await form_of(request))
            await commands.leave(runtime, here.visitor.session, here.seat)
    except Away:
        raise  # they have not left yet, and must not believe so
    except Problem:
        pass
    answer = RedirectResponse("/?left", 303)
    clear_screen(answer, runtime)
    return answer


routes = [
    *one_seat.routes,
    *several.routes,
    Route("/", front),
    Route("/code", code, methods=["POST"]),
    Route("/j/{token}", join),
    Route("/j/{token}", take_seat, methods=["POST"]),
    Route("/return", come_back, methods=["POST"]),
    Route("/m/{meeting}/return-code", new_code, methods=["POST"]),
    Route("/m/{meeting}/return-code/seen", saw_code, methods=["POST"]),
    Route("/m/{meeting}/leave", leave, methods=["POST"]),
]
