"""What coordinators do with the minutes of a meeting: put their own words, correct lines, approve them, send them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.minutes import PartKey
from server.core.access import runtime_of
from server.core.errors import Invalid, NotFound, NotNow
from server.core.translations import say
from server.room.minutes import commands, correcting, sending
from server.room.minutes.document import TITLES, document
from server.room.minutes.lines import Line, lines_of
from server.room.minutes.queries import View, of_meeting
from server.web.edit_conflicts import ChangedMeanwhile, as_was
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_desk
from server.web.html import page

DONE = ("saved", "none")


async def _tool(request: Request, here: AtMeeting, template: str, *, status: int = 200, **extra: Any) -> Response:
    """One of the coordinator's pages, with the present version of the minutes."""
    async with runtime_of(request).database.snapshot() as session:
        view = await of_meeting(session, here.meeting, staff=True)
        to = await sending.load_recipients(session, here.meeting) if template == "room/minutes/send.html" else []
    language, base = here.visitor.language, f"/m/{here.meeting.public_id}/minutes"
    fields = commands.fields_of(view.parts)
    context = {"view": view, "shown": document(view, language), "base": base, "to": to, "typed": fields} | {
        "was": as_was(fields), "wrong": {}, "problem": "", "clashes": {}, "done": "",
        "leaves": sending.leaves(view.minutes),
    }  # fmt: skip
    person = here.visitor.person
    return page(request, template, language=language, status=status, person=person, **(context | extra))


def _back(here: AtMeeting, done: str) -> Response:
    return RedirectResponse(f"/m/{here.meeting.public_id}/minutes?{done}", 303)


async def edit(request: Request) -> Response:
    """All sections, each with a field for the coordinator's own words."""
    done = next((word for word in DONE if word in request.query_params), "")
    return await _tool(request, await at_desk(request), "room/minutes/edit.html", done=done)


async def save(request: Request) -> Response:
    """Save the changes. If they are refused, what was typed stays in the form."""
    here, typed = await at_desk(request), dict(await form_of(request))
    try:
        changed = await commands.save(runtime_of(request), here.seat, here.meeting, typed)
    except ChangedMeanwhile as problem:
        refused = {"typed": problem.form, "was": as_was(problem.now), "problem": problem.sentence}
        clashes = {name: problem.now[name] for name in problem.clashes}
        return await _tool(request, here, "room/minutes/edit.html", status=problem.status, clashes=clashes, **refused)
    except Invalid as problem:
        refused = {"typed": typed, "was": typed.get("was", ""), "problem": problem.sentence}
        return await _tool(
            request, here, "room/minutes/edit.html", status=problem.status, wrong=problem.fields, **refused
        )
    if typed.get("then") in set(PartKey):
        return RedirectResponse(f"/m/{here.meeting.public_id}/minutes/lines/{typed['then']}", 303)
    return _back(here, "saved" if changed else "none")


async def lines(request: Request) -> Response:
    """The lines of one section, each with a field for what is to stand instead."""
    return await _lines_page(request, await at_desk(request))


async def save_lines(request: Request) -> Response:
    """Save them. If they are refused, what was typed stays in the form."""
    here, typed = await at_desk(request), dict(await form_of(request))
    key, (_, shown) = _part_of(request), await _lines(request, here)
    try:
        changed = await correcting.save_lines(runtime_of(request), here.seat, here.meeting, key, shown, typed)
    except ChangedMeanwhile as problem:
        clashes = {name: problem.now[name] for name in problem.clashes}
        refused = {"typed": problem.form, "was": as_was(problem.now), "problem": problem.sentence, "clashes": clashes}
        return await _lines_page(request, here, status=problem.status, **refused)
    except Invalid as problem:
        refused = {"typed": typed, "was": typed.get("was", ""), "problem": problem.sentence, "wrong": problem.fields}
        return await _lines_page(request, here, status=problem.status, **refused)
    done = "saved" if changed else "none"
    return RedirectResponse(f"/m/{here.meeting.public_id}/minutes/edit?{done}", 303)


def _part_of(request: Request) -> PartKey:
    """The section that the address names. Raises NotFound."""
    key = request.path_params["part"]
    if key not in set(PartKey) - {PartKey.OTHER}:
        raise NotFound
    return PartKey(key)


async def _lines(request: Request, here: AtMeeting) -> tuple[View, list[Line]]:
    async with runtime_of(request).database.snapshot() as session:
        view = await of_meeting(session, here.meeting, staff=True)
    return view, lines_of(view, _part_of(request), here.visitor.language)


async def _lines_page(request: Request, here: AtMeeting, *, status: int = 200, **extra: Any) -> Response:
    view, shown = await _lines(request, here)
    fields = correcting.line_fields(shown)
    language = here.visitor.language
    context = {"view": view, "lines": shown, "title": say(language, TITLES[_part_of(request)]), "typed": fields} | {
        "base": f"/m/{here.meeting.public_id}/minutes", "part": _part_of(request).value, "was": as_was(fields),
        "wrong": {}, "problem": "", "clashes": {},
    }  # fmt: skip
    person, template = here.visitor.person, "room/minutes/lines.html"
    return page(request, template, language=language, status=status, person=person, **(context | extra))


async def look(request: Request) -> Response:
    """The last look before the minutes are approved."""
    return await _tool(request, await at_desk(request), "room/minutes/approve.html")


async def approve(request: Request) -> Response:
    """Approve the version that was looked at."""
    here, typed = await at_desk(request), await form_of(request)
    try:
        await commands.approve(runtime_of(request), here.seat, here.meeting, whole_number(typed, "version"))
    except NotNow as problem:
        return await _tool(request, here, "room/minutes/approve.html", status=problem.status, problem=problem.sentence)
    return _back(here, "approved")


async def before_sending(request: Request) -> Response:
    """Who the letter will go to."""
    return await _tool(request, await at_desk(request), "room/minutes/send.html")


async def send(request: Request) -> Response:
    """Send the letter to each of them."""
    here, typed = await at_desk(request), await form_of(request)
    try:
        letters = await sending.send(runtime_of(request), here.seat, here.meeting, whole_number(typed, "version"))
    except NotNow as problem:
        return await _tool(request, here, "room/minutes/send.html", status=problem.status, problem=problem.sentence)
    return _back(here, "sent" if letters else "nobody")


routes = [
    Route("/m/{meeting}/minutes", save, methods=["POST"]),
    Route("/m/{meeting}/minutes/edit", edit),
    Route("/m/{meeting}/minutes/lines/{part}", lines),
    Route("/m/{meeting}/minutes/lines/{part}", save_lines, methods=["POST"]),
    Route("/m/{meeting}/minutes/approval", look),
    Route("/m/{meeting}/minutes/approval", approve, methods=["POST"]),
    Route("/m/{meeting}/minutes/letters", before_sending),
    Route("/m/{meeting}/minutes/letters", send, methods=["POST"]),
]
