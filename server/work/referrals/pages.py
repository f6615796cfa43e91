"""The pages of a referral: the form that sends it, the page of whoever is asked, and what an answer leads back to."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select
from starlette.requests import Request
from starlette.responses import HTMLResponse

from schemas.board import Board
from schemas.flow import Status
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.referral import Referral
from server.core import clock
from server.core.access import language_of, runtime_of
from server.core.days import danish_day, working_day
from server.core.errors import NotFound, NotNow, Problem
from server.core.settings import Settings
from server.core.translations import spoken_of
from server.web.dead_links import NO_ASKED
from server.web.guards import AtIdea
from server.web.guards_asked import AtReferral
from server.web.html import fragments, page, wants_fragments
from server.work.answers.commands import MOVED
from server.work.answers.standing import load_acts
from server.work.referrals.bodies import ANSWER_DAYS
from server.work.referrals.queries import asked_of
from server.work.referrals.replying import ANSWERS, opened_by
from server.work.referrals.sending import Shown, link_token
from server.work.referrals.together import Beside, together

STEP_WITHIN = timedelta(days=30)
BLANK: dict[str, Any] = {"form": "", "typed": {}, "wrong": {}, "problem": ""}
"""Which form was refused, and what was typed there. Here: none was."""


class NoLink(NotFound):
    """A link to a referral that is not valid, or no longer; the page does not say which."""

    def __init__(self) -> None:
        super().__init__()
        self.sentence = NO_ASKED


async def send_page(
    request: Request, here: AtIdea, *, shown: Shown | None = None, status: int = 200, **refused: Any
) -> HTMLResponse:
    """The form that asks another body about an idea; with `shown`, what they will see and the button that sends it.
    Raises NotNow for an idea that the visitor may not send on now."""
    async with runtime_of(request).database.snapshot() as session:
        idea = await session.get_one(Idea, here.idea.id)
        acts = await load_acts(session, here.board, here.seat, idea)
    if acts is None or not (acts.sends_on or refused.get("problem")):
        raise NotNow(MOVED)
    context = BLANK | {"idea": idea, "acts": acts, "shown": shown, "board": here.board, "days": ANSWER_DAYS} | refused
    return page(
        request,
        "work/referrals/send.html",
        language=here.visitor.language,
        status=status,
        person=here.visitor.person,
        **context,
    )


async def asked_page(request: Request, here: AtReferral, *, status: int = 200, **refused: Any) -> HTMLResponse:
    """The page of whoever leads the unit that was asked, or of the coordinator who writes down what a body said."""
    request.state.board = here.board
    heard = here.seat is not None
    mine = {} if heard else {"owner": here.person.name, "owner_mail": here.person.mail}
    context = _context(here.referral, here.idea, here.board, f"/referrals/{here.referral.public_id}", mine)
    shown = {"heard": heard, "by_link": False, "person": here.person, "done": False}
    context |= shown | {"idea_path": here.idea.public_id if heard else ""} | refused
    async with runtime_of(request).database.snapshot() as session:
        context |= await _beside(session, here.referral, here.idea, lambda one: f"/referrals/{one.public_id}")
    return _drawn(request, here.visitor.language, context, status)


async def link_page(request: Request, *, status: int = 200, **refused: Any) -> HTMLResponse:
    """The same by a link. Opening it changes nothing: mail scanners open links too. Raises NoLink."""
    runtime, token = runtime_of(request), request.path_params["token"]
    async with runtime.database.snapshot() as session:
        referral, idea, board = await opened(session, runtime.settings, token)
        beside = await _beside(session, referral, idea, lambda one: f"/r/{link_token(runtime.settings, one.id)}")
    request.state.board = board
    context = _context(referral, idea, board, f"/r/{token}", {})
    context |= {"heard": False, "by_link": True, "person": None, "done": False} | beside | refused
    return _drawn(request, language_of(request), context, status)


async def opened(session: AsyncSession, settings: Settings, token: str) -> tuple[Referral, Idea, Board]:
    """What a link opens. Raises NoLink."""
    query = select(Referral, Idea, Board).join(Idea, col(Idea.id) == Referral.idea_id)
    query = query.join(Board, col(Board.id) == Idea.board_id).where(*opened_by(settings, token))
    query = query.where(col(Idea.shown_at).is_not(None), col(Idea.hidden_at).is_(None))
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NoLink
    return row[0], row[1], row[2]


def _context(referral: Referral, idea: Idea, board: Board, door: str, mine: dict[str, str]) -> dict[str, Any]:
    asked, today = asked_of(referral, idea, board), danish_day(clock.now())
    given = {**mine, "step_date": working_day(today + STEP_WITHIN).isoformat()}
    choices = list(ANSWERS) if asked.open else list[Status]()
    return BLANK | {"asked": asked, "door": door, "choices": choices, "given": given, "referral": referral}


async def _beside(
    session: AsyncSession, referral: Referral, idea: Idea, at: Callable[[Referral], str]
) -> dict[str, Any]:
    """What was handed over with it, and the meeting in whose words all of it is said."""
    found = [
        Beside(each.number, each.title, at(one) if one.rule.open else "", here=one.id == referral.id)
        for one, each in await together(session, referral, idea.meeting_id)
    ]
    meeting = await session.get_one(Meeting, idea.meeting_id)
    spoken_of.set(meeting.form.written)
    return {"beside": found if len(found) > 1 else [], "meeting": meeting}


async def rest(request: Request, referral: Referral, idea: Idea) -> dict[str, Any]:
    """For whoever has answered by a link: what else of it is open."""
    runtime = runtime_of(request)
    async with runtime.database.snapshot() as session:
        return await _beside(session, referral, idea, lambda one: f"/r/{link_token(runtime.settings, one.id)}")


def thanks_page(request: Request, beside: dict[str, Any]) -> HTMLResponse:
    """After an answer by a link, which is dead now: nowhere to be sent to, and a script takes only a part of a page."""
    language = language_of(request)
    if wants_fragments(request):
        parts = [("reply", "work/referrals/thanked.html")]
        parts += [("beside", "work/referrals/rest.html")] if beside["beside"] else []
        return fragments(language, *parts, **beside)
    return page(request, "work/referrals/thanks.html", language=language, **beside)


def _drawn(request: Request, language: str, context: dict[str, Any], status: int) -> HTMLResponse:
    if wants_fragments(request):
        return fragments(language, ("reply", "work/referrals/reply.html"), status=status, **context)
    return page(request, "work/referrals/asked.html", language=language, status=status, **context)


def refilled(form: str, typed: dict[str, str], problem: Problem) -> dict[str, Any]:
    """The context of a page whose `form` was refused, with everything that was typed there."""
    return {"form": form, "typed": typed, "problem": problem.sentence, "wrong": getattr(problem, "fields", {})}
