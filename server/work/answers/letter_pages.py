"""One page per idea: everything that a leader wants when answering, and the form."""

from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.flow import By, Status, choices
from server.core import clock
from server.core.access import runtime_of
from server.core.days import danish_day
from server.live.audience import stands_for
from server.live.log import read_since
from server.organisation.units.ladder import height, ladders
from server.web.guards import AtIdea
from server.web.html import fragments, page, stream_of
from server.work.answers.letter import ANSWERS, Letter, load_letter
from server.work.answers.proposed import proposed
from server.work.answers.queries import Acts, load_acts
from server.work.answers.similar import Similar, load_similar
from server.work.owners.commands import as_fields

BLANK: dict[str, Any] = {
    "typed": {},
    "wrong": {},
    "problem": "",
    "preview": None,
    "correcting": {},
    "theirs": "",
    "noting": {},
    "noted": False,
}
"""What the page says when nothing was typed or went wrong."""


@dataclass(frozen=True)
class Reply:
    """What the one who looks may do here."""

    acts: Acts | None
    answers: list[Status] = field(default_factory=list)
    """What they may answer now."""
    corrects: bool = False
    """They may correct the answer that stands."""
    given: dict[str, str] = field(default_factory=dict)
    """What stands in the form before they type."""


def reply_of(acts: Acts | None, letter: Letter, name: str) -> Reply:
    """The part of `acts` that is about answering."""
    if acts is None or By.LEADER not in acts.by:
        return Reply(acts)
    own = choices(letter.idea.status, frozenset({By.LEADER}))
    return Reply(
        acts,
        [status for status in own if status in ANSWERS],
        corrects=letter.answered is not None,
        given=proposed(name, danish_day(clock.now()), letter.story.step, as_fields(letter.story.owning)),
    )


async def read_letter(request: Request, here: AtIdea) -> dict[str, Any]:
    """What the templates of the page want, read at one moment together with the position in the log."""
    person, similar = here.visitor.person, list[Similar]()
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_letter(session, here.idea.public_id)
        acts = await load_acts(session, here.board, here.seat, view.idea)
        if person is not None and acts is not None:
            similar = await load_similar(session, view.idea, person)
    own = reply_of(acts, view, here.seat.name)
    told = {"view": view, "own": own, "similar": similar, "state": None, "at": at}
    return told | {"role": stands_for(here.seat.role), "person": person}


async def level_of(request: Request, here: AtIdea) -> str:
    """The unit that the visitor answers for: one query, for what is asked at every word that is written."""
    async with runtime_of(request).database.snapshot() as session:
        ladder = (await ladders(session, [here.board.unit_id]))[here.board.unit_id]
    return ladder[max(height(ladder, here.seat.person_id), 0)].unit


async def letter_page(request: Request, here: AtIdea, *, status: int = 200, **told: Any) -> HTMLResponse:
    """The whole page. `typed`, `wrong` and `problem` refill the answer, `correcting` its correction, `noting` the
    note."""
    context = BLANK | await read_letter(request, here) | told
    idea = context["view"].idea
    return page(
        request,
        "work/answers/letter.html",
        language=here.visitor.language,
        status=status,
        live=stream_of("answer", idea.public_id, context["at"], here.seat.public_id),
        **context,
    )


async def reply_form(request: Request, here: AtIdea, *, status: int = 200, **told: Any) -> HTMLResponse:
    """Where the idea is now, and the form as it was typed, for htmx."""
    context = BLANK | await read_letter(request, here) | told
    parts = (("letter-now", "work/answers/letter_now.html"), ("reply", "work/answers/reply.html"))
    return fragments(here.visitor.language, *parts, status=status, **context)


async def note_form(request: Request, here: AtIdea, *, status: int = 200, **told: Any) -> HTMLResponse:
    """The form for a note, for htmx; the notes themselves come by the stream."""
    context = BLANK | await read_letter(request, here) | {"noted": status == 200} | told
    parts = (("staff-notes", "work/staff_notes/notes.html"), ("note-form", "work/staff_notes/form.html"))
    return fragments(here.visitor.language, *parts, status=status, **context)
