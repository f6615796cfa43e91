"""Several evenings in one report for a board's staff: which evenings, is in the address. On a page, as a PDF, and as a
sheet."""

from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server.core import clock
from server.core.access import Here, runtime_of
from server.room.minutes.pdf import pdf_of
from server.views.evenings.document import document, report_rows
from server.views.evenings.queries import Report, load_report
from server.web.files.making import making_of
from server.web.files.sheet import MAKER
from server.web.guards import at_board_as_staff
from server.web.html import NO_STORE, page


async def look(request: Request) -> Response:
    """The page."""
    here, report = await _report(request)
    return page(
        request,
        "views/evenings/report.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        report=report,
        shown=document(report, here.visitor.language),
        query=urlencode([("m", meeting.public_id) for meeting in report.chosen]),
    )


async def pdf(request: Request) -> Response:
    """The same as a PDF."""
    here, report = await _report(request)
    made = await pdf_of(request, here.board.id, document(report, here.visitor.language), here.visitor.language)
    return Response(made, media_type="application/pdf", headers=_headers("pdf"))


async def csv(request: Request) -> Response:
    """The ideas as a sheet."""
    here, report = await _report(request)
    made = await making_of(request).make(request, here.board.id, MAKER, {"rows": report_rows(report)})
    return Response(made, media_type="text/csv; charset=utf-8", headers=_headers("csv"))


async def _report(request: Request) -> tuple[Here, Report]:
    """The visitor, and the report on the evenings that the address names."""
    here = await at_board_as_staff(request)
    async with runtime_of(request).database.snapshot() as session:
        return here, await load_report(session, here.board, request.query_params.getlist("m"), clock.now())


def _headers(kind: str) -> dict[str, str]:
    return NO_STORE | {"Content-Disposition": f'attachment; filename="samlet-rapport.{kind}"'}


routes = [
    Route("/b/{board}/evenings", look),
    Route("/b/{board}/evenings.pdf", pdf),
    Route("/b/{board}/evenings.csv", csv),
]
