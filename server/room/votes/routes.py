"""Casting a ballot, revealing a result, marking what was chosen aloud, and the result as a file."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow
from server.core.runtime import Runtime
from server.meeting.meetings.pages import back_to_desk, back_to_room, room_page
from server.room.votes.ballot import cast_ballot, given_dots, own_ballot, rules_of
from server.room.votes.box import Kept, Outcome
from server.room.votes.commands import mark_chosen, step_result
from server.room.votes.results import result_rows
from server.web.files.making import making_of
from server.web.files.sheet import MAKER
from server.web.forms import form_of, whole_number
from server.web.guards import AtRound, at_desk, at_round, where_held
from server.web.html import NO_STORE, fragments, wants_fragments

NOW, WAS = "idea-", "was-"


def marked(typed: Mapping[str, str]) -> dict[str, bool]:
    """The marks that a form changes, by the ideas' public ids. It says of each idea whether it is marked and whether it
    was when the form was drawn, so that another coordinator's marks stay. "Fortryd" removes all marks."""
    was = {name.removeprefix(WAS): value == "1" for name, value in typed.items() if name.startswith(WAS)}
    none = typed.get("do") == "undo"
    now = {idea: not none and typed.get(NOW + idea) == "1" for idea in was}
    return {idea: chosen for idea, chosen in now.items() if chosen is not was[idea]}


async def note_context(
    runtime: Runtime, here: AtRound, kept: Kept | None, problem: Invalid | NotNow | None
) -> dict[str, Any]:
    """The context of the note beside the ballot: the ballot as stored, and what was wrong, if anything."""
    dots, version = (kept.dots, kept.version) if kept else ({}, 0)
    if kept is None and here.seat.id is not None:
        async with runtime.database.snapshot() as session:
            stored = await own_ballot(session, here.round, here.seat.id)
        dots, version = (stored.dots, stored.version) if stored else ({}, 0)
    rules = await rules_of(runtime.database, here.round)
    public = {str(id_): public_id for public_id, id_ in rules.ideas.items()} if rules else {}
    shown = {public[idea]: given for idea, given in dots.items() if idea in public}
    ballot = {"version": version, "dots": json.dumps(shown), "round": here.round.public_id}
    return {"ballot": ballot, "ballot_problem": problem, "kept": kept}


async def ballot_page(request: Request, here: AtRound, *, status: int, problem: Any) -> HTMLResponse:
    """The whole room page, after a ballot sent by a plain form was refused."""
    return await room_page(request, await where_held(request, here), status=status, ballot_problem=problem)


async def ballot(request: Request) -> Response:
    """Cast the whole ballot. The response shows what is stored now; it is 409 if another device was faster."""
    here = await at_round(request)
    typed = await form_of(request)
    problem: Invalid | NotNow | None = None
    status, kept = 200, None
    try:
        kept = await cast_ballot(
            runtime_of(request), here.seat, here.round, given_dots(typed), whole_number(typed, "version", 0)
        )
        if kept.outcome is Outcome.OUTDATED:
            status = 409
    except (Invalid, NotNow) as wrong:
        problem, status = wrong, wrong.status
    if not wants_fragments(request):
        if status == 200:
            return back_to_room((await where_held(request, here)).meeting, "#ballot")
        return await ballot_page(request, here, status=status, problem=problem)
    context = await note_context(runtime_of(request), here, kept, problem)
    return fragments(here.visitor.language, ("ballot-note", "room/votes/note.html"), status=status, **context)


async def result_steps(request: Request) -> Response:
    """Reveal one more line of the result, all of it, or start with none."""
    here = await at_desk(request)
    typed = await form_of(request)
    seen = whole_number(typed, "seen") if "seen" in typed else None
    await step_result(runtime_of(request), here.seat, here.meeting, typed.get("do", ""), seen)
    return back_to_desk(request, here.meeting)


async def marks(request: Request) -> Response:
    """Mark what the room has agreed on aloud, several ideas at once, or undo that."""
    here = await at_desk(request)
    await mark_chosen(runtime_of(request), here.seat, here.meeting, marked(await form_of(request)))
    return back_to_desk(request, here.meeting)


async def result_file(request: Request) -> Response:
    """The result as a file, for whoever has the link."""
    async with runtime_of(request).database.snapshot() as session:
        board, rows = await result_rows(session, request.path_params["token"])
    made = await making_of(request).make(request, board, MAKER, {"rows": rows, "line_end": "\n", "bom": False})
    headers = NO_STORE | {"Content-Disposition": 'attachment; filename="resultat.csv"'}
    return Response(made, media_type="text/csv; charset=utf-8", headers=headers)


routes = [
    Route("/rounds/{round}/ballot", ballot, methods=["POST"]),
    Route("/m/{meeting}/result", result_steps, methods=["POST"]),
    Route("/m/{meeting}/marks", marks, methods=["POST"]),
    Route("/result/{token}.csv", result_file),
]
