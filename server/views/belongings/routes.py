""" "Mine oplysninger": a member opens it with their return code, staff from their account, and whoever follows by mail
by the link in their letters."""

from sqlmodel import or_, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.codes import keyed_hash
from schemas.follow import Follow
from schemas.person import Person
from server.core.access import Here, language_of, runtime_of, visitor_of
from server.core.errors import Invalid, NotAllowed, NotFound, TooMany
from server.views.belongings.opening import check_code, close, keep_open, open_until
from server.views.belongings.pages import asking_page, belongings_file, belongings_page
from server.views.belongings.queries import Subject, subject_of
from server.web.forms import form_of
from server.web.guards import at_board
from server.web.return_to import to_login

ACCOUNT = "/account/belongings"


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
    shown = {"until": until, "board": here.board}
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


# An address


async def look_link(request: Request) -> Response:
    """What the link in a letter may show: all of an address, if it is the link to all its mail; else the one idea that
    the letter is about."""
    subject, token = await _of_link(request), request.path_params["token"]
    base = f"/follow/{token}"
    shown = {"part_of": subject.link is not None}
    language = language_of(request)
    return await belongings_page(request, subject, language, f"{base}/belongings", back=base, name="Peerboard", **shown)


async def fetch_link(request: Request) -> Response:
    """The same as a file."""
    return await belongings_file(request, await _of_link(request), language_of(request), None)


async def _of_link(request: Request) -> Subject:
    runtime, token = runtime_of(request), request.path_params["token"]
    hashed = keyed_hash(runtime.settings.secret, token)
    query = select(Follow).where(or_(Follow.token_hash == hashed, Follow.address_hash == hashed)).limit(1)
    async with runtime.database.snapshot() as session:
        follow = (await session.execute(query)).scalar_one_or_none()
    if follow is None or follow.mail is None:
        raise NotFound
    if follow.token_hash == hashed:
        return Subject(link=hashed, stop=f"{runtime.settings.public_url}/follow/{token}")
    return Subject(addresses=(follow.mail,))


routes = [
    Route("/b/{board}/mine/belongings", look),
    Route("/b/{board}/mine/belongings", open_it, methods=["POST"]),
    Route("/b/{board}/mine/belongings/closing", close_it, methods=["POST"]),
    Route("/b/{board}/mine/belongings.json", fetch),
    Route("/account/belongings", look_account),
    Route("/account/belongings.json", fetch_account),
    Route("/follow/{token}/belongings", look_link),
    Route("/follow/{token}/belongings.json", fetch_link),
]
