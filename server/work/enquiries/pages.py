"""The pages of enquiries for whoever writes them down and whoever answers them."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.codes import grouped
from schemas.person import Person
from server.core.access import Visitor, runtime_of, visitor_of
from server.core.errors import NotFound
from server.organisation.listeners.queries import came, units_heard
from server.web.html import page
from server.web.qr import qr_svg
from server.work.enquiries import letters
from server.work.enquiries.queries import load_one, load_own
from server.work.enquiries.slip import code_of

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": None, "to": ""}


async def signed_in(request: Request) -> tuple[Visitor, Person]:
    """The visitor and their account. Raises NotFound without one."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        raise NotFound
    return visitor, visitor.person


async def own_page(request: Request, visitor: Visitor, person: Person) -> HTMLResponse:
    """What somebody has written down. Raises NotFound for those who may not, and never did."""
    async with runtime_of(request).database.begin() as session:
        await came(session, person)
        units, lines = await units_heard(session, person), await load_own(session, person)
    if not units and not lines:
        raise NotFound
    known: dict[str, Any] = {"lines": lines, "may": bool(units), "sent": "sent" in request.query_params}
    return page(request, "work/enquiries/own.html", language=visitor.language, person=person, **known)


async def write_page(
    request: Request, visitor: Visitor, person: Person, *, status: int = 200, **extra: Any
) -> HTMLResponse:
    """The form for a new one. Raises NotFound for those who may not."""
    async with runtime_of(request).database.snapshot() as session:
        units = await units_heard(session, person)
    if not units:
        raise NotFound
    known = BLANK | {"units": units} | extra
    return page(request, "work/enquiries/write.html", language=visitor.language, person=person, status=status, **known)


async def one_page(
    request: Request, visitor: Visitor, person: Person, *, status: int = 200, **extra: Any
) -> HTMLResponse:
    """An enquiry, for whoever wrote it down or answers it. Raises NotFound."""
    async with runtime_of(request).database.snapshot() as session:
        here = await load_one(session, person, request.path_params["enquiry"])
    known = BLANK | {"here": here, "told": "told" in request.query_params} | extra
    return page(request, "work/enquiries/one.html", language=visitor.language, person=person, status=status, **known)


async def slip_page(request: Request, visitor: Visitor, person: Person) -> HTMLResponse:
    """The citizen's slip, until it was handed over. Raises NotFound afterwards, and for anybody else."""
    settings = runtime_of(request).settings
    async with runtime_of(request).database.snapshot() as session:
        here = await load_one(session, person, request.path_params["enquiry"])
    if not here.slip_shown:
        raise NotFound
    link = letters.link_of(settings, here.enquiry)
    known: dict[str, Any] = {
        "here": here,
        "link": link,
        "qr": qr_svg(link),
        "code": grouped(code_of(settings, here.enquiry)),
    }
    return page(request, "work/enquiries/slip.html", language=visitor.language, person=person, **known)
