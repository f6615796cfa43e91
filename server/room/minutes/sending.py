"""Sending approved minutes: one letter to each recipient, with a link and nothing of what was said.

Its readers were invited or are involved, so it does not count towards the news that one address may get in a week, but
it does wait for open hours. The same version is never sent twice to one address; a corrected one goes out only when a
coordinator sends it.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.follow import Follow
from schemas.idea import Idea
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.minutes import Minutes, MinutesChanged, MinutesState
from schemas.person import Person
from schemas.roles import STAFF
from schemas.seat import Seat
from schemas.unit import Unit
from server.core import clock, jobs
from server.core.errors import N_, NotNow
from server.core.office import in_office
from server.core.runtime import Runtime
from server.mail.hours import next_open
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.room.minutes.commands import MOVED_ON, changing_minutes
from server.room.minutes.letters import minutes_letter


@dataclass(frozen=True)
class Recipient:
    """One address, its language, and why it gets the letter: "staff", "invited" or "follows"."""

    mail: str
    language: str
    why: str


def leaves(minutes: Minutes) -> datetime | None:
    """When letters that wait for open hours go out; None if they have gone, or none was sent."""
    at = next_open(minutes.sent_at) if minutes.sent_at else None
    return at if at and at > clock.now() else None


async def load_recipients(session: AsyncSession, meeting: Meeting) -> list[Recipient]:
    """The board's staff and its unit's leader, everybody invited by mail, and members who follow one of the meeting's
    ideas with a confirmed address. Each address once, for the first of these reasons. Three queries."""
    sits = select(Seat.person_id).where(Seat.board_id == meeting.board_id, col(Seat.removed_at).is_(None), in_office())
    leads = select(Unit.leader_id).join(Board, col(Board.unit_id) == Unit.id).where(Board.id == meeting.board_id)
    of_board = col(Person.id).in_(sits.where(col(Seat.role).in_(STAFF))) | col(Person.id).in_(leads)
    staff = select(Person).where(of_board).order_by(Person.mail)
    found = [Recipient(one.mail, one.reads, "staff") for one in (await session.execute(staff)).scalars()]
    invited = select(Invitation.mail, Invitation.language).where(Invitation.meeting_id == meeting.id)
    invited = invited.where(Invitation.mail != "").order_by(col(Invitation.id))
    found += [Recipient(mail, language, "invited") for mail, language in (await session.execute(invited)).all()]
    follows = select(Follow.mail, Follow.language).join(Idea, col(Idea.id) == Follow.idea_id)
    follows = follows.join(Seat, col(Seat.id) == Follow.seat_id).where(col(Seat.removed_at).is_(None))
    confirmed = (col(Follow.mail).is_not(None), col(Follow.confirmed_at).is_not(None))
    follows = follows.where(Idea.meeting_id == meeting.id, *confirmed).order_by(col(Follow.id))
    found += [Recipient(mail or "", lang, "follows") for mail, lang in (await session.execute(follows)).all()]
    once: dict[str, Recipient] = {}
    for one in found:
        once.setdefault(one.mail.lower(), one)
    return list(once.values())


async def send(runtime: Runtime, seat: Seat, meeting: Meeting, version: int) -> int:
    """Send the approved version to everybody; returns how many letters go out. Raises NotNow if it is not approved, or
    has changed since it was looked at."""
    waiting = []
    async with changing_minutes(runtime, seat, meeting) as (change, minutes):
        if minutes.version != version:
            raise NotNow(MOVED_ON)
        if minutes.pending:
            raise NotNow(N_("Referatet skal godkendes, før det kan sendes."))
        link = f"{runtime.settings.public_url}/minutes/{minutes.token}"
        at, corrected = next_open(change.now), minutes.sent_at is not None and minutes.corrected_at is not None
        signed = await signature_of(change.session, meeting.board_id)
        written = minutes_letter(change.board.name, meeting, link, corrected=corrected)
        for one in await load_recipients(change.session, meeting):
            letter = written.read_in(one.language, (signed,), meeting.form.written)
            ident = message_id(runtime.settings, "minutes", meeting.id, version, one.mail.lower())
            job = await post(
                *(change.session, one.mail, letter.subject, letter.body, ident),
                at=at,
                by_day=True,
                board_id=meeting.board_id,
            )
            waiting += [job] if job is not None else []
        if waiting:
            minutes.state, minutes.sent_at = MinutesState.SENT, change.now
            change.tell(MinutesChanged(minutes.meeting_id))
    for job in waiting:
        await jobs.ring(runtime.doorbell, job)
    return len(waiting)
