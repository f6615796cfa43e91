"""The pages about the open page, which several routes answer with. What a coordinator looks at before she puts
something up is drawn as strangers get it: by the same functions, of the same values."""

import re
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from schemas.board import Board
from schemas.roles import Role
from server.core.access import Here, runtime_of
from server.core.errors import NotFound
from server.views.public.content import OpenBoard, Trial, Words, load_draft
from server.views.public.drawing import board_html, idea_html
from server.views.publication import setting
from server.views.publication.queries import Stands, load_approved, load_candidates, small_meetings
from server.views.publication.stored import blank, load_publication
from server.web.edit_conflicts import as_was
from server.web.guards import AtIdea
from server.web.html import page

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": None, "clashes": {}, "at": "", "retold": None}
DONE = ("saved", "opened", "down", "up", "off")
MAIN = re.compile(r"<main[^>]*>(.*)</main>", re.DOTALL)


def inside(html: str) -> str:
    """What a whole page of strangers' shows between its top and its bottom."""
    found = MAIN.search(html)
    return found[1] if found else html


def all_pages(draw: Callable[[int], str]) -> str:
    """The inside of all pages of something that is drawn on several, one after the other."""
    found: list[str] = []
    with suppress(NotFound):
        while True:
            found.append(inside(draw(len(found) + 1)))
    return "".join(found)


async def draft_of(session: AsyncSession, board: Board, trial: Trial | None = None) -> OpenBoard:
    """The open page as it would be, with `trial` on it."""
    publication = await load_publication(session, board) or blank(board)
    return await load_draft(session, board, publication, trial)


async def open_page(request: Request, here: Here, *, status: int = 200, **extra: Any) -> Response:
    """All about a board's open page. `extra` refills a form that was refused."""
    async with runtime_of(request).database.snapshot() as session:
        publication = await load_publication(session, here.board)
        ideas = await load_candidates(session, here.board)
        minutes = await load_approved(session, here.board)
        few = await small_meetings(session, here.board)
    fields = setting.shown(publication or blank(here.board))
    told: dict[str, Any] = BLANK | {"typed": fields, "was": as_was(fields)} | extra
    return page(
        request,
        "views/publication/open.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        publication=publication,
        public_url=runtime_of(request).settings.public_url,
        runs=here.seat.role is Role.COORDINATOR,
        ideas=ideas,
        stands=Stands,
        minutes=minutes,
        few=few,
        done=next((name for name in DONE if name in request.query_params), ""),
        **told,
    )


async def look_page(request: Request, here: Here) -> Response:
    """The whole open page as strangers read it, or would read it if it were opened now."""
    language = here.visitor.language
    async with runtime_of(request).database.snapshot() as session:
        content = await draft_of(session, here.board)
        few = await small_meetings(session, here.board)
        publication = await load_publication(session, here.board)
    return page(
        request,
        "views/publication/look.html",
        language=language,
        person=here.visitor.person,
        board=here.board,
        runs=here.seat.role is Role.COORDINATOR,
        is_open=publication is not None and publication.opened_at is not None,
        drawn=inside(board_html(content, language)),
        empty=not content.ideas and not content.minutes,
        few=bool(few) and bool(content.ideas),
    )


async def idea_page(
    request: Request, here: AtIdea, *, status: int = 200, retold: Words | None = None, **extra: Any
) -> Response:
    """One idea before it is put up: as strangers would read it in its members' words, or in those of `retold`. Raises
    NotFound for an idea that cannot be on the page."""
    language = here.visitor.language
    async with runtime_of(request).database.snapshot() as session:
        found = await load_candidates(session, here.board, here.idea.id)
        if not found:
            raise NotFound
        candidate = found[0]
        stored = Words(candidate.opened.title, candidate.opened.text) if candidate.opened is not None else None
        told_as = stored if retold is None and candidate.stands is Stands.RETOLD else retold
        drawn = ""
        if told_as is not None or candidate.may:
            content = await draft_of(session, here.board, Trial(here.idea.id, told_as))
            drawn = all_pages(partial(idea_html, content, here.idea.number or 0, language))
        few = here.idea.meeting_id in await small_meetings(session, here.board)
    typed = {"title": stored.title, "text": stored.text} if stored is not None else {}
    told: dict[str, Any] = BLANK | {"typed": typed, "retold": retold} | extra
    return page(
        request,
        "views/publication/idea.html",
        language=language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        idea=here.idea,
        candidate=candidate,
        stands=Stands,
        drawn=drawn,
        few=few,
        **told,
    )
