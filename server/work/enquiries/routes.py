"""Enquiries for whoever writes them down, and for whoever answers them. Nobody else learns that one exists."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.enquiry import Reply
from server.core.access import runtime_of, visitor_of
from server.core.errors import Invalid, NotFound, NotNow
from server.web.edit_conflicts import told_of
from server.web.forms import form_of
from server.web.return_to import to_login
from server.work.enquiries import answering, passing
from server.work.enquiries.erasing import erase_for_citizen
from server.work.enquiries.pages import one_page, own_page, signed_in, slip_page, write_page
from server.work.enquiries.writing import write


async def enquiries(request: Request) -> Response:
    """What somebody has written down."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        if visitor.session is not None:
            raise NotFound
        return to_login(request)
    return await own_page(request, visitor, visitor.person)


async def new(request: Request) -> Response:
    """The form for a new one."""
    return await write_page(request, *await signed_in(request))


async def send(request: Request) -> Response:
    """Write one down. Then the slip for the citizen, unless they get a letter."""
    visitor, person = await signed_in(request)
    typed = dict(await form_of(request))
    try:
        enquiry = await write(runtime_of(request), person, typed)
    except (Invalid, NotNow) as problem:
        return await write_page(request, visitor, person, typed=typed, **told_of(problem))
    if enquiry.reply is Reply.MAIL:
        return RedirectResponse("/enquiries?sent", 303)
    return RedirectResponse(f"/enquiries/{enquiry.public_id}/slip", 303)


async def one(request: Request) -> Response:
    """An enquiry: what it says, and its answer or the form for one."""
    return await one_page(request, *await signed_in(request))


async def slip(request: Request) -> Response:
    """The citizen's slip."""
    return await slip_page(request, *await signed_in(request))


async def handed(request: Request) -> Response:
    """The citizen has the slip."""
    _, person = await signed_in(request)
    await answering.say_handed(runtime_of(request), person, request.path_params["enquiry"])
    return RedirectResponse("/enquiries?sent", 303)


async def answer(request: Request) -> Response:
    """Answer it."""
    visitor, person = await signed_in(request)
    typed = dict(await form_of(request))
    try:
        await answering.answer(runtime_of(request), person, request.path_params["enquiry"], typed)
    except (Invalid, NotNow) as problem:
        return await one_page(request, visitor, person, typed=typed, **told_of(problem))
    return RedirectResponse(f"/enquiries/{request.path_params['enquiry']}?told", 303)


async def pass_on(request: Request) -> Response:
    """It belongs to another unit."""
    visitor, person = await signed_in(request)
    typed = dict(await form_of(request))
    try:
        await passing.pass_on(runtime_of(request), person, request.path_params["enquiry"], typed)
    except (Invalid, NotNow) as problem:
        return await one_page(request, visitor, person, to=typed.get("unit", ""), **told_of(problem))
    return RedirectResponse("/answers?passed", 303)


async def told(request: Request) -> Response:
    """The citizen was told the answer."""
    visitor, person = await signed_in(request)
    try:
        await answering.say_told(runtime_of(request), person, request.path_params["enquiry"])
    except NotNow as problem:
        return await one_page(request, visitor, person, **told_of(problem))
    return RedirectResponse("/enquiries", 303)


async def erase(request: Request) -> Response:
    """The citizen has asked for it to be erased."""
    _, person = await signed_in(request)
    await erase_for_citizen(runtime_of(request), person, request.path_params["enquiry"])
    return RedirectResponse("/enquiries", 303)


routes = [
    Route("/enquiries", enquiries),
    Route("/enquiries", send, methods=["POST"]),
    Route("/enquiries/new", new),
    Route("/enquiries/{enquiry}", one),
    Route("/enquiries/{enquiry}/slip", slip),
    Route("/enquiries/{enquiry}/slip", handed, methods=["POST"]),
    Route("/enquiries/{enquiry}/answer", answer, methods=["POST"]),
    Route("/enquiries/{enquiry}/level", pass_on, methods=["POST"]),
    Route("/enquiries/{enquiry}/telling", told, methods=["POST"]),
    Route("/enquiries/{enquiry}/erasing", erase, methods=["POST"]),
]
