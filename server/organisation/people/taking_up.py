"""The name that staff go by. When somebody who was named by their address first opens a page of a board, they take up
their own name: from then on they go by it in the whole organisation. And when they change it, it changes there."""

from typing import Any

from sqlalchemy import or_
from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.board import Board
from schemas.idea import AgreementMade, Idea
from schemas.person import Person
from schemas.seat import NAME_MAX, Seat, SeatChanged
from schemas.unit import Unit
from server.core.change import Change, changing_in
from server.core.organisation import organisation_of
from server.core.runtime import Runtime


async def take_up(runtime: Runtime, person: Person, board: Board) -> None:
    """Let a person who has come to `board` go by their own name in the whole organisation, and have every board that
    shows their name redraw it. Locks units first and then boards, each in order of id, like every change of the tree.
    """
    moved = []
    async with runtime.database.begin() as session:
        units = await organisation_of(session, board.unit_id)
        theirs = select(Unit).where(col(Unit.id).in_(units), Unit.leader_id == person.id, Unit.called_id == person.id)
        theirs = theirs.order_by(col(Unit.id)).with_for_update(key_share=True)
        for unit in (await session.execute(theirs)).scalars().all():
            unit.called_id, unit.called, unit.called_title = None, "", ""
        await session.flush()
        sits = select(Seat.board_id).where(Seat.person_id == person.id, col(Seat.called_title).is_not(None))
        led = select(Idea.board_id).outerjoin(Agreement, col(Agreement.idea_id) == Idea.id)
        led = led.where(or_(col(Idea.leader_id) == person.id, col(Agreement.leader_id) == person.id))
        here = select(Board.id).where(col(Board.unit_id).in_(units), col(Board.id).in_(sits.union(led)))
        for board_id in (await session.execute(here.order_by(col(Board.id)))).scalars().all():
            async with changing_in(session, board_id) as change:
                await _rename(change, person, col(Seat.called_title).is_not(None))
            moved.append((board_id, change.board.seq))
    for board_id, seq in moved:
        await runtime.ring(board_id, seq)


async def rename(runtime: Runtime, person: Person, name: str, title: str) -> Person:
    """Give somebody the name and title that they wrote themselves, and have every board where they go by their own name
    redraw it. Where they were named by their address and have not been, what was typed there still holds. Locks their
    account first and then boards, in order of id."""
    moved = []
    async with runtime.database.begin() as session:
        known = await session.get_one(Person, person.id, with_for_update={"key_share": True})
        if (known.name, known.title) == (name, title):
            return known
        known.name, known.title = name, title
        await session.flush()
        own = col(Seat.called_title).is_(None)
        sits = select(Seat.board_id).where(Seat.person_id == known.id, own)
        led = select(Idea.board_id).where(Idea.leader_id == known.id)
        here = select(Board.id).where(col(Board.id).in_(sits.union(led))).order_by(col(Board.id))
        for board_id in (await session.execute(here)).scalars().all():
            async with changing_in(session, board_id) as change:
                await _rename(change, known, own)
            moved.append((board_id, change.board.seq))
    for board_id, seq in moved:
        await runtime.ring(board_id, seq)
    return known


async def _rename(change: Change, person: Person, which: Any) -> None:
    sits = select(Seat).where(Seat.board_id == change.board.id, Seat.person_id == person.id, which)
    for seat in (await change.session.execute(sits)).scalars().all():
        seat.name, seat.called_title = person.name[:NAME_MAX], None
        change.tell(SeatChanged(seat.id))
    led = (
        select(Idea.id).outerjoin(Agreement, col(Agreement.idea_id) == Idea.id).where(Idea.board_id == change.board.id)
    )
    led = led.where(or_(col(Idea.leader_id) == person.id, col(Agreement.leader_id) == person.id)).order_by(col(Idea.id))
    for idea_id in (await change.session.execute(led)).scalars().all():
        change.tell(AgreementMade(idea_id))
