"""The seven screens of the guide, from nothing to a first meeting."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.format import DEFAULT_FORMAT
from server.core import clock
from server.core.access import runtime_of, visitor_of
from server.core.errors import Invalid, NotFound, NotNow
from server.meeting.meetings.setup import has_begun
from server.meeting.meetings.setup_form import blank, form_context, refused
from server.meeting.meetings.setup_form import shown as meeting_shown
from server.organisation.units.look_up import coordinator_of
from server.views.boards import guide, guide_saving
from server.views.boards.guide import STEPS, Step, Way, way_of
from server.web.edit_conflicts import ChangedMeanwhile, told_of
from server.web.forms import form_of
from server.web.html import page
from server.web.qr import qr_svg

SAVE = {
    Step.YOU: guide_saving.save_you,
    Step.ORGANISATION: guide_saving.save_organisation,
    Step.BOARD: guide_saving.save_board,
    Step.MEETING: guide_saving.save_meeting,
    Step.LEADER: guide_saving.save_leader,
    Step.INVITE: guide_saving.save_invitations,
}


async def start(request: Request) -> Response:
    """Redirect to the first step not done yet; to the login for anyone not signed in."""
    visitor = await visitor_of(request)
    if visitor.session is None:
        return RedirectResponse("/login", 303)
    _, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        way = await way_of(session, person)
    return RedirectResponse(f"/start/{way.next}", 303)


async def step(request: Request) -> Response:
    """One screen. Anyone who has not come so far is redirected to where they are."""
    asked = _asked(request)
    _, person = await coordinator_of(request)
    async with runtime_of(request).database.snapshot() as session:
        way = await way_of(session, person)
    if not way.reaches(asked):
        return RedirectResponse(f"/start/{way.next}", 303)
    return await step_page(request, way, asked)


async def save(request: Request) -> Response:
    """Save one screen and go on to the next."""
    asked = _asked(request)
    if asked is Step.READY:
        raise NotFound
    _, person = await coordinator_of(request)
    typed = await form_of(request)
    try:
        await SAVE[asked](runtime_of(request), person, typed)
    except (Invalid, NotNow, ChangedMeanwhile) as problem:
        async with runtime_of(request).database.snapshot() as session:
            way = await way_of(session, person)
        form = refused(typed, problem) if asked is Step.MEETING else typed
        return await step_page(request, way, asked, form=form, **told_of(problem))
    return RedirectResponse(f"/start/{STEPS[STEPS.index(asked) + 1]}", 303)


async def step_page(
    request: Request, way: Way, step: Step, *, form: dict[str, str] | None = None, status: int = 200, **extra: Any
) -> Response:
    """A screen, filled in with what is stored, or with what was typed when that was refused."""
    runtime = runtime_of(request)
    context: dict[str, Any] = {}
    if step is Step.MEETING:
        held = way.meeting if way.meeting and not way.meeting.over else None
        async with runtime.database.snapshot() as session:
            begun = held is not None and await has_begun(session, held)
        format_ = way.board.format if way.board else DEFAULT_FORMAT
        named = {"title": way.board.name if way.board else ""}  # a name that will do: only when is left to say
        form = form or (meeting_shown(held) if held else blank(format_, clock.now()) | named)
        context = form_context(form, **({"begun": begun} | extra))
    else:
        held = way.meeting
        async with runtime.database.snapshot() as session:
            filled = form or await guide.shown(session, way, step)
        context = {"form": filled, "problem": None, "wrong": {}} | extra
    link = f"{runtime.settings.public_url}/j/{way.meeting.join_token}" if way.meeting else ""
    visitor = await visitor_of(request)
    return page(
        request,
        f"views/boards/guide_{step}.html",
        language=visitor.language,
        person=way.person,
        status=status,
        way=way,
        step=step,
        steps=STEPS,
        undone=way.undone,
        meeting=held,
        board=way.board,
        link=link,
        qr=qr_svg(link) if link else "",
        **context,
    )


def _asked(request: Request) -> Step:
    name = request.path_params["step"]
    if name not in set(Step):
        raise NotFound
    return Step(name)


routes = [
    Route("/start", start),
    Route("/start/{step}", step),
    Route("/start/{step}", save, methods=["POST"]),
]
