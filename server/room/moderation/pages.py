"""The pages of those who moderate, which several routes answer with."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from schemas.individual_case import Case
from schemas.screening import ScreeningDeed, Verdict
from server.core.access import Here, runtime_of
from server.core.errors import N_
from server.live.audience import stands_for
from server.live.log import read_since
from server.meeting.seats.queries import way_back
from server.room.moderation.look_up import AtSaid, AtScreening
from server.room.moderation.placing import places
from server.room.moderation.queries import load_looking, load_queue
from server.room.moderation.record import MOST, load_counts, load_log
from server.room.moderation.rules import all_rules_of, rules_of
from server.web.html import page, stream_of
from server.web.template_globals import in_templates

BLANK: dict[str, Any] = {"typed": {}, "wrong": {}, "problem": None, "doing": "", "outdated": False}
"""The context of a page on which nothing has been typed and nothing has gone wrong. `doing` is the form that was
sent."""
VERDICTS = {
    Verdict.WAITING: N_("Venter på at blive set på"),
    Verdict.ASKED: N_("Der er bedt om andre ord"),
    Verdict.CORRECTED: N_("Der er foreslået andre ord"),
    Verdict.SHOWN: N_("Vist"),
    Verdict.REFUSED: N_("Ikke vist"),
}
DEEDS = {
    ScreeningDeed.CAME: N_("Kom ind"),
    ScreeningDeed.SHOWN: N_("Vist"),
    ScreeningDeed.ASKED: N_("Bedt om andre ord"),
    ScreeningDeed.CORRECTED: N_("Foreslået andre ord"),
    ScreeningDeed.SAID_YES: N_("Sagt ja til andre ord"),
    ScreeningDeed.SAID_NO: N_("Sagt nej til andre ord"),
    ScreeningDeed.MOVED: N_("Flyttet"),
    ScreeningDeed.REFUSED: N_("Ikke vist"),
}
LOOKS = {
    Case.OWN: N_("Det ligner en sag om den, der har skrevet."),
    Case.STAFF: N_("Det ligner navnet på en ansat."),
}
in_templates("verdicts", VERDICTS)
in_templates("deeds", DEEDS)
in_templates("looks_like", LOOKS)


async def queue_page(request: Request, here: Here, *, status: int = 200, **extra: Any) -> Response:
    """The queue, which follows the stream."""
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_queue(session, here.board.public_id)
        home = await way_back(session, here.seat)
    return page(
        request,
        "room/moderation/page.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        view=view,
        state=None,
        home=home,
        role=stands_for(here.seat),
        runs=here.seat.staff,
        live=stream_of("moderation", here.board.public_id, at, here.seat.public_id),
        **(BLANK | extra),
    )


async def entry_page(request: Request, here: AtScreening, *, status: int = 200, **extra: Any) -> Response:
    """One thing that somebody wrote, with all that may be decided about it. `extra` refills a form that was refused.
    The page follows what others decide, but not while such a form stands on it, nor at one's own words. Raises NotFound
    for what those who moderate may not read."""
    async with runtime_of(request).database.snapshot() as session:
        at, _ = await read_since(session, here.board.id, -1)
        view = await load_looking(session, here.screening.public_id)
    which = here.screening.public_id, at, here.seat.public_id
    return page(
        request,
        "room/moderation/entry.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        meeting=here.meeting,
        view=view,
        state=None,
        entry=view.entry,
        own=here.own,
        role=stands_for(here.seat),
        live=None if here.own or extra.get("problem") else stream_of("screening", *which),
        **(BLANK | extra),
    )


async def place_page(request: Request, here: AtSaid, *, status: int = 200, **extra: Any) -> Response:
    """Where a comment belongs: the form that moves it."""
    async with runtime_of(request).database.snapshot() as session:
        ideas, cases = await places(session, here.meeting)
    return page(
        request,
        "room/moderation/place.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        meeting=here.meeting,
        comment=here.comment,
        own=here.own,
        ideas=ideas,
        cases=cases,
        **(BLANK | extra),
    )


async def rules_page(request: Request, here: Here, *, status: int = 200, **extra: Any) -> Response:
    """The board's rules, for everybody with a seat; a coordinator may change them."""
    async with runtime_of(request).database.snapshot() as session:
        rules = await all_rules_of(session, here.board) if here.seat.staff else None
        held = await rules_of(session, here.board)
        home = await way_back(session, here.seat)
    return page(
        request,
        "room/moderation/rules.html",
        language=here.visitor.language,
        person=here.visitor.person,
        status=status,
        board=here.board,
        rules=held,
        away=[rule for rule in rules.values() if rule.away] if rules else [],
        runs=here.seat.role == "coordinator",
        home=home,
        **(BLANK | extra),
    )


async def log_page(request: Request, here: Here) -> Response:
    """What was decided, without a word of what it was about."""
    async with runtime_of(request).database.snapshot() as session:
        lines = await load_log(session, here.board, MOST)
        counts = await load_counts(session, here.board.id)
    return page(
        request,
        "room/moderation/log.html",
        language=here.visitor.language,
        person=here.visitor.person,
        board=here.board,
        lines=lines,
        counts=counts,
    )
