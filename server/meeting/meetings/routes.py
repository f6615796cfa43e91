"""The member's room, the coordinator's desk and the projector's screen, and what the coordinator does with a
meeting."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.format import Phase
from schemas.roles import Role
from schemas.round import Method, VoteOn
from server.core.access import language_of, runtime_of
from server.core.bounds import lift
from server.core.errors import N_, Invalid, NotFound
from server.live.hub import Hub
from server.live.log import read_since
from server.meeting.meetings import commands
from server.meeting.meetings.commands import set_timer, set_voting
from server.meeting.meetings.pages import back_to_desk, back_to_room, desk_page, own_fragments, read_room, room_page
from server.meeting.meetings.queries import load_screen
from server.meeting.meetings.reopening import open_again
from server.meeting.meetings.state import load_room_state
from server.meeting.seats.pages import CODE_COOKIE
from server.meeting.seats.without_cookie import turned_back
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_desk, at_meeting
from server.web.html import fragments, page, stream_of, wants_fragments
from server.web.qr import qr_svg


async def room(request: Request) -> Response:
    """The member's room. Staff who run the meeting see it as members do."""
    try:
        here = await at_meeting(request)
    except NotFound:
        return await turned_back(request, request.path_params["meeting"])
    code = request.cookies.get(CODE_COOKIE, "")
    answer = await room_page(request, here, sent="sent" in request.query_params, code=code)
    if code:
        answer.delete_cookie(CODE_COOKIE, path=request.url.path)
    return answer


async def mine(request: Request) -> Response:
    """The member's own elements in the room, as fragments."""
    return await own_fragments(request, await at_meeting(request))


async def _looks(request: Request) -> AtMeeting:
    """Whoever asks, with a page that follows nothing: they are here for a while."""
    here = await at_meeting(request)
    assert here.seat.id is not None
    runtime_of(request).the(Hub).looked(here.board.id, here.seat.id)
    return here


async def is_here(request: Request) -> Response:
    """Nothing: a browser that runs no script asks for it as a picture, with each page that it opens."""
    await _looks(request)
    return Response(status_code=204)


async def where(request: Request) -> Response:
    """Where the meeting is now, for a page on pause, which shows the line only if it differs from its own."""
    here = await _looks(request)
    return fragments(here.visitor.language, ("where", "meeting/meetings/where.html"), **await read_room(request, here))


async def done(request: Request) -> Response:
    """Note that the member is done ("Jeg er færdig"), or not after all."""
    here = await at_meeting(request)
    typed = await form_of(request)
    await commands.set_done(runtime_of(request), here.seat, here.meeting, done=typed.get("done") == "1")
    return await own_fragments(request, here, only=["done"]) if wants_fragments(request) else back_to_room(here.meeting)


async def desk(request: Request) -> Response:
    """Where the coordinator runs the meeting."""
    return await desk_page(request, await at_desk(request))


async def begin(request: Request) -> Response:
    """Begin the meeting with its first phase."""
    here = await at_desk(request)
    await commands.begin_meeting(runtime_of(request), here.seat, here.meeting)
    return back_to_desk(request, here.meeting)


async def phase(request: Request) -> Response:
    """Lead the meeting into a phase."""
    here = await at_desk(request)
    typed = await form_of(request)
    wanted = typed.get("phase", "")
    if wanted not in set(Phase):
        raise Invalid(commands.NO_PHASE)
    await commands.enter_phase(runtime_of(request), here.seat, here.meeting, Phase(wanted), whole_number(typed, "from"))
    return back_to_desk(request, here.meeting)


async def timer(request: Request) -> Response:
    """Start, change, pause or stop the shared timer."""
    here = await at_desk(request)
    typed = await form_of(request)
    what, minutes = typed.get("do", ""), whole_number(typed, "minutes", 1)
    if what not in {"start", "add", "take", "pause", "resume", "stop"} or not 0 <= minutes <= 180:
        raise Invalid(N_("Uret kan gå fra 0 til 180 minutter."))
    await set_timer(runtime_of(request), here.seat, here.meeting, what, minutes)
    return back_to_desk(request, here.meeting)


async def door(request: Request) -> Response:
    """Open or lock the door."""
    here = await at_desk(request)
    typed = await form_of(request)
    await commands.move_door(runtime_of(request), here.seat, here.meeting, is_open=typed.get("open") == "1")
    return back_to_desk(request, here.meeting)


async def room_for_more(request: Request) -> Response:
    """Raise a limit of the meeting that somebody has met."""
    here = await at_desk(request)
    await lift(runtime_of(request), here.seat, here.meeting, (await form_of(request)).get("of", ""))
    return back_to_desk(request, here.meeting)


async def voting(request: Request) -> Response:
    """Set the rules of the next round."""
    here = await at_desk(request)
    typed = await form_of(request)
    try:
        method = Method(typed.get("method", ""))
        vote_on = VoteOn(typed.get("on", here.meeting.vote_on))
    except ValueError:
        raise Invalid(N_("Vælg, hvordan I stemmer.")) from None
    await set_voting(
        runtime_of(request),
        here.seat,
        here.meeting,
        method=method,
        dots=whole_number(typed, "dots", here.meeting.dots),
        most=whole_number(typed, "most", here.meeting.most),
        own_allowed=typed.get("own") == "1",
        leaders_vote=typed.get("leaders") == "1",
        vote_on=vote_on,
    )
    return back_to_desk(request, here.meeting)


async def end(request: Request) -> Response:
    """End the meeting."""
    here = await at_desk(request)
    await commands.end_meeting(runtime_of(request), here.seat, here.meeting)
    return back_to_desk(request, here.meeting)


async def opening(request: Request) -> Response:
    """Open the meeting again, which was ended by mistake."""
    here = await at_desk(request)
    await open_again(runtime_of(request), here.seat, here.meeting)
    return back_to_desk(request, here.meeting)


async def screen(request: Request) -> Response:
    """The projector's screen. It needs no cookie and shows no names; its secret URL is the only key."""
    runtime, token = runtime_of(request), request.path_params["token"]
    async with runtime.database.snapshot() as session:
        view = await load_screen(session, token)
        state = await load_room_state(session, view)
        await state.need(session, state.names)
        at, _ = await read_since(session, view.board.id, -1)
    link = f"{runtime.settings.public_url}/j/{view.meeting.join_token}"
    return page(
        request,
        "meeting/meetings/screen.html",
        language=language_of(request),
        view=view,
        state=state,
        role=Role.OBSERVER,
        own=None,
        qr=qr_svg(link),
        live=stream_of("screen", token, at),
    )


routes = [
    Route("/m/{meeting}", room),
    Route("/m/{meeting}/mine", mine),
    Route("/m/{meeting}/here", is_here),
    Route("/m/{meeting}/where", where),
    Route("/m/{meeting}/done", done, methods=["POST"]),
    Route("/m/{meeting}/desk", desk),
    Route("/m/{meeting}/begin", begin, methods=["POST"]),
    Route("/m/{meeting}/phase", phase, methods=["POST"]),
    Route("/m/{meeting}/timer", timer, methods=["POST"]),
    Route("/m/{meeting}/door", door, methods=["POST"]),
    Route("/m/{meeting}/room-for-more", room_for_more, methods=["POST"]),
    Route("/m/{meeting}/voting", voting, methods=["POST"]),
    Route("/m/{meeting}/end", end, methods=["POST"]),
    Route("/m/{meeting}/opening", opening, methods=["POST"]),
    Route("/screen/{token}", screen),
]
