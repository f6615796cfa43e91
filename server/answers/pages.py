"""A leader's inbox as a page, and as its list for htmx."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.access import Visitor, parts_of
from server.answers.queries import load_inbox
from server.html import fragments, page


async def _read(request: Request, visitor: Visitor) -> dict[str, Any]:
    assert visitor.person is not None
    async with parts_of(request).database.snapshot() as session:
        return {"inbox": await load_inbox(session, visitor.person)}


async def answers_page(request: Request, visitor: Visitor, *, sent: bool = False) -> HTMLResponse:
    """The inbox; `sent` says thank you for the answer that was given just now."""
    context = await _read(request, visitor)
    return page(
        request,
        "answers/inbox.html",
        language=visitor.language,
        person=visitor.person,
        sent=sent,
        **context,
    )


async def letters(request: Request, visitor: Visitor) -> HTMLResponse:
    """The list alone, with how many they are."""
    parts = (("letters-title", "answers/inbox_title.html"), ("letters", "answers/letters.html"))
    return fragments(visitor.language, *parts, **await _read(request, visitor))
