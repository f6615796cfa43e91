"""Telling everybody who was invited by mail about a change to the meeting, each in a separate letter."""

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
from server.mail.signature import signature_of
from server.meeting.invitations import letters
from server.meeting.invitations.calendar_file import Method, calendar_file
from server.meeting.invitations.codes import link_of, mailed_token

AT = time(10)
AT_ONCE = timedelta(days=2)
"""This close to the meeting, news of a change is sent at any hour, since waiting could make it too late."""


def day_before(starts_at: datetime) -> datetime:
    """When to send the reminder: at 10:00 in Denmark on the last working day before the day of `starts_at`."""
    day: date = danish_day(starts_at) - timedelta(days=1)
    while working_day(day) != day:
        day -= timedelta(days=1)
    return datetime.combine(day, AT, tzinfo=DENMARK).astimezone(UTC)


async def tell_invited(session: AsyncSession, settings: Settings, meeting: Meeting, what: str) -> None:
    """Send a letter to everybody who was invited by mail and has not stopped it. `what` is "moved", "cancelled" or
    "tomorrow". Each is sent only once for the same version (`sequence`) of the meeting."""
    invited = select(Invitation).where(col(Invitation.meeting_id) == meeting.id, col(Invitation.mail) != "")
    found = (await session.execute(invited.order_by(col(Invitation.id)))).scalars().all()
    await _send_letters(session, settings, meeting, what, {one.mail: one for one in reversed(found)}.values())


async def tell_ended(session: AsyncSession, settings: Settings, meeting: Meeting, ended: Sequence[Invitation]) -> None:
    """Tell the guests of these unused invitations, which are about to be deleted along with the addresses, and remove
    the meeting from their calendars. Leaves out guests whose invitation had not been sent yet, which is now not sent at
    all, and those who have another invitation to the meeting."""
    others = select(Invitation.mail).where(Invitation.meeting_id == meeting.id)
    others = others.where(col(Invitation.id).not_in([one.id for one in ended]))
    stay = set((await session.execute(others)).scalars())
    sent = [one for one in ended if one.mail and not await _drop_unsent(session, settings, one)]
    by_mail = {one.mail: one for one in sent if one.mail not in stay}
    await _send_letters(session, settings, meeting, "ended", by_mail.values())


async def _drop_unsent(session: AsyncSession, settings: Settings, one: Invitation) -> bool:
    """Delete the mail with the invitation if it has not been sent yet; whether there was one. Later mails contain the
    same link, but can be told apart by having an unsubscribe link."""
    link = link_of(settings, mailed_token(settings, one.salt))
    invites = (col(Mail.unsubscribe).is_(None), col(Mail.body).contains(link, autoescape=True))
    waiting = select(Mail.id).where(Mail.recipient == one.mail, col(Mail.sent_at).is_(None), *invites)
    deleted = delete(Mail).where(col(Mail.id).in_(waiting.with_for_update(skip_locked=True))).returning(col(Mail.id))
    return bool((await session.execute(deleted)).all())


async def _send_letters(
    session: AsyncSession, settings: Settings, meeting: Meeting, what: str, to: Iterable[Invitation]
) -> None:
    board = await session.get_one(Board, meeting.board_id)
    signed = await signature_of(session, meeting.board_id)
    at, by_day = _send_time(meeting, what, clock.now())
    for one in sorted(to, key=lambda one: one.id):
        method = Method.CANCEL if what in GONE else Method.REQUEST
        calendar = calendar_file(settings, meeting, board.name, one.mail, method, clock.now())
        letter = _letter(settings, what, one, board, meeting).read_in(one.language, (signed,), meeting.form.written)
        stop = stop_link(settings, one)
        if what != "tomorrow":
            await _drop_outdated(session, one.mail, stop)
        reason = (what, meeting.id, meeting.sequence, one.mail, *((one.id,) if what == "ended" else ()))
        await post(
            *(session, one.mail, letter.subject, letter.body, message_id(settings, *reason), stop),
            at=at,
            calendar=calendar,
            by_day=by_day,
            board_id=board.id,
        )


async def _drop_outdated(session: AsyncSession, mail: str, stop: str) -> None:
    """Delete earlier mail that is still waiting for the morning and is out of date now. Does not wait for mail that is
    being sent at this moment."""
    waiting = select(Mail.id).where(Mail.recipient == mail, Mail.unsubscribe == stop, col(Mail.sent_at).is_(None))
    await session.execute(delete(Mail).where(col(Mail.id).in_(waiting.with_for_update(skip_locked=True))))


def stop_link(settings: Settings, invitation: Invitation) -> str:
    """The link to stop mail about the meeting."""
    return f"{link_of(settings, mailed_token(settings, invitation.salt))}/stop"


GONE = frozenset({"cancelled", "ended"})
"""The letters that remove the meeting from the guest's calendar."""


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


def _send_time(meeting: Meeting, what: str, now: datetime) -> tuple[datetime, bool]:
    """When to send the letter, and whether later attempts keep to open hours. Within AT_ONCE of the meeting it is sent
    at any hour, except that a reminder waits for the morning if that still comes before the meeting."""
    opens, soon = next_open(now), meeting.starts_at - now < AT_ONCE
    if soon and not (what == "tomorrow" and opens < meeting.starts_at):
        return now, False
    return opens, not soon
