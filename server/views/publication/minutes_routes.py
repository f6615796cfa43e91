"""Approved minutes before their edition for everybody goes out."""

from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.minutes import PartKey
from server.core import clock
from server.core.access import runtime_of
from server.core.errors import NotFound, NotNow
from server.core.translations import say
from server.room.minutes.document import TITLES
from server.views.public.content import Record
from server.views.public.drawing import minutes_html
from server.views.public.minutes import WITH_WORDS, load_edition
from server.views.publication import records
from server.views.publication.pages import all_pages, draft_of
from server.views.publication.queries import load_approved
from server.web.edit_conflicts import told_of
from server.web.forms import form_of, whole_number
from server.web.guards import AtMeeting, at_desk
from server.web.html import page

OWN = "own"
"""The prefix of a section's box, in the form and in the address."""


async def look(request: Request) -> Response:
    """What strangers would read of the minutes, with the coordinator's words in the sections that the address names."""
    return await _page(request, await at_desk(request), ticked=_ticked(request.query_params))


def _ticked(sent: Any) -> list[str]:
    return [key.value for key in WITH_WORDS if sent.get(f"{OWN}-{key.value}") == "1"]


async def put_up(request: Request) -> Response:
    """Put up what was looked at."""
    here, typed = await at_desk(request), await form_of(request)
    version = whole_number(typed, "version")
    try:
        await records.put_up(runtime_of(request), here.seat, here.meeting, version, _ticked(typed))
    except NotNow as problem:
        return await _page(request, here, ticked=_ticked(typed), **told_of(problem))
    return RedirectResponse(f"/b/{here.board.public_id}/open?up", 303)


async def take_off(request: Request) -> Response:
    """Take them off."""
    here = await at_desk(request)
    await records.take_off(runtime_of(request), here.seat, here.meeting)
    return RedirectResponse(f"/b/{here.board.public_id}/open?off", 303)


async def _page(request: Request, here: AtMeeting, *, ticked: list[str], status: int = 200, **extra: Any) -> Response:
    language = here.visitor.language
    async with runtime_of(request).database.snapshot() as session:
        approved = await load_approved(session, here.board)
        found = next((each for each in approved if each.meeting.id == here.meeting.id), None)
        if found is None or found.minutes.approved_version is None:
            raise NotFound
        version = found.minutes.approved_version
        board = await draft_of(session, here.board)
        shown = await load_edition(session, board, here.meeting, version, ticked, language)
    approved_at = found.minutes.approved_at or clock.now()
    record = Record(
        found.opened.number if found.opened else 0, found.meeting.title, found.meeting.starts_at, approved_at
    )
    drawn = all_pages(partial(minutes_html, board, record, shown, language))
    told: dict[str, Any] = {"problem": None, "wrong": {}} | extra
    return page(
        request,
        "views/publication/minutes.html",
        language=language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        found=found,
        version=version,
        drawn=drawn,
        ticked=ticked,
        sections=[(key.value, say(language, TITLES[PartKey(key)])) for key in WITH_WORDS],
        **told,
    )


routes = [
    Route("/m/{meeting}/minutes/open", look),
    Route("/m/{meeting}/minutes/open", put_up, methods=["POST"]),
    Route("/m/{meeting}/minutes/open/removal", take_off, methods=["POST"]),
]
