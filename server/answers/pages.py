"""A leader's inbox as a page, and as its list for htmx."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.person import Person
from server.access import parts_of
from server.answers.queries import load_inbox
from server.html import fragments, page


async def _read(request: Request, person: Person) -> dict[str, Any]:
    async with parts_of(request).database.snapshot() as session:
        return {"inbox": await load_inbox(session, person)}


async def answers_page(request: Request, language: str, person: Person, *, sent: bool = False) -> HTMLResponse:
    """The inbox; `sent` says thank you for the answer that was given just now."""
    context = await _read(request, person)
    return page(
        request,
        "answers/inbox.html",
        language=language,
        person=person,
        sent=sent,
        **context,
    )


async def letters(request: Request, language: str, person: Person) -> HTMLResponse:
    """The list alone, with how many they are."""
    parts = (("letters-title", "answers/inbox_title.html"), ("letters", "answers/letters.html"))
    return fragments(language, *parts, **await _read(request, person))
