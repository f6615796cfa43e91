"""The page "Min idé", for every route that responds with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.core.access import Here, runtime_of
from server.core.errors import Invalid, Problem
from server.meeting.seats.queries import way_back
from server.room.moderation.standing import load_standing
from server.views.mine.commands import look, new_since
from server.views.mine.queries import load_mine
from server.views.publication.queries import load_asked_to_show
from server.web.guards import AtIdea
from server.web.html import page

BLANK: dict[str, Any] = {
    "at": "",
    "doing": "",
    "typed": {},
    "wrong": {},
    "problem": "",
    "values": {},
    "done": "",
    "follow": {},
}
"""The context of a page on which nothing has been typed and nothing has gone wrong. `at` is the idea of the form that
was sent, `doing` says which of its forms."""


async def mine_page(request: Request, here: Here, *, status: int = 200, **extra: Any) -> HTMLResponse:
    """The whole page. `extra` refills a form that was refused, which does not count as a new look."""
    runtime = runtime_of(request)
    since = await look(runtime, here.seat) if status == HTTPStatus.OK else new_since(here.seat)
    async with runtime.database.snapshot() as session:
        mine = await load_mine(session, here.seat, since)
        home = await way_back(session, here.seat)
        told = [(each.mine, each.idea) for each in mine.ideas]
        standing = await load_standing(session, here.seat, here.board)
        open_words = await load_asked_to_show(session, here.board, here.seat, told)
    return page(
        request,
        "views/mine/mine.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        board=here.board,
        seat=here.seat,
        mine=mine,
        open_words=open_words,
        standing=standing,
        home=home,
        **(BLANK | extra),
    )


async def refused(
    request: Request, here: AtIdea, doing: str, typed: Mapping[str, str], problem: Problem
) -> HTMLResponse:
    """The page again, with the sentence and everything that was typed: in the form, or beside the idea if that form is
    gone."""
    fields = problem.fields if isinstance(problem, Invalid) else {}
    extra = {"typed": typed, "wrong": fields, "problem": problem.sentence, "values": problem.values}
    return await mine_page(request, here, status=problem.status, at=here.idea.public_id, doing=doing, **extra)
