"""A board's year for its staff, on one page, as a PDF, and as a sheet."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core import clock
from server.core.access import Here, runtime_of
from server.core.days import danish_day
from server.room.minutes.pdf import pdf_of
from server.views.year.document import document, year_rows
from server.views.year.queries import Year, load_year
from server.web.files.making import making_of
from server.web.files.sheet import MAKER
from server.web.guards import at_board_as_staff
from server.web.html import NO_STORE, page

YEARS = range(2000, 2200)


async def look(request: Request) -> Response:
    """The page."""
    here, year = await _year(request)
    shown = document(year, here.visitor.language)
    this = danish_day(clock.now()).year
    years = [each for each in (year.year - 1, year.year + 1) if each in YEARS and each <= this]
    return page(
        request,
        "views/year/year.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        shown=shown,
        years=years,
        year=year,
    )


async def pdf(request: Request) -> Response:
    """The same as a PDF."""
    here, year = await _year(request)
    made = await pdf_of(request, here.board.id, document(year, here.visitor.language), here.visitor.language)
    return Response(made, media_type="application/pdf", headers=_headers(year, "pdf"))


async def csv(request: Request) -> Response:
    """The cases as a sheet."""
    here, year = await _year(request)
    made = await making_of(request).make(request, here.board.id, MAKER, {"rows": year_rows(year)})
    return Response(made, media_type="text/csv; charset=utf-8", headers=_headers(year, "csv"))


async def _year(request: Request) -> tuple[Here, Year]:
    """The visitor, and the year that the address asks for; this one if it asks for none."""
    here, asked = await at_board_as_staff(request), request.query_params.get("year", "")
    known = asked.isascii() and asked.isdigit() and len(asked) == len("2026") and int(asked) in YEARS
    year = int(asked) if known else danish_day(clock.now()).year
    async with runtime_of(request).database.snapshot() as session:
        return here, await load_year(session, here.board, year)


def _headers(year: Year, kind: str) -> dict[str, str]:
    return NO_STORE | {"Content-Disposition": f'attachment; filename="inddraget-{year.year}.{kind}"'}


routes = [
    Route("/b/{board}/year", look),
    Route("/b/{board}/year.pdf", pdf),
    Route("/b/{board}/year.csv", csv),
]
