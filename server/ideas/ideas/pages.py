"""The story of an idea as a page, with what staff may do about it. Used by every route that responds with it."""

from collections.abc import Collection
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.roles import Role
from server.core.access import runtime_of
from server.core.errors import NotFound
from server.ideas.ideas.queries import load_story
from server.ideas.ideas.story_parts import story_parts
from server.live.audience import stands_for
from server.live.log import read_since
from server.meeting.seats.queries import way_back
from server.web.guards import AtIdea
from server.web.html import fragments, page, stream_of
from server.web.qr import qr_svg

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "told": False}
"""The template's variables when nothing was typed and nothing went wrong; the story's parts add their own."""


def blank() -> dict[str, Any]:
    """The same, with those of the story's parts."""
    return {name: value for part in story_parts().values() for name, value in part.blank.items()} | BLANK


async def read_story(request: Request, here: AtIdea) -> dict[str, Any]:
    """The context of the templates of an idea's page, read in one snapshot together with the position in the log
    (`at`)."""
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_story(session, here.idea.public_id)
        own = [await part.load_own(session, here.seat, view) for part in story_parts().values()]
        home = await way_back(session, here.seat)
    theirs = here.seat.role is Role.COORDINATOR or view.idea.seat_id == here.seat.id
    values: dict[str, Any] = {name: value for each in own for name, value in each.told.items()}
    values |= {"view": view, "acted": theirs or any(each.acted for each in own), "seat": here.seat}
    values |= {"told": "told" in request.query_params, "at": at, "home": home, "state": None}
    return values | {"role": stands_for(here.seat)}


async def story_page(request: Request, here: AtIdea, *, status: int = 200, **values: Any) -> HTMLResponse:
    """The whole page. `typed`, `wrong` and `problem` refill the form of staff, `follow` the form for following."""
    context = await read_story(request, here)
    idea = context["view"].idea
    mine, acted = f"/ideas/{idea.public_id}/mine", context.pop("acted")
    return page(
        request,
        "ideas/ideas/story.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        live=stream_of("idea", idea.public_id, context["at"], here.seat.public_id, mine=mine, acted=acted),
        **(blank() | context | values),
    )


async def story_own(
    request: Request,
    here: AtIdea,
    *extra: tuple[str, str],
    only: Collection[str] | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """The visitor's own elements on the page as fragments, for htmx: all of them, or `only` those that the form is
    about, by id. `extra` elements come first."""
    context = blank() | await read_story(request, here) | values
    own = [element for part in story_parts().values() for element in part.own]
    parts = [element for element in own if only is None or element[0] in only]
    return fragments(here.visitor.language, *extra, *parts, status=status, **context)


async def poster_page(request: Request, here: AtIdea) -> HTMLResponse:
    """The idea as a poster to hang up, the same for everyone. Raises NotFound if it is hidden or not shown yet."""
    runtime = runtime_of(request)
    async with runtime.database.snapshot() as session:
        view = await load_story(session, here.idea.public_id)
    if view.idea.shown_at is None or view.idea.hidden_at is not None:
        raise NotFound
    qr = qr_svg(f"{runtime.settings.public_url}/ideas/{view.idea.public_id}")
    values: dict[str, Any] = {"view": view, "points": view.points, "qr": qr}
    return page(
        request, "ideas/ideas/poster.html", language=here.visitor.language, person=here.visitor.person, **values
    )
