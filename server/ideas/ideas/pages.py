"""The story of an idea as a page, with what staff may do about it; used by every route that answers with it."""

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

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "asked": False, "told": False}
"""What a story says when nothing was typed or went wrong; the parts add their own."""


def blank() -> dict[str, Any]:
    """The same with what the parts say."""
    return {name: value for part in story_parts().values() for name, value in part.blank.items()} | BLANK


async def read_story(request: Request, here: AtIdea) -> dict[str, Any]:
    """What the templates of an idea's page want, read at one moment together with the position in the log."""
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_story(session, here.idea.public_id)
        own = [await part.load_own(session, here.seat, view) for part in story_parts().values()]
        home = await way_back(session, here.seat)
    theirs = here.seat.role is Role.COORDINATOR or view.idea.seat_id == here.seat.id
    told: dict[str, Any] = {name: value for each in own for name, value in each.told.items()}
    told |= {"view": view, "acted": theirs or any(each.acted for each in own), "seat": here.seat}
    told |= {"told": "told" in request.query_params, "at": at, "home": home, "state": None}
    return told | {"role": stands_for(here.seat.role)}


async def story_page(request: Request, here: AtIdea, *, status: int = 200, **told: Any) -> HTMLResponse:
    """The whole page. `typed`, `wrong` and `problem` refill the form of staff, `follow` the other one."""
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
        **(blank() | context | told),
    )


async def story_own(
    request: Request, here: AtIdea, *extra: tuple[str, str], status: int = 200, alone: bool = False, **told: Any
) -> HTMLResponse:
    """What is the visitor's own on the page, for htmx; `extra` elements come first, or `alone`."""
    context = blank() | await read_story(request, here) | told
    parts = () if alone else tuple(element for part in story_parts().values() for element in part.own)
    return fragments(here.visitor.language, *extra, *parts, status=status, **context)


async def poster_page(request: Request, here: AtIdea) -> HTMLResponse:
    """The idea as a sheet to hang up, the same for everyone. Raises NotFound before others have seen it, or when it is
    hidden."""
    async with runtime_of(request).database.snapshot() as session:
        view = await load_story(session, here.idea.public_id)
    if view.idea.shown_at is None or view.idea.hidden_at is not None:
        raise NotFound
    told: dict[str, Any] = {"view": view, "points": view.points}
    return page(request, "ideas/ideas/poster.html", language=here.visitor.language, person=here.visitor.person, **told)
