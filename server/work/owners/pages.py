"""The page behind an owner's link: their idea, its steps, and what they may do. And how every form about the work on an
idea is answered, whether staff sent it from the idea's page or an owner from their link."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from schemas.answer import Owner
from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.idea import Idea
from server.core.access import language_of, runtime_of
from server.core.errors import Invalid, NotNow, Problem
from server.core.translations import spoken_of
from server.ideas.ideas.pages import story_own, story_page
from server.ideas.ideas.queries import load_story
from server.web.edit_conflicts import ChangedMeanwhile, as_was
from server.web.forms import form_of
from server.web.guards import AtIdea, at_idea_as_staff
from server.web.html import fragments, page, wants_fragments
from server.work.owners.doing import Doing, NoLink, by_link, by_seat
from server.work.owners.work import WORKING, owner_work

Act = Callable[[Doing, Mapping[str, str]], Awaitable[None]]


async def link_page(request: Request, *, status: int = 200, **extra: Any) -> HTMLResponse:
    """The page, or for htmx the forms alone. Opening it changes nothing. Raises NoLink for a link that
    does not work."""
    context = await _read(request) | {"working": WORKING, "told": False} | extra
    language = language_of(request)
    if wants_fragments(request):
        return fragments(language, ("work", "work/steps/work.html"), status=status, **context)
    return page(request, "work/owners/link.html", language=language, status=status, **context)


async def _read(request: Request) -> dict[str, Any]:
    runtime, token = runtime_of(request), request.path_params["token"]
    query = (
        select(Owner, Idea.public_id, Board)
        .join(Idea, col(Idea.id) == Owner.idea_id)
        .join(Board, col(Board.id) == Idea.board_id)
        .where(Owner.token_hash == keyed_hash(runtime.settings.secret, token))
        .where(col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    )
    async with runtime.database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
        if row is None:
            raise NoLink
        owner, idea, board = row
        view = await load_story(session, idea)
    request.state.board = board  # the page takes its colours from the board
    spoken_of.set(view.meeting.form.written)
    return {"view": view, "owner": owner, "work": owner_work(view, owner, f"/o/{token}"), "own": None}


async def answer(request: Request, form: str, act: Act, *, then: Callable[[], Response] | None = None) -> Response:
    """Do `act` with what was typed in `form`, then answer with `then()` or a redirect. When it is refused, show the
    form again with everything that was typed."""
    typed = await form_of(request)
    token = request.path_params.get("token")
    here = None if token else await at_idea_as_staff(request)
    try:
        async with _door(request, here) as doing:
            await act(doing, typed)
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        return await _again(request, here, form, typed, problem)
    if then is not None:
        return then()
    if here is None:
        return RedirectResponse(f"/o/{token}?told", 303)
    return RedirectResponse(f"/ideas/{here.idea.public_id}?told#work", 303)


def _door(request: Request, here: AtIdea | None) -> AbstractAsyncContextManager[Doing]:
    runtime = runtime_of(request)
    if here is None:
        return by_link(runtime, request.path_params["token"])
    return by_seat(runtime, here.seat, here.idea)


async def _again(request: Request, here: AtIdea | None, form: str, typed: dict[str, str], problem: Problem) -> Response:
    working = WORKING | {"form": form, "typed": typed, "problem": problem.sentence}
    if isinstance(problem, Invalid):
        working["wrong"] = problem.fields
    if isinstance(problem, ChangedMeanwhile):
        clashes = {name: problem.now[name] for name in problem.clashes}
        working |= {"typed": problem.form, "clashes": clashes, "was": as_was(problem.now)}
    if here is None:
        return await link_page(request, status=problem.status, working=working)
    show = story_own if wants_fragments(request) else story_page
    return await show(request, here, status=problem.status, working=working)
