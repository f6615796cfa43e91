"""The ballot as a form: what it sent, and what is answered."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.errors import Invalid, NotNow
from server.forms import whole_number
from server.guards import AtRound, where_held
from server.meetings.pages import room_page
from server.parts import Parts
from server.votes.box import Kept
from server.votes.queries import own_ballot, rules_of

PREFIX = "dots-"


def given_dots(typed: Mapping[str, str]) -> dict[str, int]:
    """The dots of a form, by the ideas' public ids. Raises Invalid for what is not a whole number."""
    return {name.removeprefix(PREFIX): whole_number(typed, name, 0) for name in typed if name.startswith(PREFIX)}


async def note_context(
    parts: Parts, here: AtRound, kept: Kept | None, problem: Invalid | NotNow | None
) -> dict[str, Any]:
    """What the note beside the ballot says: the ballot as it is stored, and what was wrong, if anything."""
    dots, version = (kept.dots, kept.version) if kept else ({}, 0)
    if kept is None and here.seat.id is not None:
        async with parts.database.snapshot() as session:
            stored = await own_ballot(session, here.round, here.seat.id)
        dots, version = (stored.dots, stored.version) if stored else ({}, 0)
    rules = await rules_of(parts.database, here.round)
    public = {str(id_): public_id for public_id, id_ in rules.ideas.items()} if rules else {}
    shown = {public[idea]: given for idea, given in dots.items() if idea in public}
    return {"ballot": {"version": version, "dots": json.dumps(shown)}, "ballot_problem": problem, "kept": kept}


async def ballot_page(request: Request, here: AtRound, *, status: int, problem: Any) -> HTMLResponse:
    """The whole room, for a ballot from a plain form that was not taken."""
    return await room_page(request, await where_held(request, here), status=status, ballot_problem=problem)
