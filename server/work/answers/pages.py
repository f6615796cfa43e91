"""The inbox, and the answer page of each idea in it: whole, or for htmx the parts that change."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.person import Person
from server.core.access import runtime_of
from server.live.audience import stands_for
from server.live.log import read_since
from server.organisation.units.ladder import ladders
from server.web.guards import AtIdea
from server.web.html import fragments, page, stream_of
from server.work.answers.inbox_parts import inbox_parts
from server.work.answers.letter import load_letter
from server.work.answers.queries import load_inbox
from server.work.answers.reply import reply_of
from server.work.answers.similar import Similar, load_similar
from server.work.answers.standing import Office, load_acts, office_of
from server.work.naming import withheld_names

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
"""The context of a page on which nothing has been typed and nothing has gone wrong."""


async def _read(request: Request, person: Person) -> dict[str, Any]:
    async with runtime_of(request).database.snapshot() as session:
        parts = {name: await load(session, person) for name, load in inbox_parts().items()}
        return {"inbox": await load_inbox(session, person)} | parts


async def answers_page(request: Request, language: str, person: Person, *, thanks: str = "") -> HTMLResponse:
    """The inbox page, with a sentence of thanks for what was just done."""
    context = await _read(request, person)
    return page(
        request,
        "work/answers/inbox.html",
        language=language,
        person=person,
        thanks=thanks,
        **context,
    )


async def letters(request: Request, language: str, person: Person) -> HTMLResponse:
    """For htmx: the list and its heading, which holds the count, and what citizens ask."""
    parts = (
        ("letters-title", "work/answers/inbox_title.html"),
        ("enquiries-asked", "work/enquiries/asked.html"),
        ("letters", "work/answers/letters.html"),
    )
    return fragments(language, *parts, **await _read(request, person))


async def read_letter(request: Request, here: AtIdea) -> dict[str, Any]:
    """The context of the page's templates, read in one snapshot together with the position in the log."""
    person, similar = here.visitor.person, list[Similar]()
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_letter(session, here.idea.public_id)
        acts = await load_acts(session, here.board, here.seat, view.idea)
        if person is not None and acts is not None:
            similar = await load_similar(session, view.idea, person)
    own = reply_of(acts, view, here.seat.name)
    context = {"view": view, "own": own, "similar": similar, "state": None, "at": at}
    return context | {"role": stands_for(here.seat), "person": person}


async def office_and_withheld(request: Request, here: AtIdea) -> tuple[Office, frozenset[str]]:
    """The office by which the visitor answers, and the names at the idea that members do not read. Two queries:
    the preview asks for them at every word typed."""
    async with runtime_of(request).database.snapshot() as session:
        ladder = (await ladders(session, [here.board.unit_id]))[here.board.unit_id]
        withheld = await withheld_names(session, here.idea)
    return office_of(ladder, here.seat.person_id), withheld


async def letter_page(request: Request, here: AtIdea, *, status: int = 200, **extra: Any) -> HTMLResponse:
    """The whole page. `typed`, `wrong` and `problem` refill the answer form, `correcting` the correction, `noting` the
    note."""
    context = BLANK | await read_letter(request, here) | extra
    idea = context["view"].idea
    return page(
        request,
        "work/answers/letter.html",
        language=here.visitor.language,
        status=status,
        live=stream_of("answer", idea.public_id, context["at"], here.seat.public_id),
        **context,
    )


async def reply_form(request: Request, here: AtIdea, *, status: int = 200, **extra: Any) -> HTMLResponse:
    """For htmx: where the idea is now, and the form as it was typed."""
    context = BLANK | await read_letter(request, here) | extra
    parts = (("letter-now", "work/answers/letter_now.html"), ("reply", "work/answers/reply.html"))
    return fragments(here.visitor.language, *parts, status=status, **context)


async def note_form(request: Request, here: AtIdea, *, status: int = 200, **extra: Any) -> HTMLResponse:
    """For htmx: the notes and the form for one more. Other viewers get the notes over the stream."""
    context = BLANK | await read_letter(request, here) | {"noted": status == 200} | extra
    parts = (("staff-notes", "work/staff_notes/notes.html"), ("note-form", "work/staff_notes/form.html"))
    return fragments(here.visitor.language, *parts, status=status, **context)
