""" "Min idé": what became of a person's own ideas, and what they can still do with them."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from schemas.board import Board
from schemas.idea import Idea
from schemas.seat import Seat
from schemas.session import SessionSeat
from server.core.access import Here, runtime_of, visitor_of
from server.core.errors import Invalid, NotFound, NotNow, Outdated, TooMany
from server.ideas.follows.asking import may_ask, wish_of
from server.ideas.follows.commands import ask, stop_mail
from server.ideas.ideas.commands import edit as edit_idea
from server.ideas.ideas.commands import withdraw as withdraw_idea
from server.ideas.ideas.wording import OPEN_WORDS, Wording
from server.meeting.meetings.pages import back_to_room, own_fragments, room_page
from server.meeting.seats.pages import from_mail
from server.views.mine import commands
from server.views.mine.pages import mine_page, refused
from server.views.mine.queries import load_mine
from server.views.publication.saying import say
from server.web.forms import form_of, whole_number
from server.web.guards import AtIdea, at_board, at_own_idea
from server.web.html import wants_fragments
from server.web.individual_cases import ask_once

RETURN = "/#f-return"
"""Where a return code is typed; browsers unfold the part of the page that it is in."""


async def newest(request: Request) -> Response:
    """Redirect to the visitor's ideas on the board they joined last; without a seat, to where a return code is
    typed."""
    browser = (await visitor_of(request)).session
    if browser is None:
        return RedirectResponse(RETURN, 303)
    query = (
        select(Board.public_id)
        .join(SessionSeat, col(SessionSeat.board_id) == Board.id)
        .join(Seat, col(Seat.id) == SessionSeat.seat_id)
        .where(SessionSeat.session_id == browser.id, col(Seat.removed_at).is_(None))
        .order_by(col(SessionSeat.since).desc())
        .limit(1)
    )
    async with runtime_of(request).database.snapshot() as session:
        board = (await session.execute(query)).scalar_one_or_none()
    return RedirectResponse(f"/b/{board}/mine" if board else RETURN, 303)


@from_mail
async def mine(request: Request) -> Response:
    """All of the visitor's ideas on a board, and those they follow."""
    here = await at_board(request)
    return await mine_page(request, here, done=request.query_params.get("done", ""))


async def mail(request: Request) -> Response:
    """Ask for mail about all of them, or stop it. The response is the same for every address."""
    here, typed = await at_board(request), await form_of(request)
    if typed.get("do") == "stop":
        await stop_mail(runtime_of(request), here.seat)
        return RedirectResponse(f"/b/{here.board.public_id}/mine?done=stop#follow", 303)
    try:
        await may_ask(request, here)
        await ask(runtime_of(request), here.seat, await _shown(request, here), wish_of(here, typed))
    except (Invalid, TooMany) as problem:
        refused_form = {"typed": typed, "problem": problem.sentence}
        return await mine_page(request, here, status=problem.status, follow=refused_form)
    return RedirectResponse(f"/b/{here.board.public_id}/mine?done=mail#follow", 303)


async def _shown(request: Request, here: Here) -> list[Idea]:
    async with runtime_of(request).database.snapshot() as session:
        found = (await load_mine(session, here.seat, here.seat.joined_at)).ideas
    seen = [each.mine for each in found if each.told_of]
    if not seen:
        raise NotFound
    return seen


async def add(request: Request) -> Response:
    """Add words to one's own idea. Sent again with the same key it counts once."""
    here, typed = await at_own_idea(request), await form_of(request)
    try:
        text = typed.get("text", "").strip()
        ask_once({"text": commands.TEXT}, {"text": text}, typed)
        await commands.add_words(runtime_of(request), here.seat, here.idea, _key(typed), text)
    except (Invalid, NotNow) as problem:
        return await refused(request, here, "add", typed, problem)
    return back_to_mine(here, "add")


async def attention(request: Request) -> Response:
    """Ask those who have the idea in hand to look at it."""
    here, typed = await at_own_idea(request), await form_of(request)
    try:
        await commands.ask_attention(runtime_of(request), here.seat, here.idea, _key(typed))
    except NotNow as problem:
        return await refused(request, here, "ask", typed, problem)
    return back_to_mine(here, "ask")


async def edit(request: Request) -> Response:
    """Change the words of one's own idea. If it was changed meanwhile, both texts are shown and nothing is lost."""
    here = await at_own_idea(request)
    idea = here.idea
    typed = dict(await form_of(request))
    extra: dict[str, Any] = {}
    status = 200
    try:
        version, words = whole_number(typed, "version"), Wording.read(typed).ask(typed, idea)
        yes = typed.get(OPEN_WORDS) == "1"
        await edit_idea(runtime_of(request), here.seat, here.meeting, idea, version, words, open_words=yes)
    except (Invalid, Outdated, NotNow) as problem:
        if typed.get("from") == "mine":
            return await refused(request, here, "edit", typed, problem)
        if isinstance(problem, NotNow):
            raise
        fields = problem.fields if isinstance(problem, Invalid) else {}
        status = problem.status
        extra = {"editing": idea.public_id, "retyped": typed, "rewrong": fields, "reproblem": problem.sentence}
    if typed.get("from") == "mine" and not extra:
        return back_to_mine(here, "edit")
    if wants_fragments(request):
        return await own_fragments(request, here, only=["mine"], status=status, **extra)
    return await room_page(request, here, status=status, **extra) if extra else back_to_room(here.meeting, "#mine")


async def withdraw(request: Request) -> Response:
    """Withdraw one's own idea, in the room or from "Min idé"."""
    here, typed = await at_own_idea(request), await form_of(request)
    try:
        await withdraw_idea(runtime_of(request), here.seat, here.meeting, here.idea)
    except NotNow as problem:
        if typed.get("from") != "mine":
            raise
        return await refused(request, here, "withdraw", typed, problem)
    if typed.get("from") == "mine":
        return back_to_mine(here, "withdraw")
    if wants_fragments(request):
        return await own_fragments(request, here, only=["mine"])
    return back_to_room(here.meeting, "#mine")


async def open_words(request: Request) -> Response:
    """Say whether everybody may read one's own idea in these words, or no longer."""
    here, typed = await at_own_idea(request), await form_of(request)
    yes = typed.get("do") == "yes"
    try:
        await say(runtime_of(request), here.seat, here.idea, yes=yes, seen=typed.get("seen", ""))
    except NotNow as problem:
        return await refused(request, here, "open", typed, problem)
    return back_to_mine(here, "open" if yes else "shut")


def _key(typed: Mapping[str, str]) -> str:
    return typed.get("key", "")[:64] or typed.get("plain_key", "")[:64] or "one"


def back_to_mine(here: AtIdea, done: str) -> Response:
    """Redirect to the page, at the idea in question, with `done` saying what was done."""
    return RedirectResponse(f"/b/{here.board.public_id}/mine?done={done}#mine-{here.idea.public_id}", 303)


routes = [
    Route("/mine", newest),
    Route("/b/{board}/mine", mine),
    Route("/b/{board}/mine/mail", mail, methods=["POST"]),
    Route("/ideas/{idea}", edit, methods=["POST"]),
    Route("/ideas/{idea}/withdrawal", withdraw, methods=["POST"]),
    Route("/ideas/{idea}/additions", add, methods=["POST"]),
    Route("/ideas/{idea}/attention", attention, methods=["POST"]),
    Route("/ideas/{idea}/open-words", open_words, methods=["POST"]),
]
