"""A leader's inbox as a page, as a list for htmx, and as the one form that was not filled in."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from server.access import Here, Visitor, parts_of
from server.answers.queries import load_inbox, unit_names
from server.errors import Invalid, Problem
from server.html import fragments, page, wants_fragments

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": "", "answering": "", "sent": False}


async def _read(request: Request, visitor: Visitor) -> dict[str, Any]:
    assert visitor.person is not None
    async with parts_of(request).database.snapshot() as session:
        return {"inbox": await load_inbox(session, visitor.person), "units": await unit_names(session)}


async def answers_page(request: Request, visitor: Visitor, *, status: int = 200, **told: Any) -> HTMLResponse:
    """The inbox; `answering` is the idea whose form is refilled with `typed` and `wrong`."""
    context = BLANK | await _read(request, visitor) | told
    return page(
        request,
        "answers/inbox.html",
        language=visitor.language,
        status=status,
        person=visitor.person,
        **context,
    )


async def letters(request: Request, visitor: Visitor) -> HTMLResponse:
    """The list alone."""
    context = BLANK | await _read(request, visitor)
    return fragments(visitor.language, ("letters", "answers/letters.html"), **context)


async def answer_form(request: Request, here: Here, typed: dict[str, str], problem: Problem) -> HTMLResponse:
    """The inbox again with everything that was typed; for htmx the list alone."""
    assert here.idea is not None
    told = {
        "answering": here.idea.public_id,
        "typed": typed,
        "wrong": problem.fields if isinstance(problem, Invalid) else {},
        "problem": problem.sentence,
    }
    if not wants_fragments(request):
        return await answers_page(request, here.visitor, status=problem.status, **told)
    context = BLANK | await _read(request, here.visitor) | told
    return fragments(here.visitor.language, ("letters", "answers/letters.html"), status=problem.status, **context)
