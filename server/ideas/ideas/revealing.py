"""Showing the meeting's ideas, all at once or one by one as the coordinator calls them up."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.format import Phase
from schemas.idea import Idea, stands
from schemas.meeting import Meeting, MeetingChanged, RevealBy
from schemas.seat import Seat
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotNow
from server.core.runtime import Runtime
from server.ideas.ideas.showing import reveal
from server.meeting.meetings.queries import Room
from server.web.pictures import HIGH, pictures

UNDER_A_QUESTION = HIGH - 1.7
"""How high a picture is below a question of two lines, which the meeting may have put itself."""
WAYS = {"all": RevealBy.ALL, "one": RevealBy.ONE}


@dataclass
class Revealing:
    """How far the room has come: how many ideas are left to show and, if they are shown one by one, which came last."""

    left: int
    newest: Idea | None = None


async def load_revealing(session: AsyncSession, room: Room) -> Revealing:
    """What the phase shows besides the ideas. One query."""
    if not room.meeting.shows_one_by_one:
        return Revealing(await _waiting(session, room.meeting))
    last = max((idea.shown_at for idea in room.ideas if idea.shown_at), default=None)
    together = [idea for idea in room.ideas if idea.shown_at == last]
    left = await _waiting(session, room.meeting)
    return Revealing(left, together[0] if len(together) == 1 else None)


def shown_pictures(room: Room) -> Sequence[Any]:
    """What the projector shows: while ideas come one by one the newest alone, then all of them."""
    if room.meeting.shows_one_by_one and room.part.left:
        return (room.part.newest,)
    return pictures(room.ideas)


def written_pictures(room: Room) -> Sequence[Any]:
    """What the projector shows while people write: what has been shown, where it shows at once; else nothing yet."""
    return pictures(room.ideas, UNDER_A_QUESTION) if room.at_once else ()


async def show_ideas(runtime: Runtime, seat: Seat, meeting: Meeting, what: str, seen: int | None = None) -> None:
    """Show ideas, or choose how they are shown. `what` is "next" or "rest", in the phase "reveal" only; or "one" or
    "all", in any phase, of which "all" also shows the rest if ideas are being shown now. `seen` is the number of ideas
    that the coordinator saw waiting: if it is out of date (a double click, or another coordinator was faster), "next"
    does nothing. Raises Invalid for another `what`, NotNow in another phase."""
    if what not in {"next", "rest", *WAYS}:
        raise Invalid(N_("Vælg, hvordan idéerne vises."))
    async with changing(runtime, seat, Act.RUN, meeting) as change:
        at = change.at
        if what in WAYS:
            at.reveal_by = WAYS[what]
            change.tell(MeetingChanged(at.id))
        if at.phase is not Phase.REVEAL:
            if what in WAYS:
                return
            raise NotNow(N_("Det er ikke det, vi gør i dette trin."))
        if what in {"rest", "all"}:
            await reveal(change)
        elif what == "next" and seen in {None, await _waiting(change.session, at)}:
            await reveal(change, one=True)


async def show_what_may_be_seen(change: Change) -> None:
    """On entering a phase, show all ideas, unless the phase hides them or they are shown one by one."""
    if not change.at.hides_ideas and not change.at.shows_one_by_one:
        await reveal(change)


async def show_the_rest(change: Change, phase: Phase | None) -> None:
    """If the meeting ends while ideas are shown one by one, show the rest, so that none is lost from sight."""
    if phase is None and change.at.shows_one_by_one:
        await reveal(change)


async def _waiting(session: AsyncSession, meeting: Meeting) -> int:
    room = (Idea.meeting_id == meeting.id, col(Idea.shown_at).is_(None), col(Idea.late).is_(False))
    shown = (col(Idea.hidden_at).is_(None), col(Idea.held).is_(False), stands(taken_back=False))
    return (await session.execute(select(func.count()).select_from(Idea).where(*room, *shown))).scalar_one()
