"""A leader's inbox: the page, and the list alone for htmx."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.person import Person
from server.core.access import runtime_of
from server.web.html import fragments, page
from server.work.answers.queries import load_inbox


async def _read(request: Request, person: Person) -> dict[str, Any]:
    async with runtime_of(request).database.snapshot() as session:
        return {"inbox": await load_inbox(session, person)}


async def answers_page(request: Request, language: str, person: Person, *, sent: bool = False) -> HTMLResponse:
    """The inbox page. `sent` adds a thank-you for the answer that was just given."""
    context = await _read(request, person)
    return page(
        request,
        "work/answers/inbox.html",
        language=language,
        person=person,
        sent=sent,
        **context,
    )


async def letters(request: Request, language: str, person: Person) -> HTMLResponse:
    """For htmx: the list and its heading, which holds the count."""
    parts = (("letters-title", "work/answers/inbox_title.html"), ("letters", "work/answers/letters.html"))
    return fragments(language, *parts, **await _read(request, person))
