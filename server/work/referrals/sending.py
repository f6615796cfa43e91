"""Asking another body about an idea: what they will see, sending it, taking it back, and doubting an answer that came
through a link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select

from schemas.act import Act
from schemas.answer import StatusChange
from schemas.board import Board
from schemas.bounds import Bounded
from schemas.codes import keyed_hash
from schemas.flow import By, Status
from schemas.idea import Idea
from schemas.referral import OPEN, Referral, ReferralState
from schemas.roles import Role
from schemas.seat import Seat
from server.core import jobs
from server.core.bounds import hold
from server.core.change import Change, changing
from server.core.days import danish_day, end_of
from server.core.errors import N_, NotAllowed, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.core.trail import specify_things
from server.mail import links
from server.organisation.units.ladder import Ladder, ladders
from server.work.answers.commands import HIDDEN, MOVED, move_idea
from server.work.answers.needs import Given, read_given
from server.work.deadlines.dates import new_date, within
from server.work.referrals.bodies import Body, body_of, days_of

AWAY = Status.ELSEWHERE
"""The status of an idea that others were asked about. Its row in FLOW says everything else."""
NOT_OPEN = N_("De er ikke spurgt længere. Det, du skrev, står her endnu.")
NOT_LINK = N_("Svaret kom ikke gennem et link, eller der er sket noget nyt siden.")


@dataclass(frozen=True)
class Shown:
    """Exactly what the body will see of an idea, and whom it goes to. `token` changes with any of it."""

    title: str
    text: str
    number: int | None
    board: str
    note: str
    reply_by: datetime
    body: Body
    token: str


async def look(runtime: Runtime, board: Board, idea: Idea, typed: Mapping[str, str], now: datetime) -> Shown:
    """What the body would see if the form were sent now. Without a date, they get the days that are theirs. Raises
    Invalid for missing or bad fields."""
    async with runtime.database.snapshot() as session:
        if not typed.get("reply_by", "").strip():
            by = within(now, await days_of(session, board.unit_id, typed.get("unit", "")))
            typed = {**typed, "reply_by": danish_day(by).isoformat()}
        given = read_given(AWAY, typed, danish_day(now))
        body = await body_of(session, board.unit_id, given)
    return shown(runtime.settings, board, idea, given, body)


def shown(settings: Settings, board: Board, idea: Idea, given: Given, body: Body) -> Shown:
    """The same, of what was read already."""
    assert given.day is not None
    seen = (idea.title, idea.text, idea.number, board.name, given.text, given.day, body.name, body.led, body.mail)
    token = links.keyed(settings, "seen", idea.id, *seen)
    return Shown(idea.title, idea.text, idea.number, board.name, given.text, end_of(given.day), body, token)


class NotSeen(NotNow):
    """What the body will see has not been shown to the sender yet, or has changed since."""


async def send(runtime: Runtime, seat: Seat, idea: Idea, typed: Mapping[str, str]) -> None:
    """Ask the body named in the form, as `seat`. `typed["seen"]` is the token of what the sender saw. Sending the same
    form twice asks once.

    Raises what `set_status` raises, and NotSeen."""
    async with changing(runtime, seat, Act.PROGRESS) as change:
        stored = await change.session.get_one(Idea, idea.id)
        given = read_given(AWAY, typed, danish_day(change.now))
        body = await body_of(change.session, change.board.unit_id, given)
        fresh = shown(runtime.settings, change.board, stored, given, body)
        entry = await move_idea(change, stored, AWAY, typed, given=replace(given, place=body.name))
        if entry is None:
            return
        if typed.get("seen", "") != fresh.token:
            raise NotSeen(N_("Noget er ændret. Se igen, hvad de vil se, før du sender."))
        await begin(change, runtime.settings, stored, entry, given, body)


async def begin(
    change: Change,
    settings: Settings,
    idea: Idea,
    entry: StatusChange,
    given: Given,
    body: Body,
    *,
    before: Referral | None = None,
    tells: bool = True,
) -> Referral:
    """Make the referral that `entry` tells of, and write to whoever is asked, unless another letter `tells` it. After
    `before`, a hop, it keeps its first date, its sender and the date by which they answer. Raises Full."""
    assert given.day is not None
    await hold(change.session, Bounded.REFERRALS, col(Referral.idea_id) == idea.id)
    referral = Referral(
        idea_id=idea.id,
        change_id=entry.id,
        unit_id=body.unit_id,
        body=body.name,
        mail=body.mail,
        note=before.note if before else given.text,
        sent_at=change.now,
        sent_by=before.sent_by if before else change.by.id,
        first_sent_at=before.first_sent_at if before else change.now,
        reply_by=before.reply_by if before else end_of(given.day),
        previous_id=before.id if before else None,
        state_at=change.now,
    )
    change.session.add(referral)
    await change.session.flush()
    if referral.mail:
        referral.token_hash = keyed_hash(settings.secret, link_token(settings, referral.id))
    if tells:
        await schedule(change, "referral_told", referral, "")
    return referral


def link_token(settings: Settings, referral_id: int | None) -> str:
    """The token of a referral's link, 144 bits. It is computed again for each mail: the table holds only its hash."""
    return links.keyed(settings, "referral", referral_id)


