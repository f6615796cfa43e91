"""The minutes of a meeting, read by those with a seat on the board, and by anyone who has the link from a letter."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.board import Board
from schemas.roles import Role
from server.core.access import language_of, runtime_of
from server.core.days import danish_day
from server.core.translations import spoken_of
from server.room.minutes import sending
from server.room.minutes.document import document
from server.room.minutes.pdf import pdf_of
from server.room.minutes.queries import View, load_older, of_meeting, of_token
from server.web.guards import at_meeting
from server.web.html import page

UNSEEN = {"X-Robots-Tag": "noindex, nofollow"}
DONE = ("saved", "approved", "sent", "none", "nobody")


async def read(request: Request) -> Response:
    """The minutes: for members the approved version, for staff drafts and older versions too."""
    here = await at_meeting(request)
    staff, runs = here.seat.staff, here.seat.role is Role.COORDINATOR
    async with runtime_of(request).database.snapshot() as session:
        view = await of_meeting(session, here.meeting, staff=staff, version=_older(request))
        versions = await load_older(session, view) if staff else []
    done = next((word for word in DONE if word in request.query_params), "")
    extra: dict[str, Any] = {"runs": runs, "staff": staff, "older": versions, "done": done}
    return _read_page(request, here.visitor.language, view, person=here.visitor.person, **extra)


def _older(request: Request) -> int | None:
    """The version that the address asks for, if any; it is honoured only for staff."""
    asked = request.query_params.get("version", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None


def _read_page(request: Request, language: str, view: View, **extra: Any) -> Response:
    base = request.url.path
    older = extra["staff"] and view.version < view.minutes.version
    pdf_at = f"{base}.pdf?version={view.version}" if older else f"{base}.pdf"
    shown = {"view": view, "shown": document(view, language), "base": base, "pdf": pdf_at, **extra}
    shown["leaves"] = sending.leaves(view.minutes)
    answer = page(request, "room/minutes/read.html", language=language, **shown)
    answer.headers.update(UNSEEN)
    return answer


async def by_letter(request: Request) -> Response:
    """The approved minutes, for whoever has the link."""
    view = await _by_token(request)
    extra: dict[str, Any] = {"runs": False, "staff": False, "older": [], "done": ""}
    return _read_page(request, language_of(request), view, **extra)


async def _by_token(request: Request) -> View:
    async with runtime_of(request).database.snapshot() as session:
        view = await of_token(session, request.path_params["token"])
    board: Board = view.board
    request.state.board = board  # the page takes its colours from the board
    spoken_of.set(view.meeting.form.written)
    return view


async def letter_pdf(request: Request) -> Response:
    """The approved minutes as a PDF, for whoever has the link."""
    return await _pdf(request, await _by_token(request), language_of(request))


async def pdf(request: Request) -> Response:
    """What `read` shows, as a PDF."""
    here = await at_meeting(request)
    async with runtime_of(request).database.snapshot() as session:
        view = await of_meeting(session, here.meeting, staff=here.seat.staff, version=_older(request))
    return await _pdf(request, view, here.visitor.language)


async def _pdf(request: Request, view: View, language: str) -> Response:
    made = await pdf_of(request, view.meeting.board_id, document(view, language), language)
    name = f"referat-{danish_day(view.meeting.starts_at).isoformat()}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store", **UNSEEN}
    return Response(made, media_type="application/pdf", headers=headers)


routes = [
    Route("/m/{meeting}/minutes", read),
    Route("/m/{meeting}/minutes.pdf", pdf),
    Route("/minutes/{token}.pdf", letter_pdf),
    Route("/minutes/{token}", by_letter),
]
