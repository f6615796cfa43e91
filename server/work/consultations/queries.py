"""Who may ask which boards, and the cases of a board or a body."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.consultation import Consultation
from schemas.danish_order import in_danish_order
from schemas.format import Phase
from schemas.meeting import Meeting
from schemas.minutes import Minutes
from schemas.person import Person
from schemas.unit import Unit
from server.core.organisation import organisation_of
from server.core.prepared import built_once
from server.meeting.meetings.queries import Room


async def bodies_of(session: AsyncSession, person: Person) -> list[Unit]:
    """The units that a person leads now, be it as a deputy, by name: those for which they may ask."""
    query = select(Unit).where(or_(col(Unit.leader_id) == person.id, col(Unit.deputy_id) == person.id))
    return sorted((await session.execute(query)).scalars(), key=lambda unit: in_danish_order(unit.name))


async def boards_for(session: AsyncSession, unit: Unit) -> list[Board]:
    """The open boards that a unit may ask: those of its own organisation, by name. Others are asked by their
    coordinator on its behalf."""
    units = await organisation_of(session, unit.id)
    query = select(Board).where(col(Board.unit_id).in_(units), col(Board.closed_at).is_(None))
    return sorted((await session.execute(query)).scalars(), key=lambda board: in_danish_order(board.name))


async def put_by(session: AsyncSession, units: Iterable[Unit]) -> list[tuple[Consultation, Board]]:
    """The cases that these units have put, each with its board; those that wait first, by date."""
    ids = [unit.id for unit in units]
    query = select(Consultation, Board).join(Board, col(Board.id) == Consultation.board_id)
    rows = (await session.execute(query.where(col(Consultation.unit_id).in_(ids)))).all()
    return sorted(((case, board) for case, board in rows), key=lambda row: _order(row[0]))


async def put_to(session: AsyncSession, board_id: int) -> list[Consultation]:
    """The cases that were put to a board, in the same order. One query."""
    found = await session.execute(select(Consultation).where(Consultation.board_id == board_id))
    return sorted(found.scalars(), key=_order)


def _order(case: Consultation) -> tuple[bool, int]:
    return not case.open, case.reply_by.toordinal() * (1 if case.open else -1)


def waiting(board_id: Any) -> Any:
    """A query for the cases that wait for a board's answer, the nearest date first."""
    query = select(Consultation).where(Consultation.board_id == board_id, col(Consultation.answered_at).is_(None))
    query = query.where(col(Consultation.withdrawn_at).is_(None))
    return query.order_by(col(Consultation.reply_by), col(Consultation.id))


async def load_cases(session: AsyncSession, room: Room) -> list[Consultation]:
    """The cases that the room may talk about: those that wait, in the step for it. At most one query."""
    meeting = room.meeting
    if meeting.over or meeting.phase is not Phase.DISCUSS:
        return []
    return list((await session.execute(_waiting(), {"board": meeting.board_id})).scalars())


@built_once
def _waiting() -> Any:
    return waiting(bindparam("board"))


async def asked_at(session: AsyncSession, board_id: int, since: datetime | None) -> list[Consultation]:
    """What a board hears of at a meeting: the cases that wait, the nearest date first, and those that were answered
    `since` then. One query."""
    answered = col(Consultation.answered_at)
    listed = answered.is_(None) if since is None else or_(answered.is_(None), answered >= since)
    query = select(Consultation).where(Consultation.board_id == board_id, col(Consultation.withdrawn_at).is_(None))
    found = (await session.execute(query.where(listed))).scalars()
    return sorted(found, key=lambda case: (not case.open, case.reply_by, case.id))


async def answerable(session: AsyncSession, board_id: int, now: datetime) -> list[Meeting]:
    """The meetings that a board may have talked at about a case, the newest first: those that have begun and whose
    minutes are still to be approved."""
    query = select(Meeting).outerjoin(Minutes, col(Minutes.meeting_id) == Meeting.id)
    query = query.where(Meeting.board_id == board_id, col(Meeting.starts_at) <= now)
    query = query.where(col(Meeting.cancelled_at).is_(None), col(Minutes.approved_version).is_(None))
    query = query.order_by(col(Meeting.starts_at).desc(), col(Meeting.id).desc()).limit(10)
    return list((await session.execute(query)).scalars())


async def answered_at_meeting(session: AsyncSession, meeting_id: int) -> list[Consultation]:
    """The cases that a meeting has words for, those put first before the others. One query."""
    query = select(Consultation).where(Consultation.meeting_id == meeting_id, Consultation.answer != "")
    query = query.where(col(Consultation.withdrawn_at).is_(None)).order_by(col(Consultation.id))
    return list((await session.execute(query)).scalars())
