"""The story of an idea as a page, with what staff may do about it; used by every route that answers with it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.comment import Comment
from schemas.roles import Role
from server.access import parts_of
from server.answers.queries import load_acts
from server.comments.queries import own_comments
from server.errors import NotFound
from server.follow_ups.queries import own_answers
from server.follows.queries import follows
from server.guards import AtIdea
from server.html import fragments, live_page, page
from server.ideas.queries import load_story
from server.live.audience import stands_for
from server.live.reading import read_since
from server.owners.work import WORKING, staff_work
from server.seats.queries import way_back

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "asked": False, "follow": {}}
BLANK |= {"working": WORKING, "told": False}
"""What a story says when nothing was typed or went wrong."""


async def read_story(request: Request, here: AtIdea) -> dict[str, Any]:
    """What the templates of an idea's page want, read at one moment together with the position in the log."""
    async with parts_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_story(session, here.idea.public_id)
        own = await load_acts(session, view.board, here.seat, view.idea)
        written = await own_comments(session, here.seat.id or 0, Comment.idea_id == view.idea.id)
        answers = await own_answers(session, here.seat, view.asked)
        follows_it = await follows(session, here.seat.id, view.idea.id)
        home = await way_back(session, here.seat)
    role = stands_for(here.seat.role)
    acted = own is not None or bool(written) or here.seat.role is Role.COORDINATOR or view.idea.seat_id == here.seat.id
    acted = acted or answers.acted or follows_it is not None
    told: dict[str, Any] = {
        "view": view,
        "own": own,
        "written": written,
        "answers": answers,
        "acted": acted,
        "seat": here.seat,
    }
    told |= {"work": staff_work(view, own, here.seat), "told": "told" in request.query_params}
    return told | {"at": at, "home": home, "state": None, "role": role, "follows_it": follows_it}


async def story_page(request: Request, here: AtIdea, *, status: int = 200, **told: Any) -> HTMLResponse:
    """The whole page. `typed`, `wrong` and `problem` refill the form of staff, `follow` the other one."""
    context = await read_story(request, here)
    idea = context["view"].idea
    mine, acted = f"/ideas/{idea.public_id}/mine", context.pop("acted")
    return page(
        request,
        "ideas/story.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        live=live_page("idea", idea.public_id, context["at"], here.seat.public_id, mine=mine, acted=acted),
        **(BLANK | context | told),
    )


async def story_acts(request: Request, here: AtIdea, *, status: int = 200, **told: Any) -> HTMLResponse:
    """What staff may do, for htmx."""
    return await story_own(request, here, status=status, **told)


OWN_PARTS = (
    *(("acts", "ideas/story_acts.html"), ("work", "steps/work.html"), ("moderate", "comments/moderate.html")),
    *(("my-comments", "comments/mine.html"), ("asked", "follow_ups/story.html")),
    ("follow-mine", "follows/mine.html"),
)


async def story_own(
    request: Request, here: AtIdea, *extra: tuple[str, str], status: int = 200, alone: bool = False, **told: Any
) -> HTMLResponse:
    """What is the visitor's own on the page, for htmx; `extra` elements come first, or `alone`."""
    context = BLANK | await read_story(request, here) | told
    parts = () if alone else OWN_PARTS
    return fragments(here.visitor.language, *extra, *parts, status=status, **context)


async def poster_page(request: Request, here: AtIdea) -> HTMLResponse:
    """The idea as a sheet to hang up, the same for everyone. Raises NotFound before others have seen it, or when it is
    hidden."""
    async with parts_of(request).database.snapshot() as session:
        view = await load_story(session, here.idea.public_id)
    if view.idea.shown_at is None or view.idea.hidden_at is not None:
        raise NotFound
    told: dict[str, Any] = {"view": view, "points": view.points}
    return page(request, "ideas/poster.html", language=here.visitor.language, person=here.visitor.person, **told)
