"""Inviting people from the coordinator's desk, and the pages behind an invitation's links."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.codes import grouped
from schemas.format import FormatRule
from schemas.roles import Role
from server.core import clock
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import Invalid, NotFound, NotNow
from server.core.sessions import set_cookie
from server.meeting.invitations import commands, queries
from server.meeting.invitations.queries import Invited
from server.meeting.invitations.telling import day_before
from server.meeting.seats.commands import shut
from server.meeting.seats.invited import open_seat
from server.meeting.seats.pages import join_form, sit_down, to_write
from server.meeting.seats.queries import sits_on
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_desk
from server.web.html import page
from server.web.qr import qr_svg


def role_of(form: FormatRule, typed: str) -> Role | None:
    """The role that an invitation presets; None lets the guest choose."""
    return Role(typed) if typed in {role.value for role in form.roles} else None


async def invite(request: Request) -> Response:
    """The page with every way to invite people."""
    return await invite_page(request, await at_desk(request))


async def invite_page(request: Request, here: AtMeeting, *, status: int = 200, **values: Any) -> Response:
    """The same page; `typed` and `problem` refill a form that was refused."""
    runtime, meeting = runtime_of(request), here.meeting
    async with runtime.database.snapshot() as session:
        made, used = await queries.made(session, meeting)
    link = f"{runtime.settings.public_url}/j/{meeting.join_token}"
    sent = request.query_params.get("sent", "")
    blank: dict[str, Any] = {"typed": {}, "problem": None, "slip_problem": None, "sent": sent}
    return page(
        request,
        "meeting/invitations/invite.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        meeting=meeting,
        board=here.board,
        over=shut(meeting) if meeting.over else "",
        begun=meeting.starts_at <= clock.now(),
        reminded=day_before(meeting.starts_at) > clock.now(),
        link=link,
        qr=qr_svg(link),
        made=made,
        used=used,
        roles=meeting.form.roles,
        **(blank | values),
    )


async def send(request: Request) -> Response:
    """Invite people by mail. If a line cannot be read, the form keeps what was typed."""
    here, typed = await at_desk(request), dict(await form_of(request))
    role, key = role_of(here.meeting.form, typed.get("role", "")), typed.get("form", "")[:64]
    language = here.visitor.language
    try:
        sent = await commands.send(
            runtime_of(request), here.seat, here.meeting, typed.get("list", ""), role, key, language
        )
    except (Invalid, NotNow) as problem:
        return await invite_page(request, here, status=problem.status, typed=typed, problem=problem)
    return RedirectResponse(f"/m/{here.meeting.public_id}/invitations?sent={sent}", 303)


async def sheet(request: Request) -> Response:
    """Make a sheet with a code for each person. It exists only in this response and cannot be fetched again."""
    here, typed = await at_desk(request), dict(await form_of(request))
    wanted: dict[Role | None, int] = {None: 0}
    try:
        wanted |= {role: whole_number(typed, f"slips-{role.value}", 0) for role in here.meeting.form.roles}
        wanted[None] = whole_number(typed, "slips-any", 0)
        slips = await commands.make_slips(runtime_of(request), here.seat, here.meeting, wanted)
    except (Invalid, NotNow) as problem:
        return await invite_page(request, here, status=problem.status, typed=typed, slip_problem=problem)
    return page(
        request,
        "meeting/invitations/sheet.html",
        language=here.visitor.language,
        meeting=here.meeting,
        board=here.board,
        slips=[(slip, grouped(slip.code), qr_svg(slip.link)) for slip in slips],
    )


async def poster(request: Request) -> Response:
    """A sheet for the table and the door: how to join with the meeting's own code. A meeting that is over has none."""
    here = await at_desk(request)
    return page(
        request,
        "meeting/invitations/poster.html",
        language=here.visitor.language,
        person=here.visitor.person,
        meeting=here.meeting,
        board=here.board,
        over=shut(here.meeting) if here.meeting.over else "",
    )


async def end(request: Request) -> Response:
    """End all unused invitations."""
    here = await at_desk(request)
    await commands.end_unused(runtime_of(request), here.seat, here.meeting)
    return RedirectResponse(f"/m/{here.meeting.public_id}/invitations", 303)


async def look(request: Request) -> Response:
    """The page behind an invitation. Opening it never joins. A browser that has used it already goes to the room; for
    any other a used invitation does not exist."""
    visitor, runtime = await visitor_of(request), runtime_of(request)
    found = await queries.of_token(runtime, visitor, request.path_params["token"])
    if found is None:
        raise NotFound
    if found.invitation.used:
        if not await sits_on(runtime, visitor.session, found.invitation.seat_id):
            raise NotFound
        return RedirectResponse(f"/m/{found.meeting.public_id}{to_write(found.meeting)}", 303)
    if found.own is not None:
        return _open_page(request, visitor, found)
    typed = {"role": found.invitation.role or "", "name": found.invitation.name}
    return await join_form(request, visitor, found, invited=True, typed=typed)


async def accept(request: Request) -> Response:
    """Take a seat with an invitation, which uses it up. The seat is for the guest, whoever used the screen before."""
    visitor, typed = await visitor_of(request), await form_of(request)
    found = await queries.of_token(runtime_of(request), visitor, request.path_params["token"])
    if found is None:
        raise NotFound
    if found.own is None:
        return await sit_down(request, visitor, found, typed, found.invitation)
    try:
        cookie, meeting = await open_seat(runtime_of(request), visitor, found.invitation, found.own)
    except NotNow as problem:
        return _open_page(request, visitor, found, status=problem.status)
    answer = RedirectResponse(f"/m/{meeting.public_id}{to_write(meeting)}", 303)
    set_cookie(answer, runtime_of(request), cookie)
    return answer


def _open_page(request: Request, visitor: Visitor, found: Invited, *, status: int = 200) -> Response:
    """The page by which somebody who has a seat goes on with it. It names nobody: the letter may be read by others."""
    values = {"meeting": found.meeting, "board": found.board, "shut": shut(found.meeting)}
    return page(
        request, "meeting/invitations/open.html", language=visitor.language, person=None, status=status, **values
    )


async def look_stop(request: Request) -> Response:
    """The page behind the link to stop mail. Opening it changes nothing."""
    visitor = await visitor_of(request)
    return page(request, "meeting/invitations/stop.html", language=visitor.language, stopped=False)


async def stop(request: Request) -> Response:
    """Stop mail about the meeting, by the button or by the mail program's own unsubscribe (RFC 8058). The response is
    the same for every token."""
    visitor, typed = await visitor_of(request), await form_of(request, in_parts=True)
    if typed.get("do") != "no" and typed.get("List-Unsubscribe") != "One-Click":
        return RedirectResponse(request.url.path, 303)
    await commands.stop_mail(runtime_of(request), request.path_params["token"])
    return page(request, "meeting/invitations/stop.html", language=visitor.language, stopped=True)


routes = [
    Route("/m/{meeting}/invitations", invite),
    Route("/m/{meeting}/invitations/mail", send, methods=["POST"]),
    Route("/m/{meeting}/invitations/sheet", sheet, methods=["POST"]),
    Route("/m/{meeting}/invitations/poster", poster),
    Route("/m/{meeting}/invitations/end", end, methods=["POST"]),
    Route("/i/{token}", look),
    Route("/i/{token}", accept, methods=["POST"]),
    Route("/i/{token}/stop", look_stop),
    Route("/i/{token}/stop", stop, methods=["POST"]),
]
