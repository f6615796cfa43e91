"""A unit has another leader, or stands elsewhere in the tree. Who answered for its boards before has lost the office,
and with it what they could see there; what waited for them goes on to whoever answers now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.answer import Owner
from schemas.flow import Status
from schemas.idea import AgreementMade, Idea
from schemas.moment import MomentKind
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged, SeatRemoved
from schemas.unit import Unit
from server import jobs
from server.answers.standing import Ladder, Rung, height, ladders
from server.change import Change, change_in
from server.discussion.queue import step_out
from server.mail.hours import next_open
from server.moments.commands import add_moment
from server.owners.assigning import OWNED
from server.owners.leaving import hand_on
from server.votes.removed import note_removed

OPEN = OWNED | {Status.REVIEW, Status.ELSEWHERE}
"""In these somebody waits for the leader, or will: of the rest it only stands who it was."""
TOUCHED = text("""
WITH RECURSIVE below AS (
    SELECT id FROM unit WHERE id = :unit
    UNION SELECT unit.id FROM unit JOIN below ON unit.parent_id = below.id
) SELECT board.id FROM board JOIN below ON below.id = board.unit_id
WHERE EXISTS (SELECT FROM seat WHERE board_id = board.id AND person_id = ANY (:people))
   OR EXISTS (
    SELECT FROM idea LEFT JOIN agreement ON agreement.idea_id = idea.id LEFT JOIN owner ON owner.idea_id = idea.id
    WHERE idea.board_id = board.id AND (
        idea.leader_id = ANY (:people) OR agreement.leader_id = ANY (:people) OR owner.person_id = ANY (:people)
    )
) ORDER BY board.id
""")


@dataclass(frozen=True)
class Office:
    """A unit's ladder before and after a change."""

    before: Ladder
    after: Ladder

    @property
    def left(self) -> set[int]:
        """Who led here, or above, and does no longer."""
        return _leaders(self.before) - _leaders(self.after)

    @property
    def came(self) -> set[int]:
        """Who does now and did not."""
        return _leaders(self.after) - _leaders(self.before)

    def heir(self, person_id: int) -> Rung | None:
        """Who has now what somebody who left had: whoever stands where they stood, else the nearest above, else the
        nearest below."""
        place = height(self.before, person_id)
        ways = (*self.after[place:], *reversed(self.after[:place]))
        return next((rung for rung in ways if rung.leader_id), None)


def _leaders(ladder: Ladder) -> set[int]:
    return {rung.leader_id for rung in ladder if rung.leader_id}


async def hand_over(session: AsyncSession, unit: Unit, before: Ladder, now: datetime) -> list[tuple[int, int]]:
    """As a part of a change of the tree, when it is written: what follows from it on the boards of `unit` and below.
    `before` is the unit's ladder as it was. The boards that moved, and how far, to be rung when it is committed."""
    office = Office(before, (await ladders(session, [unit.id]))[unit.id])
    people = office.left | office.came
    if not people:
        return []
    moved = []
    for board_id in (await session.execute(TOUCHED, {"unit": unit.id, "people": list(people)})).scalars().all():
        async with change_in(session, board_id) as board:
            ladder = (await ladders(session, [board.board.unit_id]))[board.board.unit_id]
            here = _leaders(ladder)
            await _appoint(board, office.came & here)
            for person_id in sorted(office.left - here):
                await _dismiss(board, ladder, person_id, office.heir(person_id) or _nearest(ladder), now)
        moved.append((board_id, board.board.seq))
    return moved


def _nearest(ladder: Ladder) -> Rung | None:
    return next((rung for rung in ladder if rung.leader_id), None)


async def _seats(board: Change, people: Collection[int]) -> list[Seat]:
    query = select(Seat).where(Seat.board_id == board.board.id, col(Seat.person_id).in_(people))
    return list((await board.session.execute(query.order_by(col(Seat.id)))).scalars())


async def _appoint(board: Change, people: Collection[int]) -> None:
    """Whose seat was taken away when they left the office has it again."""
    for seat in await _seats(board, people):
        if seat.removed_at is not None:
            seat.removed_at, seat.role = None, Role.LEADER
            board.tell(SeatChanged(seat.id))


async def _dismiss(board: Change, ladder: Ladder, person_id: int, heir: Rung | None, now: datetime) -> None:
    """One who leads nothing here any more. Who coordinates the board too keeps that seat, and what they own."""
    seat = next(iter(await _seats(board, [person_id])), None)
    stays = seat is not None and seat.removed_at is None and seat.role is not Role.LEADER
    if seat is not None and seat.removed_at is None and not stays:
        seat.removed_at = board.now
        await note_removed(board.session, seat)
        await step_out(board, seat)
        board.tell(SeatRemoved(seat.id))
    for idea in await _waiting(board, person_id):
        idea.leader_id = heir.leader_id if heir else None
        if heir is not None and idea.status is Status.REVIEW:
            name = ", ".join(filter(None, (heir.name, heir.title, heir.unit)))
            await add_moment(board, idea, MomentKind.NEW_LEADER, name=name)
            await _tell(board, idea, heir, now)
    agreed = select(Agreement).join(Idea, col(Idea.id) == Agreement.idea_id)
    agreed = agreed.where(Idea.board_id == board.board.id, Agreement.leader_id == person_id)
    for agreement in (await board.session.execute(agreed)).scalars():
        agreement.leader_id = heir.leader_id if heir else None
        board.tell(AgreementMade(agreement.idea_id))
    if not stays:
        had = select(Owner, Idea).join(Idea, col(Idea.id) == Owner.idea_id).order_by(col(Idea.id))
        had = had.where(Idea.board_id == board.board.id, Owner.person_id == person_id, col(Owner.carries).is_(False))
        for owner, idea in (await board.session.execute(had.where(col(Idea.status).in_(OWNED)))).all():
            await hand_on(board, idea, ladder, owner)


async def _waiting(board: Change, person_id: int) -> list[Idea]:
    query = select(Idea).where(Idea.board_id == board.board.id, Idea.leader_id == person_id)
    return list((await board.session.execute(query.where(col(Idea.status).in_(OPEN)).order_by(col(Idea.id)))).scalars())


async def _tell(board: Change, idea: Idea, heir: Rung, now: datetime) -> None:
    """The date that was promised holds. The new leader hears what waits, or that it is late, as the one before did."""
    kind = "answer_overdue" if idea.answer_by is not None and idea.answer_by <= now else "idea_sent"
    dedupe = f"{kind}:{idea.id}:to:{heir.leader_id}:{now.timestamp():.0f}"
    await jobs.due(board.session, kind, idea.id, next_open(now), board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe)
