"""Writing to those who are invited to a meeting with an agenda, each in a letter of their own."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.idea import Idea, stands
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from server.core import clock
from server.core.settings import Settings
from server.mail.hours import next_open
from server.mail.letters import Letter
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.meeting.invitations.codes import link_of, mailed_token
from server.meeting.invitations.telling import day_before, stop_link
from server.room.agenda import letters

AHEAD = timedelta(days=3)
"""So long before the last day people are reminded: long enough to write an item."""
Write = Callable[[Invitation, Board], Letter]


def remind_at(last: datetime) -> datetime:
    """When to remind people to hand in: at 10:00 in Denmark, on a working day some days before the last moment."""
    return day_before(last - AHEAD)


async def remind_to_hand_in(session: AsyncSession, settings: Settings, meeting: Meeting) -> None:
    """Remind everybody who was invited by mail and has handed in nothing."""
    wrote = select(Idea.seat_id).where(col(Idea.meeting_id) == meeting.id, stands(taken_back=False))
    done = set((await session.execute(wrote)).scalars()) - {None}

    where = f"{settings.public_url}/m/{meeting.public_id}#write"

    def write(one: Invitation, board: Board) -> Letter:
        link = where if one.used_at else link_of(settings, mailed_token(settings, one.salt))
        stop = stop_link(settings, one)
        return letters.hand_in(one.name, board.name, meeting, link, stop, known=one.used_at is not None)

    invited = [one for one in await _invited(session, meeting) if one.seat_id not in done]
    last = meeting.last_hand_in
    await _post(session, settings, meeting, invited, write, ("hand_in", meeting.id, str(last)))


async def send_agenda(session: AsyncSession, settings: Settings, meeting: Meeting) -> None:
    """Tell that the agenda is set to everybody who was invited by mail."""
    on = (col(Idea.meeting_id) == meeting.id, col(Idea.turn).is_not(None), col(Idea.hidden_at).is_(None))
    query = select(func.count()).select_from(Idea).where(*on, stands(gone=False))
    items = (await session.execute(query)).scalar_one()
    where = f"{settings.public_url}/m/{meeting.public_id}/agenda"

    def write(one: Invitation, board: Board) -> Letter:
        link = where if one.used_at else link_of(settings, mailed_token(settings, one.salt))
        return letters.agenda(one.name, board.name, meeting, items, link, stop_link(settings, one))

    told = ("agenda", meeting.id, str(meeting.agenda_told_at))
    await _post(session, settings, meeting, await _invited(session, meeting), write, told)


async def confirm(session: AsyncSession, settings: Settings, meeting: Meeting, idea: Idea) -> None:
    """Tell whoever handed in an item that we have it, if they were invited by mail."""

    def write(one: Invitation, board: Board) -> Letter:
        return letters.handed_in(one.name, board.name, meeting, stop_link(settings, one), late=idea.late)

    theirs = [one for one in await _invited(session, meeting) if one.seat_id == idea.seat_id]
    await _post(session, settings, meeting, theirs[:1], write, ("handed_in", idea.id))


async def _invited(session: AsyncSession, meeting: Meeting) -> list[Invitation]:
    """One invitation for each address, the newest."""
    query = select(Invitation).where(col(Invitation.meeting_id) == meeting.id, col(Invitation.mail) != "")
    found = (await session.execute(query.order_by(col(Invitation.id)))).scalars()
    return list({one.mail: one for one in found}.values())


async def _post(
    session: AsyncSession,
    settings: Settings,
    meeting: Meeting,
    to: Collection[Invitation],
    write: Write,
    reason: tuple[object, ...],
) -> None:
    """In office hours; each once for the same `reason`."""
    if not to:
        return
    board = await session.get_one(Board, meeting.board_id)
    signed, at = await signature_of(session, meeting.board_id), next_open(clock.now())
    for one in to:
        told = write(one, board).read_in(one.language, (signed,), meeting.form.written)
        ident = message_id(settings, *reason, one.mail)
        stop = stop_link(settings, one)
        await post(session, one.mail, told.subject, told.body, ident, stop, at=at, by_day=True, board_id=board.id)
