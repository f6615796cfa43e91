"""Cases that bodies put to boards: asking, answering, and reading the answer."""

from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.board import Board
from schemas.consultation import Consultation
from server.core import clock
from server.core.access import language_of, runtime_of, visitor_of
from server.core.errors import Full, Invalid, NotFound, NotNow
from server.organisation.units.queries import units_of
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.guards import at_board_as_coordinator, at_board_as_staff
from server.web.html import page
from server.web.return_to import to_login
from server.work.consultations import commands
from server.work.consultations.look_up import (
    at_consultation,
    at_consultation_as_coordinator,
    at_consultation_to_change,
)
from server.work.consultations.pages import asking_page, board_page, case_page


async def asking(request: Request) -> Response:
    """What the bodies that one leads have asked, and the form to ask."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        if visitor.session is not None:
            raise NotFound
        return to_login(request)
    return await asking_page(request, visitor, visitor.person)


async def ask(request: Request) -> Response:
    """Put a case to a board, for a body that one leads."""
    visitor, typed = await visitor_of(request), dict(await form_of(request))
    if visitor.person is None:
        raise NotFound
    try:
        case = await commands.put_as_leader(runtime_of(request), visitor.person, typed)
    except (Invalid, NotNow, Full) as problem:
        return await asking_page(request, visitor, visitor.person, typed=typed, **told_of(problem))
    return RedirectResponse(f"/consultations/{case.public_id}?saved", 303)


async def of_board(request: Request) -> Response:
    """What a board was asked."""
    return await board_page(request, await at_board_as_staff(request))


async def put(request: Request) -> Response:
    """Put a case to one's own board, on behalf of a body."""
    here, typed = await at_board_as_coordinator(request), dict(await form_of(request))
    person, runtime = here.visitor.person, runtime_of(request)
    assert person is not None
    async with runtime.database.snapshot() as session:
        units = await units_of(session, person)
    try:
        case = await commands.put_for_body(runtime, person, here.seat, units, typed)
    except (Invalid, NotNow, Full) as problem:
        return await board_page(request, here, typed=typed, **told_of(problem))
    return RedirectResponse(f"/consultations/{case.public_id}?saved", 303)


async def look(request: Request) -> Response:
    """One case."""
    if (await visitor_of(request)).session is None:
        return to_login(request)
    return await case_page(request, await at_consultation(request))


async def answer(request: Request) -> Response:
    """Write down what the board answers."""
    here, seat = await at_consultation_as_coordinator(request)
    typed = dict(await form_of(request))
    try:
        await commands.answer(runtime_of(request), seat, here.case, typed)
    except (Invalid, NotNow) as problem:
        return await case_page(request, here, at="answer", typed=typed, **told_of(problem))
    return _back(here.case)


async def outcome(request: Request) -> Response:
    """Write what came of it."""
    here, typed = await at_consultation_to_change(request), dict(await form_of(request))
    try:
        await commands.tell_outcome(runtime_of(request), here.case, typed)
    except (Invalid, NotNow) as problem:
        return await case_page(request, here, at="outcome", typed=typed, **told_of(problem))
    return _back(here.case)


async def withdraw(request: Request) -> Response:
    """Take the case back."""
    here = await at_consultation_to_change(request)
    try:
        await commands.withdraw(runtime_of(request), here.case)
    except NotNow as problem:
        return await case_page(request, here, **told_of(problem))
    return _back(here.case)


async def reply(request: Request) -> Response:
    """The answer, for whoever reads the body's address."""
    query = select(Consultation, Board).join(Board, col(Board.id) == Consultation.board_id)
    query = query.where(Consultation.token == request.path_params["token"], col(Consultation.answered_at).is_not(None))
    async with runtime_of(request).database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    request.state.board = row[1]  # the page takes its colours from the board
    told: dict[str, Any] = {
        "case": row[0],
        "board": row[1],
        "here": None,
        "now": clock.now(),
        "saved": False,
        "meetings": [],
    }
    answer = page(
        request, "work/consultations/case.html", language=language_of(request), person=None, problem=None, at="", **told
    )
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _back(case: Consultation) -> Response:
    return RedirectResponse(f"/consultations/{case.public_id}?saved", 303)


routes = [
    Route("/consultations", asking),
    Route("/consultations", ask, methods=["POST"]),
    Route("/consultations/{consultation}", look),
    Route("/consultations/{consultation}/answer", answer, methods=["POST"]),
    Route("/consultations/{consultation}/outcome", outcome, methods=["POST"]),
    Route("/consultations/{consultation}/withdrawal", withdraw, methods=["POST"]),
    Route("/b/{board}/consultations", of_board),
    Route("/b/{board}/consultations", put, methods=["POST"]),
    Route("/replies/{token}", reply),
]
