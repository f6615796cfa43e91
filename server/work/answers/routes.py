"""A leader's inbox, the answer page of each idea in it, and the forms that move an idea."""

from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from schemas.act import Act
from schemas.flow import Status
from server.core import clock
from server.core.access import runtime_of, visitor_of
from server.core.errors import N_, Invalid, NotFound, NotNow, Outdated, Problem
from server.ideas.ideas.pages import story_own, story_page
from server.web.forms import form_of
from server.web.guards import AtIdea, at_idea_as_staff
from server.web.html import NO_STORE, render, wants_fragments
from server.web.return_to import to_login
from server.work.answers import commands, versions
from server.work.answers.needs import chosen
from server.work.answers.pages import answers_page, letter_page, letters, note_form, office_and_withheld, reply_form
from server.work.answers.reply import ANSWERS, preview_of
from server.work.staff_notes.commands import write as write_note

THANKS = {
    "sent": N_("Tak. Svaret er gemt, og peerboardet kan se det nu."),
    "passed": N_("Tak. Henvendelsen er sendt til det rette sted."),
}
"""What the inbox says to somebody who comes back to it, by the word in its address."""


async def answers(request: Request) -> Response:
    """What awaits an answer. htmx polls for the list alone."""
    visitor = await visitor_of(request)
    person = visitor.person
    if person is None:
        if visitor.session is not None:
            raise NotFound
        return to_login(request)
    if wants_fragments(request):
        return await letters(request, visitor.language, person)
    thanks = next((sentence for word, sentence in THANKS.items() if word in request.query_params), "")
    return await answers_page(request, visitor.language, person, thanks=thanks)


async def letter(request: Request) -> Response:
    """The answer page of one idea. Anyone not signed in goes by way of the login, whether the idea exists or not."""
    if (await visitor_of(request)).session is None:
        return to_login(request)
    return await letter_page(request, await at_idea_as_staff(request))


async def answer(request: Request) -> Response:
    """The leader's official answer."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    try:
        status = chosen(typed, ANSWERS)
        await commands.set_status(runtime_of(request), here.seat, here.idea, status, typed, act=Act.ANSWER)
    except (Invalid, NotNow) as problem:
        return await _again(request, here, problem.status, **_refilled(typed, problem))
    return RedirectResponse("/answers?sent", 303)


async def preview(request: Request) -> Response:
    """What members would read. Without htmx the whole page is drawn again with it, and with everything that was
    typed."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    person, shown = here.visitor.person, None
    if person is not None and typed.get("status", "") in ANSWERS:
        office, withheld = await office_and_withheld(request, here)
        shown = preview_of(Status(typed["status"]), typed, person, office, clock.now(), withheld)
    if not wants_fragments(request):
        return await letter_page(request, here, typed=typed, preview=shown)
    return HTMLResponse(render(here.visitor.language, "work/answers/preview.html", preview=shown), headers=NO_STORE)


async def correct(request: Request) -> Response:
    """Reword the answer in force; the old words are kept."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    try:
        await versions.correct(runtime_of(request), here.seat, here.idea, typed)
    except (Invalid, NotNow, Outdated) as problem:
        theirs = problem.theirs if isinstance(problem, Outdated) else ""
        return await _again(request, here, problem.status, correcting=_refilled(typed, problem) | {"theirs": theirs})
    return RedirectResponse(f"/answers/{here.idea.public_id}", 303)


async def review(request: Request) -> Response:
    """The coordinator sends an idea to a leader."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    return await _move(request, here, typed | {"status": Status.REVIEW}, Act.SEND)


async def status(request: Request) -> Response:
    """Move an idea as FLOW allows."""
    here, typed = await at_idea_as_staff(request), dict(await form_of(request))
    return await _move(request, here, typed, commands.act_of(typed.get("status", "")))


async def staff_note(request: Request) -> Response:
    """Write a staff note. A refused one stays in the form; htmx gets the form alone."""
    here, typed = await at_idea_as_staff(request), await form_of(request)
    typed["key"] = typed.get("key", "") or typed.get("plain_key", "")
    try:
        await write_note(runtime_of(request), here.seat, here.idea, typed)
    except Invalid as problem:
        refused = {"typed": typed, "wrong": problem.fields, "problem": problem.sentence}
        show = note_form if wants_fragments(request) else letter_page
        return await show(request, here, status=problem.status, noting=refused)
    if wants_fragments(request) and "kept" not in typed:
        return await note_form(request, here)
    return RedirectResponse(f"/answers/{here.idea.public_id}#staff-notes", 303)


def _refilled(typed: dict[str, str], problem: Problem) -> dict[str, Any]:
    wrong = problem.fields if isinstance(problem, Invalid) else {}
    return {"typed": typed, "wrong": wrong, "problem": problem.sentence}


async def _again(request: Request, here: AtIdea, status: int, **extra: Any) -> Response:
    show = reply_form if wants_fragments(request) else letter_page
    return await show(request, here, status=status, **extra)


async def _move(request: Request, here: AtIdea, typed: dict[str, str], act: Act) -> Response:
    try:
        await commands.set_status(runtime_of(request), here.seat, here.idea, chosen(typed), typed, act=act)
    except (Invalid, NotNow) as problem:
        show = story_own if wants_fragments(request) else story_page
        return await show(request, here, status=problem.status, **_refilled(typed, problem))
    return RedirectResponse(f"/ideas/{here.idea.public_id}", 303)


routes = [
    Route("/answers", answers),
    Route("/answers/{idea}", letter),
    Route("/ideas/{idea}/answer", answer, methods=["POST"]),
    Route("/ideas/{idea}/answer/preview", preview, methods=["POST"]),
    Route("/ideas/{idea}/answer/edit", correct, methods=["POST"]),
    Route("/ideas/{idea}/staff-notes", staff_note, methods=["POST"]),
    Route("/ideas/{idea}/review", review, methods=["POST"]),
    Route("/ideas/{idea}/status", status, methods=["POST"]),
]
