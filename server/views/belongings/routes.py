""" "Mine oplysninger": a member opens it with their return code, staff from their account."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.person import Person
from server.core.access import Here, runtime_of, visitor_of
from server.core.errors import N_, Invalid, NotAllowed, NotFound, TooMany
from server.views.belongings.opening import check_code, close, keep_open, open_until
from server.views.belongings.pages import asking_page, belongings_file, belongings_page
from server.views.belongings.queries import Subject, subject_of
from server.web.forms import form_of
from server.web.guards import at_board
from server.web.return_to import to_login

ACCOUNT = "/account/belongings"
HERE = N_("Her er alt, hvad vi har gemt om dig på dette peerboard.")


async def look(request: Request) -> Response:
    """What is kept of the visitor's seat, once they have typed its code. Staff have no code, and are led to their
    account's."""
    here = await at_board(request)
    if here.seat.staff:
        return RedirectResponse(ACCOUNT, 303)
    until = open_until(request, here)
    if until is None:
        return await asking_page(request, here)
    base, mine = _base(here), f"/b/{here.board.public_id}/mine"
    shown = {"until": until, "board": here.board, "lead": HERE}
    return await belongings_page(
        request, _of(here), here.visitor.language, base, back=mine, name=here.board.name, **shown
    )


async def open_it(request: Request) -> Response:
    """Type the code. A wrong one stays in the field."""
    here, typed = await at_board(request), await form_of(request)
    if here.seat.staff:
        return RedirectResponse(ACCOUNT, 303)
    try:
        await check_code(request, here.seat, typed["code"])
    except (Invalid, NotAllowed, TooMany) as problem:
        return await asking_page(request, here, status=problem.status, typed=typed["code"], problem=problem.sentence)
    answer = RedirectResponse(_base(here), 303)
    keep_open(request, answer, here)
    return answer


async def close_it(request: Request) -> Response:
    """Close it on this screen, before its few minutes are over."""
    here = await at_board(request)
    answer = RedirectResponse(f"/b/{here.board.public_id}/mine", 303)
    close(request, answer, here)
    return answer


async def fetch(request: Request) -> Response:
    """The file. Where it is not open, the code is asked for."""
    here = await at_board(request)
    if here.seat.staff or open_until(request, here) is None:
        return RedirectResponse(_base(here), 303)
    return await belongings_file(request, _of(here), here.visitor.language, here.board)


def _base(here: Here) -> str:
    return f"/b/{here.board.public_id}/mine/belongings"


def _of(here: Here) -> Subject:
    return Subject(seats=(here.seat.id,))


# An account


async def look_account(request: Request) -> Response:
    """What is kept of the visitor's account: they have signed in."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        if visitor.session is not None:
            raise NotFound
        return to_login(request)
    subject = await _of_account(request, visitor.person)
    return await belongings_page(
        request, subject, visitor.language, ACCOUNT, back="/account", name="Peerboard", person=visitor.person
    )


async def fetch_account(request: Request) -> Response:
    """The same as a file."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        raise NotFound
    return await belongings_file(request, await _of_account(request, visitor.person), visitor.language, None)


async def _of_account(request: Request, person: Person) -> Subject:
    async with runtime_of(request).database.snapshot() as session:
        return await subject_of(session, person)


routes = [
    Route("/b/{board}/mine/belongings", look),
    Route("/b/{board}/mine/belongings", open_it, methods=["POST"]),
    Route("/b/{board}/mine/belongings/closing", close_it, methods=["POST"]),
    Route("/b/{board}/mine/belongings.json", fetch),
    Route("/account/belongings", look_account),
    Route("/account/belongings.json", fetch_account),
]
