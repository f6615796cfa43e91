""" "Min idé" as a page; used by every route that answers with it."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.core.access import Here, runtime_of
from server.core.errors import Invalid, Problem
from server.meeting.seats.queries import way_back
from server.views.mine.commands import look, new_since
from server.views.mine.queries import load_mine
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
"""What the page says when nothing was typed or went wrong. `at`: the idea of the form that was sent, `doing`: which."""


async def mine_page(request: Request, here: Here, *, status: int = 200, **told: Any) -> HTMLResponse:
    """The whole page, with what was typed in the form that was refused; that is no new look at it."""
    runtime = runtime_of(request)
    since = await look(runtime, here.seat) if status == HTTPStatus.OK else new_since(here.seat)
    async with runtime.database.snapshot() as session:
        mine = await load_mine(session, here.seat, since)
        home = await way_back(session, here.seat)
    return page(
        request,
        "views/mine/mine.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        board=here.board,
        seat=here.seat,
        mine=mine,
        home=home,
        **(BLANK | told),
    )


async def refused(
    request: Request, here: AtIdea, doing: str, typed: Mapping[str, str], problem: Problem
) -> HTMLResponse:
    """The page again, with the sentence and everything typed: in its form, or beside the idea where there is none."""
    fields = problem.fields if isinstance(problem, Invalid) else {}
    told = {"typed": typed, "wrong": fields, "problem": problem.sentence, "values": problem.values}
    return await mine_page(request, here, status=problem.status, at=here.idea.public_id, doing=doing, **told)