async def schedule(change: Change, kind: str, referral: Referral, why: str) -> None:
    """Have a letter about a referral written; once for each `why`."""
    about = {"board_id": change.board.id, "idea_id": referral.idea_id}
    dedupe = f"{kind}:{referral.id}:{why}" if why else f"{kind}:{referral.id}"
    await jobs.due(change.session, kind, referral.id, change.now, dedupe=dedupe, **about)


async def open_referral(change: Change, idea: Idea) -> Referral | None:
    """The referral that an idea waits for, under the board's lock."""
    query = select(Referral).where(Referral.idea_id == idea.id, col(Referral.state).in_(OPEN))
    return (await change.session.execute(query)).scalar_one_or_none()


def end(change: Change, referral: Referral, state: ReferralState) -> None:
    """End a referral, and its link with it."""
    referral.state, referral.state_at, referral.token_hash = state, change.now, None


async def back_to_board(
    change: Change, idea: Idea, referral: Referral, by: frozenset[By], text: str, *, name: str = ""
) -> StatusChange | None:
    """Put an idea back where it came from: before the leader who sent it, or who had it, else the nearest, with a new
    date; without any leader, before the board. The referral must have been ended. Raises what `move_idea` raises."""
    ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
    mail = await _who_sent(change, idea, referral, ladder)
    given = Given(text=text, leader=mail or "", day=danish_day(new_date(change.now, change.board)))
    status = Status.REVIEW if mail else Status.PRIORITISED
    if not mail:
        given = Given(text=text)
    return await move_idea(change, idea, status, {"name": name}, by=by, given=given)


async def _who_sent(change: Change, idea: Idea, referral: Referral, ladder: Ladder) -> str | None:
    leads = [rung for rung in ladder if rung.leader_id is not None]
    seat = await change.session.get(Seat, referral.sent_by) if referral.sent_by else None
    wanted = [seat.person_id] if seat is not None and seat.person_id else []
    first = [rung for who in (*wanted, idea.leader_id) for rung in leads if who and rung.leader_id == who]
    return next((rung.mail for rung in (*first, *leads)), None)


async def _own(change: Change, public_id: str) -> tuple[Referral, Idea]:
    """A referral of the board, for whoever sent it or coordinates the board. Raises NotFound."""
    query = select(Referral, Idea).join(Idea, col(Idea.id) == Referral.idea_id)
    query = query.where(Referral.public_id == public_id, Idea.board_id == change.board.id)
    row = (await change.session.execute(query.with_for_update(of=Referral))).one_or_none()
    if row is None:
        raise NotFound
    referral, idea = row
    if idea.hidden_at is not None:
        raise NotNow(HIDDEN)
    if not may_take_back(change.by, referral):
        raise NotAllowed
    specify_things("idea", (idea.public_id,))
    return referral, idea


def may_take_back(seat: Seat, referral: Referral) -> bool:
    """Whether a seat may take a referral back or doubt its answer: whoever sent it, and the coordinators."""
    return seat.staff and (seat.role is Role.COORDINATOR or referral.sent_by == seat.id)


async def withdraw(runtime: Runtime, seat: Seat, referral: Referral, typed: Mapping[str, str]) -> None:
    """Ask them no longer; the idea is back before the board's own leader. Doing it twice changes nothing. Raises NotNow
    when they have answered meanwhile, and Invalid."""
    async with changing(runtime, seat, Act.PROGRESS) as change:
        stored, idea = await _own(change, referral.public_id)
        if stored.state is ReferralState.WITHDRAWN:
            return
        if not stored.rule.open:
            raise NotNow(MOVED)
        given = read_given(Status.PRIORITISED, typed, danish_day(change.now))
        end(change, stored, ReferralState.WITHDRAWN)
        await back_to_board(change, idea, stored, frozenset({By.SENDER}), given.text)
        await schedule(change, "referral_ended", stored, stored.state)


async def dispute(runtime: Runtime, seat: Seat, referral: Referral, typed: Mapping[str, str]) -> None:
    """Say that an answer that came through a link is not theirs. It stays on the timeline, marked, and the idea goes
    back to review. Doing it twice changes nothing. Raises NotNow once anything has come of the answer, and Invalid."""
    async with changing(runtime, seat, Act.PROGRESS) as change:
        stored, idea = await _own(change, referral.public_id)
        if stored.disputed_at is not None:
            return
        given = read_given(Status.DECLINED, typed, danish_day(change.now))
        if not may_be_disputed(stored, idea):
            raise NotNow(NOT_LINK)
        stored.disputed_at, stored.disputed_by, stored.disputed_why = change.now, change.by.id, given.text
        await back_to_board(change, idea, stored, frozenset({By.SENDER}), given.text)


def may_be_disputed(referral: Referral, idea: Idea) -> bool:
    """Whether the idea still stands where the answer that came through this referral's link put it."""
    by_link = referral.rule.answered and referral.answered_by is None
    return by_link and idea.rule.answer and idea.status_at == referral.state_at and referral.disputed_at is None
