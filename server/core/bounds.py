"""Enforces the bounds of schemas/bounds.py: the one place that says there is no more room."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.bounds import BOUNDS, Bounded, most_of
from schemas.comment import Comment
from schemas.discussion import Hand
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.invitation import Invitation
from schemas.meeting import BoundLifted, BoundReached, Meeting
from schemas.moment import Moment
from schemas.referral import Referral
from schemas.seat import Seat
from schemas.staff_note import StaffNote
from schemas.unit import Unit
from server.core.change import Change, changing
from server.core.errors import N_, Full, NotFound
from server.core.runtime import Runtime

NO_MORE = N_("Mødet er fyldt op. Det, du skrev, står her endnu.")
"""For a bound that has been lifted already."""


@dataclass(frozen=True)
class Said:
    """What people read. `full`: whoever runs into the bound. For the desk, `desk` is what happened, and `lift` is what
    the button does."""

    full: str
    desk: str = ""
    lift: str = ""


SAID = {
    Bounded.SEATS: Said(
        N_("Mødet er fuldt. Vi har spurgt koordinatoren om flere pladser. Prøv igen om lidt."),
        N_("Mødet har %(most)s pladser, og der vil flere ind."),
        N_("Giv plads til %(lifted)s"),
    ),
    Bounded.IDEAS: Said(
        N_("Idéen er ikke sendt, men den står her endnu. Vi har spurgt koordinatoren, om hver må sende flere idéer."),
        N_("Nogen vil sende flere end %(most)s idéer."),
        N_("Lad hver sende %(lifted)s idéer"),
    ),
    Bounded.COMMENTS: Said(
        N_("Kommentaren er ikke sendt, men står her endnu. Vi har spurgt koordinatoren, om hver må sende flere."),
        N_("Nogen vil sende flere end %(most)s kommentarer."),
        N_("Lad hver sende %(lifted)s kommentarer"),
    ),
    Bounded.PAPER: Said(
        N_("Idéen er ikke gemt, men den står her endnu. Vi har spurgt koordinatoren, om du må gemme flere idéer."),
        N_("En, der skriver for andre, vil gemme flere end %(most)s idéer."),
        N_("Lad hver gemme %(lifted)s idéer"),
    ),
    Bounded.MEETING_IDEAS: Said(
        N_("Idéen er ikke sendt, men den står her endnu. Vi har spurgt koordinatoren, om mødet må få flere idéer."),
        N_("Mødet har %(most)s idéer, og nogen vil sende flere."),
        N_("Giv plads til %(lifted)s idéer"),
    ),
    Bounded.MEETING_COMMENTS: Said(
        N_("Kommentaren er ikke sendt, men står her endnu. Vi har spurgt koordinatoren, om mødet må få flere."),
        N_("Mødet har %(most)s kommentarer, og nogen vil sende flere."),
        N_("Giv plads til %(lifted)s kommentarer"),
    ),
    Bounded.HANDS: Said(
        N_("Du har bedt om ordet mange gange. Vi har spurgt koordinatoren, om du må gøre det igen."),
        N_("Nogen vil bede om ordet mere end %(most)s gange."),
        N_("Lad hver bede om ordet %(lifted)s gange"),
    ),
    Bounded.ADDED: Said(N_("Det er ikke sendt, men det står her endnu. Der er føjet meget til idéen.")),
    Bounded.MOMENTS: Said(N_("Det er ikke gemt. Der står så meget om idéen, som der er plads til.")),
    Bounded.REFERRALS: Said(N_("Det er ikke sendt. Der er spurgt så mange om idéen, som der er plads til.")),
    Bounded.STAFF_NOTES: Said(N_("Noten er ikke gemt. Idéen har så mange noter, som der er plads til.")),
    Bounded.FOLLOWS: Said(N_("Du følger så mange idéer, som der er plads til.")),
    Bounded.INVITATIONS: Said(N_("Mødet har så mange indbydelser, som der er plads til.")),
    Bounded.MEETINGS: Said(N_("Peerboardet har så mange møder, som der er plads til.")),
    Bounded.BOARDS: Said(N_("Enheden har så mange peerboards, som der er plads til.")),
    Bounded.UNITS: Said(N_("I har så mange enheder, som der er plads til.")),
}
TABLES: dict[Bounded, Any] = {
    Bounded.SEATS: Seat,
    Bounded.IDEAS: Idea,
    Bounded.COMMENTS: Comment,
    Bounded.PAPER: Idea,
    Bounded.MEETING_IDEAS: Idea,
    Bounded.MEETING_COMMENTS: Comment,
    Bounded.HANDS: Hand,
    Bounded.ADDED: Moment,
    Bounded.MOMENTS: Moment,
    Bounded.REFERRALS: Referral,
    Bounded.STAFF_NOTES: StaffNote,
    Bounded.FOLLOWS: Follow,
    Bounded.INVITATIONS: Invitation,
    Bounded.MEETINGS: Meeting,
    Bounded.BOARDS: Board,
    Bounded.UNITS: Unit,
}
"""The table whose rows are counted."""


async def hold(
    session: AsyncSession, kind: Bounded, *which: Any, meeting: Meeting | None = None, more: int = 1
) -> None:
    """Raise Full unless there is room for `more` of a kind on top of the rows that match `which`. Call it under the
    board's lock, so that nobody adds one in between. With `meeting` its own bound holds, and Full asks its coordinator.
    """
    there = select(func.count()).select_from(TABLES[kind]).where(*which)
    _hold(kind, (await session.execute(there)).scalar_one() + more, meeting)


def _hold(kind: Bounded, wanted: int, meeting: Meeting | None) -> None:
    if wanted <= most_of(kind, meeting):
        return
    if meeting is None:
        raise Full(SAID[kind].full)
    if kind in meeting.lifted:
        raise Full(NO_MORE)
    raise Full(SAID[kind].full, ask=None if kind in meeting.asked else partial(_ask, meeting.id, kind))


async def hold_own(change: Change, kind: Bounded, *which: Any, in_all: Bounded | None = None) -> None:
    """The same for what the change's seat adds in its meeting, and, with `in_all`, for what everybody adds there, in
    one query."""
    table = TABLES[kind]
    own = func.count().filter(col(table.seat_id) == change.by.id, *which)
    counted = select(own, func.count()).select_from(table).where(col(table.meeting_id) == change.at.id)
    mine, all_of_them = (await change.session.execute(counted)).one()
    _hold(kind, mine + 1, change.at)
    if in_all is not None:
        _hold(in_all, all_of_them + 1, change.at)


async def _ask(meeting_id: int, kind: Bounded, change: Change) -> None:
    meeting = await change.session.get_one(Meeting, meeting_id)
    if kind not in meeting.asked:
        meeting.asked = [*meeting.asked, kind.value]
        change.tell(BoundReached(meeting_id))


async def lift(runtime: Runtime, coordinator: Seat, meeting: Meeting, typed: str) -> None:
    """Lift a bound for one meeting; lifting it twice changes nothing. `typed` is a Bounded as a form sent it. Raises
    NotFound for one that cannot be lifted, and what `changing` raises."""
    if typed not in set(Bounded) or BOUNDS[Bounded(typed)].lifted is None:
        raise NotFound
    async with changing(runtime, coordinator, Act.RUN, meeting) as change:
        at = change.at
        if typed in at.lifted:
            return
        at.lifted = [*at.lifted, typed]
        at.asked = [kind for kind in at.asked if kind != typed]
        change.tell(BoundLifted(at.id))


@dataclass(frozen=True)
class Wish:
    """A bound that somebody has run into, as the desk shows it."""

    kind: Bounded
    said: Said
    most: int
    lifted: int | None


def wishes(meeting: Meeting) -> list[Wish]:
    """What the coordinator is asked for, oldest first."""
    kinds = [Bounded(kind) for kind in meeting.asked if kind in set(Bounded)]
    return [Wish(kind, SAID[kind], most_of(kind, meeting), BOUNDS[kind].lifted) for kind in kinds]
