"""Escalation: an idea left unanswered goes to the leader one unit up, and everyone concerned is written to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from schemas.idea import Idea
from schemas.moment import Moment, MomentKind
from schemas.person import Person
from server.core.change import Change
from server.core.days import danish_day, days_since
from server.core.errors import N_
from server.core.settings import Settings
from server.ideas.moments.commands import add_moment
from server.mail import links
from server.organisation.units.ladder import Ladder, Rung, height, ladders
from server.work.deadlines import letters
from server.work.deadlines.dates import awaiting, new_date, up_at, watch_answers
from server.work.deadlines.telling import Told, coordinators, tell_staff

AT_ONCE = 200
"""How many of one leader's ideas are escalated in one transaction; the rest follow right after."""
YOURS = N_("En idé fik ikke svar til tiden. Nu er det dig, der skal svare.")
WENT_UP = N_("En idé fik ikke svar til tiden. Den er gået en enhed op.")
NOBODY = N_("En idé fik ikke svar til tiden. Der er ingen leder højere oppe.")


@dataclass
class Late:
    """The ideas of one board that one leader has left unanswered past the board's `escalate_days`."""

    change: Change
    settings: Settings
    ideas: Sequence[Idea]
    leader: Person | None

    @property
    def first(self) -> Idea:
        """The one that has waited longest."""
        return self.ideas[0]


def rung_above(ladder: Ladder, leader_id: int | None) -> Rung | None:
    """The nearest rung above a leader that somebody else leads. For a leader who is not on the ladder, its first rung
    that has a leader."""
    above = ladder[height(ladder, leader_id) + 1 :]
    return next((rung for rung in above if rung.leader_id and rung.leader_id != leader_id), None)


async def escalate(change: Change, settings: Settings, idea: Idea) -> None:
    """Hand an idea to the next leader, together with every other idea that the same leader has left as long. At the top
    of the ladder, say once that there is nobody above. The caller asks first whether the idea still waits, and is that
    late (`server/work/expected/`)."""
    same = await awaiting(change.session, Idea.board_id == change.board.id, col(Idea.leader_id) == idea.leader_id)
    ideas = [one for one in same if _is_late(one, change)][:AT_ONCE] if idea.leader_id else [idea]
    leader = await change.session.get(Person, idea.leader_id) if idea.leader_id else None
    late = Late(change, settings, ideas, leader)
    rung = rung_above((await ladders(change.session, [change.board.unit_id]))[change.board.unit_id], idea.leader_id)
    await (_up(late, rung) if rung else _nobody(late))


def _is_late(idea: Idea, change: Change) -> bool:
    return idea.answer_by is not None and up_at(idea.answer_by, change.board) <= change.now


async def _up(late: Late, rung: Rung) -> None:
    change, then = late.change, new_date(late.change.now, late.change.board)
    was = late.first.answer_by
    name = ", ".join(filter(None, (rung.name, rung.title, rung.unit)))
    for idea in late.ideas:
        line = {"name": name, "day": danish_day(then), "number": _days_late(idea, change.now)}
        await add_moment(change, idea, MomentKind.ESCALATED, before_id=idea.leader_id, **line)
        idea.leader_id, idea.answer_by = rung.leader_id, then
    await watch_answers(change.session, change.board, late.ideas, change.now)
    await _tell_up(late, rung, danish_day(then), ("escalated", late.first.id, was))


async def _tell_up(late: Late, rung: Rung, day: date, reason: tuple[object, ...]) -> None:
    name, count, answers = late.change.board.name, len(late.ideas), links.answers(late.settings)
    link = (
        links.idea(late.settings, late.first.public_id)
        if count == 1
        else links.progress(late.settings, late.change.board)
    )
    yours = letters.handed_to(rung.name or "", name, count, day, answers)
    theirs = letters.handed_on(name, rung.name or "", count, day, link)
    others = [
        *([late.leader.mail] if late.leader else []),
        *await coordinators(late.change.session, late.first.board_id),
    ]
    to_send = [
        Told([rung.mail or ""], late.first, yours, YOURS, answers, reason),
        Told(others, late.first, theirs, WENT_UP, link, reason),
    ]
    await tell_staff(late.change.session, late.settings, to_send)


async def _nobody(late: Late) -> None:
    change = late.change
    said = await _said_since(late)
    late.ideas = [idea for idea in late.ideas if (idea.id or 0) not in said]
    if not late.ideas:
        return
    for idea in late.ideas:
        await add_moment(change, idea, MomentKind.NOBODY_ABOVE, number=_days_late(idea, change.now))
    count, link = len(late.ideas), links.progress(late.settings, change.board)
    letter = letters.nobody_above(change.board.name, count, link)
    mails, reason = (
        await coordinators(change.session, late.first.board_id),
        ("nobody", late.first.id, late.first.answer_by),
    )
    await tell_staff(change.session, late.settings, [Told(mails, late.first, letter, NOBODY, link, reason)])


async def _said_since(late: Late) -> set[int]:
    """The ids of those already reported, since their date passed, as having nobody above."""
    query = select(Moment.idea_id).join(Idea, col(Idea.id) == Moment.idea_id)
    query = query.where(Moment.kind == MomentKind.NOBODY_ABOVE, col(Moment.at) > col(Idea.answer_by))
    query = query.where(col(Idea.id).in_([idea.id for idea in late.ideas]))
    return set((await late.change.session.execute(query)).scalars())


def _days_late(idea: Idea, now: datetime) -> int:
    assert idea.answer_by is not None
    return days_since(idea.answer_by, now)
