"""Moving an idea from the progress board: where staff may move each card, by the same rules as on the idea's own page,
and the form that its new status requires, as a page or in a dialog."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from schemas.flow import FLOW, Status, by_form
from schemas.idea import Idea
from schemas.seat import Seat
from server.core.access import runtime_of
from server.core.errors import Invalid, NotAllowed, NotFound, NotNow, Problem
from server.organisation.units.ladder import ladders
from server.views.progress.queries import Progress
from server.views.progress.sieve import Sieve
from server.web.forms import form_of
from server.web.guards import AtIdea, at_idea_as_staff
from server.web.html import fragments, page, wants_fragments
from server.work.answers import commands
from server.work.answers.needs import chosen
from server.work.answers.standing import load_acts, stands_as


@dataclass
class Own:
    """What on a progress page is the viewer's own: for each idea (public id), the statuses they may give it. Never
    broadcast."""

    moves: dict[str, list[Status]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The moves as JSON, for the page's script; empty without any."""
        return json.dumps(self.moves, separators=(",", ":")) if self.moves else ""


async def load_own(session: AsyncSession, progress: Progress, seat: Seat) -> Own:
    """The moves of `seat` on the cards that are shown. One query for staff; none for members, who move nothing."""
    if not seat.staff:
        return Own()
    unit = progress.board.unit_id
    ladder = (await ladders(session, [unit])).get(unit, [])
    moves: dict[str, list[Status]] = {}
    for card in progress.shown:
        by = stands_as(ladder, seat, card, is_owner=seat.person_id in card.people)
        if found := by_form(card.status, by, queues=progress.board.form.queues):
            moves[card.public_id] = found
    return Own(moves)


BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": ""}


async def move_form(request: Request) -> Response:
    """The form for one status (`to`), or for choosing among all those that this person may give the idea."""
    return await _form(request, await at_idea_as_staff(request), request.query_params.get("to", ""))


async def move(request: Request) -> Response:
    """Move the idea, and go back to the board with the same filters. A refusal is explained in the form."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    act = commands.act_of(typed.get("status", ""))
    try:
        status = chosen(typed)
        await commands.set_status(runtime_of(request), here.seat, here.idea, status, typed, act=act)
    except (Invalid, NotNow, NotAllowed) as problem:
        return await _form(request, here, request.query_params.get("to", ""), typed, problem)
    if wants_fragments(request):
        part = ("move-form", "views/progress/moved.html")
        return fragments(here.visitor.language, part, idea=here.idea, moved=status)
    sieve = Sieve.read(request.query_params)
    return RedirectResponse(f"/b/{here.board.public_id}/progress{sieve.query}#idea-{here.idea.public_id}", 303)


async def _form(
    request: Request, here: AtIdea, to: str, typed: dict[str, str] | None = None, problem: Problem | None = None
) -> Response:
    """The form as it was typed. The status that was chosen stays in it even if the idea has moved meanwhile."""
    async with runtime_of(request).database.snapshot() as session:
        idea = await session.get_one(Idea, here.idea.id)
        own = await load_acts(session, here.board, here.seat, idea)
    if own is None:
        raise NotFound
    wanted = (typed or {}).get("status") or to
    if problem is not None and wanted in FLOW and wanted not in own.choices:
        own.choices.append(Status(wanted))
    context: dict[str, Any] = BLANK | {"own": own, "to": to if to in own.choices else "", "typed": typed or {}}
    if problem is not None:
        context |= {"problem": problem.sentence, "wrong": problem.fields if isinstance(problem, Invalid) else {}}
    sieve = Sieve.read(request.query_params)
    context |= {"sieve": sieve, "board": here.board, "action": _address(idea, sieve, context["to"])}
    language, status = here.visitor.language, problem.status if problem else 200
    if wants_fragments(request):
        return fragments(language, ("move-form", "views/progress/move_form.html"), status=status, **context)
    return page(
        request, "views/progress/move.html", language=language, status=status, person=here.visitor.person, **context
    )


def _address(idea: Idea, sieve: Sieve, to: str) -> str:
    """The address the form is sent to: it carries the filters to return to and, if the form is for one status, that."""
    only = f"{'&' if sieve.query else '?'}to={to}" if to else ""
    return f"/ideas/{idea.public_id}/move{sieve.query}{only}"
