"""The queue, what is decided about each thing in it, and what its writer answers. All of it works without a script."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from server.core.access import runtime_of
from server.core.errors import Invalid, NotNow, Outdated
from server.room.moderation import commands
from server.room.moderation.look_up import AtScreening, at_comment_to_move, at_moderation, at_screening
from server.room.moderation.pages import entry_page, place_page, queue_page
from server.room.moderation.placing import move_comment
from server.room.moderation.rules import rules_of
from server.web.forms import Typed, form_of, whole_number


async def queue(request: Request) -> Response:
    """What is to be looked at on a board."""
    return await queue_page(request, await at_moderation(request))


async def entry(request: Request) -> Response:
    """One of them, with the form that was asked for open."""
    return await entry_page(request, await at_screening(request), doing=request.query_params.get("do", ""))


async def decide(request: Request) -> Response:
    """Decide about it. What was typed stays in the form if that is refused; if somebody else decided meanwhile, their
    decision stands above it."""
    here, typed = await at_screening(request), await form_of(request)
    try:
        await _decide(request, here, typed)
    except (Invalid, NotNow, Outdated) as problem:
        if isinstance(problem, Outdated):
            here = await at_screening(request)
        return await entry_page(
            request,
            here,
            status=problem.status,
            typed=typed,
            wrong=getattr(problem, "fields", {}),
            problem=problem,
            doing=typed["do"],
            outdated=isinstance(problem, Outdated),
        )
    return RedirectResponse(f"/b/{here.board.public_id}/moderation#queue-of-words", 303)


async def _decide(request: Request, here: AtScreening, typed: Typed) -> None:
    runtime, seat, about, version = runtime_of(request), here.seat, here.screening, whole_number(typed, "version")
    message, title, text = typed["message"].strip(), typed["title"].strip(), typed["text"].strip()
    match typed["do"]:
        case "show":
            await commands.show(runtime, seat, about, version)
        case "ask":
            await commands.ask(runtime, seat, about, version, message, typed["warned"])
        case "correct":
            await commands.correct(runtime, seat, about, version, title, text, message)
        case "theme":
            await commands.put_under(runtime, seat, about, version, typed["theme"])
        case "refuse":
            async with runtime.database.snapshot() as session:
                rules = {rule.number for rule in await rules_of(session, here.board)}
            rule = whole_number(typed, "rule", 0)
            await commands.refuse(runtime, seat, about, version, rule, message, rules=rules, warned=typed["warned"])
        case _:
            raise Invalid(commands.NOT_SENT)


async def place(request: Request) -> Response:
    """The form that moves a comment."""
    return await place_page(request, await at_comment_to_move(request))


async def move(request: Request) -> Response:
    """Move a comment to what it is about."""
    here, typed = await at_comment_to_move(request), await form_of(request)
    try:
        await move_comment(runtime_of(request), here.seat, here.comment, typed["to"])
    except (Invalid, NotNow) as problem:
        wrong = getattr(problem, "fields", {})
        return await place_page(request, here, status=problem.status, typed=typed, wrong=wrong, problem=problem)
    if here.own:
        return RedirectResponse(f"/m/{here.meeting.public_id}#my-comments", 303)
    return RedirectResponse(f"/b/{here.board.public_id}/moderation", 303)


routes = [
    Route("/b/{board}/moderation", queue),
    Route("/screenings/{screening}", entry),
    Route("/screenings/{screening}", decide, methods=["POST"]),
    Route("/comments/{comment}/place", place),
    Route("/comments/{comment}/place", move, methods=["POST"]),
]
