"""A ballot and the coordinator's marks as forms: what they sent, and what is answered."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.meeting import Meeting
from server.access import Here, parts_of
from server.errors import Invalid, NotNow
from server.forms import whole_number
from server.meetings.pages import room_page
from server.parts import Parts
from server.votes.box import Kept
from server.votes.queries import own_ballot, rules_of

DOTS, NOW, WAS = "dots-", "idea-", "was-"


def given_dots(typed: Mapping[str, str]) -> dict[str, int]:
    """The dots of a form, by the ideas' public ids. Raises Invalid for what is not a whole number."""
    return {name.removeprefix(DOTS): whole_number(typed, name, 0) for name in typed if name.startswith(DOTS)}


def marked(typed: Mapping[str, str]) -> dict[str, bool]:
    """What a form changes, by the ideas' public ids: it says of each whether it is marked, and whether it was when the
    form was drawn. So another coordinator's marks stay. "Fortryd" takes back all that were marked."""
    was = {name.removeprefix(WAS): value == "1" for name, value in typed.items() if name.startswith(WAS)}
    none = typed.get("do") == "undo"
    now = {idea: not none and typed.get(NOW + idea) == "1" for idea in was}
    return {idea: chosen for idea, chosen in now.items() if chosen is not was[idea]}


async def note_context(parts: Parts, here: Here, kept: Kept | None, problem: Invalid | NotNow | None) -> dict[str, Any]:
    """What the note beside the ballot says: the ballot as it is stored, and what was wrong, if anything."""
    assert here.round is not None
    dots, version = (kept.dots, kept.version) if kept else ({}, 0)
    if kept is None and here.seat.id is not None:
        async with parts.database.snapshot() as session:
            stored = await own_ballot(session, here.round, here.seat.id)
        dots, version = (stored.dots, stored.version) if stored else ({}, 0)
    rules = await rules_of(parts.database, here.round)
    public = {str(id_): public_id for public_id, id_ in rules.ideas.items()} if rules else {}
    shown = {public[idea]: given for idea, given in dots.items() if idea in public}
    return {"ballot": {"version": version, "dots": json.dumps(shown)}, "ballot_problem": problem, "kept": kept}


async def room_of(request: Request, here: Here) -> str:
    """The address of the room that the round is held in; the visitor is there from then on."""
    assert here.round is not None
    async with parts_of(request).database.snapshot() as session:
        here.meeting = await session.get_one(Meeting, here.round.meeting_id)
    return f"/m/{here.the_meeting.public_id}"


async def ballot_page(request: Request, here: Here, *, status: int, problem: Any) -> HTMLResponse:
    """The whole room, for a ballot from a plain form that was not taken."""
    await room_of(request, here)
    return await room_page(request, here, status=status, ballot_problem=problem)
