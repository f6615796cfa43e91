"""The pages of cases, which several routes answer with."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schemas.person import Person
from schemas.roles import Role
from server.core import clock
from server.core.access import Here, Visitor, runtime_of
from server.live.audience import stands_for
from server.meeting.seats.queries import way_back
from server.organisation.units.queries import in_order, units_of
from server.web.html import fragments, page
from server.work.consultations.look_up import AtConsultation
from server.work.consultations.queries import answerable, boards_for, bodies_of, put_by, put_to
from server.work.consultations.talk import CaseTalk, load_talk

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": None, "at": ""}


async def asking_page(
    request: Request, visitor: Visitor, person: Person, *, status: int = 200, **values: Any
) -> Response:
    """For whoever leads a body: what it has asked, and the form to ask. Others with an account are told that they lead
    none."""
    async with runtime_of(request).database.snapshot() as session:
        bodies = await bodies_of(session, person)
        boards = {board.id: board for unit in bodies for board in await boards_for(session, unit)}
        cases = await put_by(session, bodies)
    shown = {"bodies": [(unit, 0) for unit in bodies], "boards": list(boards.values()), "cases": cases, "board": None}
    more: dict[str, Any] = BLANK | {"now": clock.now(), "runs": bool(bodies), "closed": not boards} | shown | values
    return page(
        request, "work/consultations/list.html", language=visitor.language, person=person, status=status, **more
    )


async def board_page(request: Request, here: Here, *, status: int = 200, **values: Any) -> Response:
    """For a board's staff: what it was asked, and for its coordinators the form to put a case on behalf of a body."""
    person, runs = here.visitor.person, here.seat.role is Role.COORDINATOR
    async with runtime_of(request).database.snapshot() as session:
        cases = [(case, here.board) for case in await put_to(session, here.board.id)]
        units = await units_of(session, person) if person and runs else {}
    shown = {"bodies": in_order(units.values()), "boards": [], "cases": cases, "board": here.board, "runs": runs}
    more: dict[str, Any] = BLANK | {"now": clock.now(), "closed": here.board.closed_at} | shown | values
    return page(
        request, "work/consultations/list.html", language=here.visitor.language, person=person, status=status, **more
    )


async def _read_case(request: Request, here: AtConsultation) -> dict[str, Any]:
    """The context of a case's page."""
    seat = here.seat
    async with runtime_of(request).database.snapshot() as session:
        waits = here.runs and here.case.open
        meetings = await answerable(session, here.board.id, clock.now()) if waits else []
        talk = await load_talk(session, here.case, seat) if seat is not None and here.hears else CaseTalk()
        home = await way_back(session, seat) if seat is not None and not seat.staff else ""
    asked: dict[str, Any] = {"saved": "saved" in request.query_params, "begin": "notes" in request.query_params}
    role = stands_for(seat) if seat is not None else None
    known = {"now": clock.now(), "here": here, "meetings": meetings, "view": talk, "role": role, "home": home}
    return BLANK | known | asked


async def case_own(
    request: Request, here: AtConsultation, *extra: tuple[str, str], status: int = 200, **values: Any
) -> Response:
    """What was said about a case as fragments, for htmx, after the `extra` ones."""
    more = await _read_case(request, here) | {"case": here.case, "about": here.case, "place": "case"} | values
    return fragments(here.visitor.language, *extra, ("said", "work/consultations/said.html"), status=status, **more)


async def case_page(request: Request, here: AtConsultation, *, status: int = 200, **values: Any) -> Response:
    """One case; with the forms of those who may fill them in."""
    more = await _read_case(request, here) | values
    return page(
        request,
        "work/consultations/case.html",
        language=here.visitor.language,
        person=here.person,
        status=status,
        case=here.case,
        board=here.board,
        **more,
    )
