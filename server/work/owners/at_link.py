"""The page behind an owner's link: their idea, its steps, and what they may do. Opening it changes nothing."""

from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.answer import Owner
from schemas.board import Board
from schemas.codes import keyed_hash
from schemas.idea import Idea
from server.core.access import language_of, runtime_of
from server.ideas.ideas.queries import load_story
from server.web.html import fragments, page, wants_fragments
from server.work.owners.doing import NoLink
from server.work.owners.work import WORKING, owner_work


async def link_page(request: Request, *, status: int = 200, **extra: Any) -> HTMLResponse:
    """The page, or for htmx the forms alone. Raises NoLink if the link is not valid, or no longer."""
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
    return {"view": view, "owner": owner, "work": owner_work(view, owner, f"/o/{token}"), "own": None}
