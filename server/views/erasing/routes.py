""" "Slet mig", by oneself with the return code, or by a coordinator for somebody who asked on paper."""

import re
from collections.abc import Mapping, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.codes import is_public_id
from schemas.seat import NAME_MAX
from server.core.access import Here, language_of, runtime_of
from server.core.errors import Invalid, NotAllowed, NotFound, Problem, TooMany
from server.core.sessions import clear_screen
from server.meeting.seats.commands import meeting_of_seat
from server.meeting.seats.erasing import erase_member, erase_own
from server.meeting.seats.queries import way_back
from server.views.belongings.opening import check_code
from server.views.erasing.queries import LISTED, Own, load_own_words, load_people
from server.web.forms import form_of
from server.web.guards import AtSeat, at_board, at_former_member, at_own_board
from server.web.html import page

STAYS, GOES = "stays", "goes"
CHOICES = (STAYS, GOES)
LONGEST = 400
"""Characters that are read for numbers of ideas."""
BEFORE = "words-"
"""What the name of a choice begins with; the key of the words follows."""


async def own(request: Request) -> Response:
    """The page on which a member chooses what becomes of each thing that they wrote."""
    return await _own_page(request, await _member(request), {})


async def erase_me(request: Request) -> Response:
    """Erase the member. Their screens are signed out, this one too."""
    here, typed = await _member(request), await form_of(request)
    try:
        await check_code(request, here.seat, typed.get("code", ""))
    except (Invalid, NotAllowed, TooMany) as problem:
        return await _own_page(request, here, typed, problem)
    waits = await erase_own(runtime_of(request), here.seat, _kept(typed))
    answer = RedirectResponse("/erased?vote" if waits else "/erased", 303)
    clear_screen(answer, runtime_of(request))
    return answer


async def people(request: Request) -> Response:
    """For a coordinator: everybody who has been with the board, to find the one who asked on paper."""
    here, typed = await at_own_board(request), request.query_params.get("name", "").strip()[:NAME_MAX]
    async with runtime_of(request).database.snapshot() as session:
        found = await load_people(session, here.board, typed)
    return page(
        request,
        "views/erasing/people.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        people=found[:LISTED],
        more=len(found) > LISTED,
        typed=typed,
    )


async def member(request: Request) -> Response:
    """The page for a coordinator, about a member who asked on paper."""
    return await _member_page(request, await _unerased(request), {})


async def erase_them(request: Request) -> Response:
    """Erase the member, as they asked on paper."""
    here, typed = await _unerased(request), await form_of(request)
    if typed.get("asked") != "1":
        return await _member_page(request, here, typed, wrong=True)
    runtime = runtime_of(request)
    meeting = await meeting_of_seat(runtime, here.other)
    async with runtime.database.snapshot() as session:
        words = await load_own_words(session, here.other)
    await erase_member(runtime, here.seat, here.other, _kept_on_paper(words, typed))
    return RedirectResponse(f"/erased?other{f'&at={meeting.public_id}' if meeting else ''}", 303)


async def erased(request: Request) -> Response:
    """What was erased, what stays and why: the same words for everybody, since whoever reads them may be anybody."""
    asked = request.query_params
    return page(
        request,
        "views/erasing/erased.html",
        language=language_of(request),
        other="other" in asked,
        vote="vote" in asked,
        at=asked["at"] if is_public_id(asked.get("at", "")) else "",
        ledger=bool(runtime_of(request).settings.ledger),
    )


async def _member(request: Request) -> Here:
    here = await at_board(request)
    if here.seat.staff or here.seat.person_id is not None:
        raise NotFound
    return here


async def _unerased(request: Request) -> AtSeat:
    here = await at_former_member(request)
    if here.other.erased_at is not None:
        raise NotFound
    return here


def _kept(typed: Mapping[str, str]) -> list[str]:
    return [name.removeprefix(BEFORE) for name, chosen in typed.items() if name.startswith(BEFORE) and chosen == STAYS]


def _kept_on_paper(words: Sequence[Own], typed: Mapping[str, str]) -> list[str]:
    """What stays, as a coordinator has read it on the paper: all or nothing, except ideas that are named by number. A
    number of somebody else's idea says nothing: nobody learns here who wrote what."""
    numbers = {int(number) for number in re.findall(r"\d{1,9}", typed.get("except", "")[:LONGEST])}
    stays = typed.get("words") == STAYS
    return [own.key for own in words if stays is not (own.number in numbers)]


def _preset(request: Request) -> str:
    """What all choices are set to by the links above them, which work without a script."""
    asked = request.query_params.get("all", "")
    return asked if asked in CHOICES else GOES


async def _own_page(request: Request, here: Here, typed: Mapping[str, str], problem: Problem | None = None) -> Response:
    async with runtime_of(request).database.snapshot() as session:
        words = await load_own_words(session, here.seat)
        home = await way_back(session, here.seat)
    fields = problem.fields if isinstance(problem, Invalid) else {}
    return page(
        request,
        "views/erasing/own.html",
        language=here.visitor.language,
        status=problem.status if problem else 200,
        board=here.board,
        seat=here.seat,
        words_written=words,
        home=home,
        preset=_preset(request),
        typed=typed,
        wrong=fields,
        problem=problem.sentence if problem and not fields else "",
    )


async def _member_page(request: Request, here: AtSeat, typed: Mapping[str, str], *, wrong: bool = False) -> Response:
    """It does not list what they wrote: who wrote what may be for nobody to know, and an idea not yet to be read."""
    meeting = await meeting_of_seat(runtime_of(request), here.other)
    return page(
        request,
        "views/erasing/member.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=422 if wrong else 200,
        board=here.board,
        meeting=meeting,
        seat=here.other,
        typed=typed,
        wrong=wrong,
    )


routes = [
    Route("/b/{board}/mine/erase", own),
    Route("/b/{board}/mine/erase", erase_me, methods=["POST"]),
    Route("/b/{board}/erase", people),
    Route("/seats/{seat}/erase", member),
    Route("/seats/{seat}/erase", erase_them, methods=["POST"]),
    Route("/erased", erased),
]
