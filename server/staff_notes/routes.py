"""The form for a note to the other leaders and coordinators."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.access import parts_of
from server.answers.letter_pages import letter_page, note_form
from server.errors import Invalid
from server.forms import form_of
from server.guards import at_idea_as_staff
from server.html import wants_fragments
from server.staff_notes import commands


async def staff_note(request: Request) -> Response:
    """Write a note. What is refused stays in the form; htmx gets the form alone."""
    here, typed = await at_idea_as_staff(request), await form_of(request)
    typed["key"] = typed.get("key", "") or typed.get("plain_key", "")
    try:
        await commands.write(parts_of(request), here.seat, here.idea, typed)
    except Invalid as problem:
        told = {"typed": typed, "wrong": problem.fields, "problem": problem.sentence}
        show = note_form if wants_fragments(request) else letter_page
        return await show(request, here, status=problem.status, noting=told)
    if wants_fragments(request) and "kept" not in typed:
        return await note_form(request, here)
    return RedirectResponse(f"/answers/{here.idea.public_id}#staff-notes", 303)


routes = [Route("/ideas/{idea}/staff-notes", staff_note, methods=["POST"])]
