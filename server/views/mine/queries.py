"""What one person has written or follows, and where each idea is now, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import StatusChange, Step
from schemas.follow import Follow
from schemas.follow_up import FollowUp
from schemas.idea import Idea
from schemas.meeting import Meeting
from schemas.moment import Moment, MomentKind
from schemas.promises import next_step
from schemas.round import Round, RoundIdea, RoundState
from schemas.seat import Seat
from server.core import clock
from server.core.change import role_may
from server.ideas.groups.wordings import load_survivors
from server.ideas.ideas.queries import Line, load_lines, promised
from server.ideas.moments.queries import Happened, load_moments
from server.room.since_last.queries import Told, promise
from server.views.mine import rules
from server.work.follow_ups.queries import Asked, load_asked

OWN_DEEDS = frozenset({MomentKind.ADDED, MomentKind.ATTENTION})
"""What proposers did themselves is no news to them."""
Entry = Line | Happened


@dataclass
class Mine(Told):
    """One idea on the page. If it was merged, `idea` is the one it is part of now."""

    written: Idea | None = None
    """The idea as it was written or followed."""
    own: bool = True
    answer: Line | None = None
    """The newest official answer."""
    news: list[Entry] = field(default_factory=list)
    """What happened since the last look, oldest first."""
    asked: Asked | None = None
    """The open question to members about it."""
    again_from: datetime | None = None
    may_edit: bool = False
    may_withdraw: bool = False
    may_add: bool = False
    may_ask: bool = False

    @property
    def mine(self) -> Idea:
        """The idea as it was written or followed."""
        return self.written or self.idea

    @property
    def told_of(self) -> bool:
        """Whether mail can be about it: others can read it, or it is the visitor's own and waits for somebody to look
        at it."""
        seen = self.mine.shown_at is not None and self.mine.hidden_at is None
        return seen or (self.own and self.mine.hidden_of(self.mine.seat_id))

    @property
    def merged(self) -> bool:
        """Whether it is part of another idea now."""
        return self.mine.id != self.idea.id


@dataclass
class Page:
    """All of a seat's ideas: those with news first. In each part withdrawn ones come last, and own ones before followed
    ones."""

    ideas: list[Mine] = field(default_factory=list)
    mail: Follow | None = None
    """Where news is mailed to, once the address is confirmed."""

    @property
    def fresh(self) -> int:
        """How many ideas have news."""
        return sum(bool(each.news) for each in self.ideas)

    @property
    def shown(self) -> bool:
        """Whether there is any idea that mail can be about."""
        return any(each.told_of for each in self.ideas)


async def load_mine(session: AsyncSession, seat: Seat, since: datetime) -> Page:
    """What "Min idé" shows a seat; what happened after `since` is new."""
    rows = await _wanted(session, seat)
    merged = [idea.id for idea, _ in rows if idea.rule.merged]
    survivors = await load_survivors(session, merged)
    now_of = {idea.id: survivors.get(idea.id, idea) for idea, _ in rows}
    ids = {idea.id for idea in now_of.values()} | set(now_of)
    lines: dict[int | None, list[Line]] = defaultdict(list)
    for line in await load_lines(session, col(StatusChange.idea_id).in_(ids)):
        lines[line.change.idea_id].append(line)
    moments: dict[int | None, list[Happened]] = defaultdict(list)
    for moment in await load_moments(session, col(Moment.idea_id).in_(ids)):
        moments[moment.moment.idea_id].append(moment)
    waiting = select(Step).where(col(Step.idea_id).in_(ids), col(Step.done_at).is_(None))
    steps: dict[int, list[Step]] = defaultdict(list)
    for step in (await session.execute(waiting)).scalars():
        steps[step.idea_id].append(step)
    voted = await _voted_on(session, ids)
    asked = {each.idea.id: each for each in await load_asked(session, col(FollowUp.idea_id).in_(ids))}
    now, found = clock.now(), list[Mine]()
    for written, meeting in rows:
        idea, own = now_of[written.id], written.seat_id == seat.id
        shown = _shown(written, idea, lines[idea.id], own=own)
        shown.step, shown.asked = next_step(steps[idea.id]), asked.get(idea.id)
        promise(shown, now, max([idea.status_at, *(each.at for each in moments[idea.id])]))
        shown.news = _news((*lines[idea.id], *moments[idea.id]), since, own=own)
        if own:
            _allow(shown, seat, meeting, moments[idea.id], now, voted_on=written.id in voted)
        found.append(shown)
    found.sort(key=_order)
    return Page(found, await _mail(session, seat))


def _order(shown: Mine) -> tuple[bool, bool, bool, int]:
    return not shown.news, shown.mine.rule.taken_back, not shown.own, -(shown.mine.id or 0)


async def _wanted(session: AsyncSession, seat: Seat) -> list[tuple[Idea, Meeting]]:
    followed = select(Follow.idea_id).where(Follow.seat_id == seat.id)
    own = (col(Idea.seat_id) == seat.id) & col(Idea.on_paper).is_(False)
    seen = col(Idea.id).in_(followed) & col(Idea.shown_at).is_not(None) & col(Idea.hidden_at).is_(None)
    query = select(Idea, Meeting).join(Meeting, col(Meeting.id) == Idea.meeting_id).where(own | seen)
    return [(idea, meeting) for idea, meeting in (await session.execute(query)).all()]


def _shown(written: Idea, idea: Idea, lines: list[Line], *, own: bool) -> Mine:
    latest = lines[-1] if lines else Line(StatusChange(idea_id=0, status=idea.status, at=idea.status_at))
    latest.moved_to = promised(idea)
    answers = [line for line in lines if line.answer]
    return Mine(idea, latest, written=written, own=own, answer=answers[-1] if answers else None)


def _news(entries: tuple[Entry, ...], since: datetime, *, own: bool) -> list[Entry]:
    def fresh(entry: Entry) -> bool:
        if entry.at <= since:
            return False
        if isinstance(entry, Line):
            own_move = entry.change.rule.written or entry.change.rule.taken_back
            return not own_move or entry.change.round_id is not None
        return not own or entry.moment.kind not in OWN_DEEDS

    return sorted(filter(fresh, entries), key=lambda entry: entry.at)


def _allow(
    shown: Mine, seat: Seat, meeting: Meeting, moments: list[Happened], now: datetime, *, voted_on: bool
) -> None:
    shown.may_edit = rules.may_edit(seat, shown.mine, meeting, voted_on=voted_on)
    shown.may_withdraw = rules.may_withdraw(seat, shown.mine, meeting)
    may_act = rules.may_add(shown.idea) and role_may(seat, Act.ADD)
    shown.may_add = may_act and not (meeting.gated and not seat.staff)
    shown.may_ask = may_act and shown.idea.rule.in_hand
    asked = [each.at for each in moments if each.moment.kind is MomentKind.ATTENTION]
    shown.again_from = rules.again_from(asked[-1] if asked else None, now)


async def _voted_on(session: AsyncSession, ideas: Iterable[int | None]) -> set[int]:
    query = select(RoundIdea.idea_id).join(Round, col(Round.id) == RoundIdea.round_id)
    query = query.where(col(RoundIdea.idea_id).in_(ideas), Round.state != RoundState.VOID)
    return set((await session.execute(query)).scalars())


async def _mail(session: AsyncSession, seat: Seat) -> Follow | None:
    """Only a confirmed address: otherwise the page would show whether somebody else uses one."""
    mine = (Follow.seat_id == seat.id, col(Follow.mail).is_not(None), col(Follow.confirmed_at).is_not(None))
    query = select(Follow).where(*mine).order_by(col(Follow.id).desc()).limit(1)
    return (await session.execute(query)).scalar_one_or_none()
