"""Telling everybody who was invited by mail what has become of a meeting, each in a letter of their own."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.invitation import Invitation
from schemas.mail import Mail
from schemas.meeting import Meeting
from server.core import clock
from server.core.days import DENMARK, danish_day, working_day
from server.core.settings import Settings
from server.mail.hours import next_open
from server.mail.letters import Letter
from server.mail.outbox import message_id, post
from server.meeting.invitations import letters
from server.meeting.invitations.calendar_file import Method, calendar_file
from server.meeting.invitations.codes import link_of, mailed_token

AT = time(10)
AT_ONCE = timedelta(days=2)
"""So close to the meeting nobody is left to learn of a change by chance: we write at any hour."""


def day_before(starts_at: datetime) -> datetime:
    """When we remind of a meeting: 10 o'clock in Denmark on the last working day before the day of `starts_at`."""
    day: date = danish_day(starts_at) - timedelta(days=1)
    while working_day(day) != day:
        day -= timedelta(days=1)
    return datetime.combine(day, AT, tzinfo=DENMARK).astimezone(UTC)


async def tell_invited(session: AsyncSession, settings: Settings, meeting: Meeting, what: str) -> None:
    """One letter to each who was invited by mail and wants to hear of it; `what` is moved, cancelled or tomorrow.
    The same `what` of the same meeting as it is now is told once."""
    invited = select(Invitation).where(col(Invitation.meeting_id) == meeting.id, col(Invitation.mail) != "")
    found = (await session.execute(invited.order_by(col(Invitation.id)))).scalars().all()
    await _tell(session, settings, meeting, what, {one.mail: one for one in reversed(found)}.values())


async def tell_ended(session: AsyncSession, settings: Settings, meeting: Meeting, ended: Sequence[Invitation]) -> None:
    """Before these invitations end unused: their guests are told, and the meeting goes from their calendars, for later
    nobody knows where to reach them. Not those who never got the mail, nor who has another that is in use."""
    others = select(Invitation.mail).where(Invitation.meeting_id == meeting.id)
    others = others.where(col(Invitation.id).not_in([one.id for one in ended]))
    stay = set((await session.execute(others)).scalars())
    sent = [one for one in ended if one.mail and not await _unsent(session, settings, one)]
    told = {one.mail: one for one in sent if one.mail not in stay}
    await _tell(session, settings, meeting, "ended", told.values())


async def _unsent(session: AsyncSession, settings: Settings, one: Invitation) -> bool:
    """Whether the letter that invites still waits; then it does not go. Later ones hold the link too, and the one that
    stops them."""
    link = link_of(settings, mailed_token(settings, one.salt))
    invites = (col(Mail.unsubscribe).is_(None), col(Mail.body).contains(link, autoescape=True))
    waits = select(Mail.id).where(Mail.recipient == one.mail, col(Mail.sent_at).is_(None), *invites)
    gone = delete(Mail).where(col(Mail.id).in_(waits.with_for_update(skip_locked=True))).returning(col(Mail.id))
    return bool((await session.execute(gone)).all())


async def _tell(
    session: AsyncSession, settings: Settings, meeting: Meeting, what: str, to: Iterable[Invitation]
) -> None:
    board = await session.get_one(Board, meeting.board_id)
    at, by_day = _when(meeting, what, clock.now())
    for one in sorted(to, key=lambda one: one.id):
        method = Method.CANCEL if what in GONE else Method.REQUEST
        calendar = calendar_file(settings, meeting, board.name, one.mail, method, clock.now())
        letter, stop = _letter(settings, what, one, board, meeting).read_in(one.language), stop_link(settings, one)
        if what != "tomorrow":
            await _overtake(session, one.mail, stop)
        reason = (what, meeting.id, meeting.sequence, one.mail, *((one.id,) if what == "ended" else ()))
        await post(
            *(session, one.mail, letter.subject, letter.body, message_id(settings, *reason), stop),
            at=at,
            calendar=calendar,
            by_day=by_day,
            board_id=board.id,
        )


async def _overtake(session: AsyncSession, mail: str, stop: str) -> None:
    """What still waits for the morning, and has become wrong, does not go. What is being sent is not waited for."""
    waits = select(Mail.id).where(Mail.recipient == mail, Mail.unsubscribe == stop, col(Mail.sent_at).is_(None))
    await session.execute(delete(Mail).where(col(Mail.id).in_(waits.with_for_update(skip_locked=True))))


def stop_link(settings: Settings, invitation: Invitation) -> str:
    """Where one says that they want no more mail about the meeting."""
    return f"{link_of(settings, mailed_token(settings, invitation.salt))}/stop"


GONE = frozenset({"cancelled", "ended"})
"""After these the meeting stands in the guest's calendar no more."""


def _letter(settings: Settings, what: str, one: Invitation, board: Board, meeting: Meeting) -> Letter:
    link = link_of(settings, mailed_token(settings, one.salt))
    stop = stop_link(settings, one)
    if what == "cancelled":
        return letters.cancelled(one.name, board.name, meeting)
    if what == "ended":
        return letters.ended(one.name, board.name, meeting)
    if what == "moved":
        return letters.moved(one.name, board.name, meeting, stop)
    return letters.tomorrow(one.name, board.name, meeting, "" if one.used_at else link, stop)


def _when(meeting: Meeting, what: str, now: datetime) -> tuple[datetime, bool]:
    """When it goes first, and whether it then waits for the day. A reminder can wait for the morning, not longer."""
    opens, soon = next_open(now), meeting.starts_at - now < AT_ONCE
    if soon and not (what == "tomorrow" and opens < meeting.starts_at):
        return now, False
    return opens, not soon
