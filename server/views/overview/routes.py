"""The overview: one page for staff, about all their boards or some of them."""

from typing import Any

from babel.dates import format_date
from babel.numbers import format_decimal
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from schemas.answer import Effect
from server.core.access import runtime_of, visitor_of
from server.core.days import days_since
from server.core.errors import NotFound
from server.views.overview.charts import bars, month_chart
from server.views.overview.queries import SORTS, Asked, Overview, load_overview
from server.web.html import page
from server.web.return_to import to_login

EFFECTS = (Effect.BETTER, Effect.SAME, Effect.WORSE, Effect.UNKNOWN)


async def overview(request: Request) -> Response:
    """What is waiting, what is moving and what came of it, on all boards that the visitor may see."""
    visitor = await visitor_of(request)
    if visitor.person is None:
        if visitor.session is not None:
            raise NotFound
        return to_login(request)
    async with runtime_of(request).database.snapshot() as session:
        view = await load_overview(session, visitor.person, asked_of(request))
    context = shown(view, visitor.language)
    return page(request, "views/overview/overview.html", language=visitor.language, person=visitor.person, **context)


def asked_of(request: Request) -> Asked:
    """What the address asks for; whatever makes no sense in it is ignored."""
    params = request.query_params
    page_ = params.get("page", "1")
    sort = params.get("sort", "late")
    return Asked(
        unit=params.get("unit", "")[:32],
        board=params.get("board", "")[:32],
        by=params.get("by", ""),
        sort=sort if sort in SORTS else "late",
        page=max(1, int(page_)) if page_.isascii() and page_.isdigit() and len(page_) < 6 else 1,
    )


def shown(view: Overview, language: str) -> dict[str, Any]:
    """The context of the template: the view, its charts, and how numbers and months are written in `language`."""
    return {
        "view": view,
        "answered": month_chart(view.past.answered),
        "carried": month_chart(view.past.done),
        "effects": bars([(effect.value, getattr(view.total, effect.value)) for effect in EFFECTS]),
        "number": lambda number: format_decimal(number, locale=language),
        "month": lambda day: format_date(day, "LLLL y", locale=language),
        "month_name": lambda day: format_date(day, "LLLL", locale=language),
        "short_month": lambda day: format_date(day, "LLL", locale=language).rstrip("."),
        "waited": lambda day: (view.today - day).days,
        "still_for": lambda moment: days_since(moment, view.reach.now),
    }


routes = [
    Route("/overview", overview),
]
