"""Who answers for a board changes: its unit has another leader, stands elsewhere in the tree, or is another unit. Who
answered before has lost the office, and with it what they could see there; what waited for them goes on to whoever
answers now."""

from collections.abc import AsyncIterator, Collection, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.agreement import Agreement
from schemas.answer import Owner
from schemas.board import Board
from schemas.flow import Status
from schemas.idea import AgreementMade, Idea
from schemas.moment import MomentKind
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import Seat, SeatChanged, SeatRemoved
from server import jobs
from server.answers.standing import Ladder, Rung, height, ladders
from server.change import Change, change_in
from server.discussion.queue import step_out
from server.mail.hours import next_open
from server.moments.commands import add_moment
from server.owners.assigning import OWNED
from server.owners.leaving import hand_on
from server.parts import Parts
from server.people.office import LEADS
from server.units.tree import Tree
from server.votes.removed import note_removed

OPEN = OWNED | {Status.REVIEW, Status.ELSEWHERE}
"""In these somebody waits for the leader, or will: of the rest it only stands who it was."""
MOST = 200
"""So many of a kind at most are handed on in one transaction of those that nobody waits for the end of."""
TOUCHED = text("""
SELECT id FROM board WHERE id = ANY (:boards) AND (
    EXISTS (SELECT FROM seat WHERE board_id = board.id AND person_id = ANY (:people))
    OR EXISTS (
        SELECT FROM idea LEFT JOIN agreement ON agreement.idea_id = idea.id LEFT JOIN owner ON owner.idea_id = idea.id
        WHERE idea.board_id = board.id AND (
            idea.leader_id = ANY (:people) OR agreement.leader_id = ANY (:people) OR owner.person_id = ANY (:people)
        )
    )
) ORDER BY id
""")
OUT_OF_OFFICE = """
SELECT board_id, person_id FROM (
    SELECT board_id, leader_id AS person_id FROM idea WHERE leader_id IS NOT NULL AND status = ANY (:open)
    UNION SELECT idea.board_id, agreement.leader_id FROM agreement JOIN idea ON idea.id = agreement.idea_id
    WHERE agreement.leader_id IS NOT NULL
    UNION SELECT board_id, person_id FROM seat WHERE role = 'leader' AND removed_at IS NULL AND person_id IS NOT NULL
) AS held WHERE (CAST(:board AS bigint) IS NULL OR board_id = :board) AND NOT (LEADS)
ORDER BY board_id, person_id LIMIT :most
""".replace("(LEADS)", LEADS.format(board="held.board_id", person="held.person_id"))
"""Who still has what goes with an office on a board, and is in office there no longer."""


@dataclass(frozen=True)
class Office:
    """A board's ladder before and after a change."""

    before: Ladder
    after: Ladder

    @property
    def left(self) -> set[int]:
        """Who answered for the board, and does no longer."""
        return _leaders(self.before) - _leaders(self.after)

    @property
    def came(self) -> set[int]:
        """Who does now and did not."""
        return _leaders(self.after) - _leaders(self.before)

    def heir(self, person_id: int) -> Rung | None:
        """Who has now what somebody who left had: whoever stands where they stood, else the nearest above, else the
        nearest below. Of one whose place is not known any more, the nearest of all."""
        place = max(height(self.before, person_id), 0)
        ways = (*self.after[place:], *reversed(self.after[:place]))
        return next((rung for rung in ways if rung.leader_id), None)

    def was_awaited(self, person_id: int) -> bool:
        """Whether one who left never came: then nothing may go on naming them."""
        return any(rung.awaited and rung.leader_id == person_id for rung in self.before)


def _leaders(ladder: Ladder) -> set[int]:
    return {rung.leader_id for rung in ladder if rung.leader_id}


@asynccontextmanager
async def change_tree(parts: Parts, person: Person) -> AsyncIterator[Tree]:
    """Change what a coordinator may change of the tree, and which unit a board is under: the one way to do it. Where
    others answer for a board after that, it is handed over in the same transaction."""
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        before = await _offices(session, tree.units)
        yield tree
        await session.flush()
        moved = await _hand_over(session, before, await _offices(session, tree.units), tree.now)
    await ring_all(parts, moved)


async def ring_all(parts: Parts, moved: Collection[tuple[int, int]]) -> None:
    """After the commit: tell everyone that these boards have moved, and the workers that something is due."""
    for board_id, seq in moved:
        await parts.ring(board_id, seq)
    if moved:
        await jobs.ring(parts.doorbell)


async def _offices(session: AsyncSession, units: Iterable[int]) -> Mapping[int, Ladder]:
    """The ladder of each board under these units."""
    placed = select(Board.id, Board.unit_id).where(col(Board.unit_id).in_(list(units)))
    unit_of = {row[0]: row[1] for row in (await session.execute(placed)).all()}
    found = await ladders(session, set(unit_of.values()))
    return {board_id: found[unit_id] for board_id, unit_id in unit_of.items()}


async def _hand_over(
    session: AsyncSession, before: Mapping[int, Ladder], after: Mapping[int, Ladder], now: datetime
) -> list[tuple[int, int]]:
    """The boards that moved by it, and how far."""
    changed = {board_id: Office(before[board_id], after[board_id]) for board_id in before if board_id in after}
    people = {board_id: office.left | office.came for board_id, office in changed.items()}
    others = [board_id for board_id, theirs in people.items() if theirs]
    if not others:
        return []
    asked, moved = {"boards": others, "people": list(set[int]().union(*people.values()))}, []
    for board_id in (await session.execute(TOUCHED, asked)).scalars().all():
        office = changed[board_id]
        async with change_in(session, board_id) as board:
            await _appoint(board, office.came)
            for person_id in sorted(office.left):
                await _dismiss(board, office, person_id, now)
        moved.append((board_id, board.board.seq))
    return moved


async def boards_to_settle(session: AsyncSession) -> list[int]:
    """Boards where somebody out of office still has what goes with it: a version before has left it so."""
    asked = {"open": [status.value for status in OPEN], "board": None, "most": MOST}
    return sorted({board_id for board_id, _ in (await session.execute(text(OUT_OF_OFFICE), asked)).all()})


async def settle(board: Change) -> bool:
    """Hand over what one who is out of office still has on a board, MOST of each kind; whether there may be more."""
    asked = {"open": [status.value for status in OPEN], "board": board.board.id, "most": 1}
    found = (await board.session.execute(text(OUT_OF_OFFICE), asked)).first()
    if found is None:
        return False
    ladder = (await ladders(board.session, [board.board.unit_id]))[board.board.unit_id]
    await _dismiss(board, Office((), ladder), found.person_id, board.now, MOST)
    return True


async def _seats(board: Change, people: Collection[int]) -> list[Seat]:
    query = select(Seat).where(Seat.board_id == board.board.id, col(Seat.person_id).in_(people))
    return list((await board.session.execute(query.order_by(col(Seat.id)))).scalars())


async def _appoint(board: Change, people: Collection[int]) -> None:
    """Whose seat was taken away when they left the office has it again."""
    for seat in await _seats(board, people):
        if seat.removed_at is not None:
            seat.removed_at, seat.role = None, Role.LEADER
            board.tell(SeatChanged(seat.id))


async def _dismiss(board: Change, office: Office, person_id: int, now: datetime, most: int | None = None) -> None:
    """One who leads nothing here any more. Who coordinates the board too keeps that seat, and what they own."""
    heir = office.heir(person_id)
    seat = next(iter(await _seats(board, [person_id])), None)
    stays = seat is not None and seat.removed_at is None and seat.role is not Role.LEADER
    if seat is not None and seat.removed_at is None and not stays:
        seat.removed_at = board.now
        await note_removed(board.session, seat)
        await step_out(board, seat)
        board.tell(SeatRemoved(seat.id))
    every = office.was_awaited(person_id)
    for idea in await _sent_to(board, person_id, most, every=every):
        idea.leader_id = heir.leader_id if heir else None
        if heir is not None and idea.status is Status.REVIEW:
            name = ", ".join(filter(None, (heir.name, heir.title, heir.unit)))
            await add_moment(board, idea, MomentKind.NEW_LEADER, name=name)
            await _tell(board, idea, heir, now)
    agreed = select(Agreement).join(Idea, col(Idea.id) == Agreement.idea_id)
    agreed = agreed.where(Idea.board_id == board.board.id, Agreement.leader_id == person_id)
    for agreement in (await board.session.execute(agreed.order_by(col(Idea.id)).limit(most))).scalars():
        agreement.leader_id = heir.leader_id if heir else None
        board.tell(AgreementMade(agreement.idea_id))
    if not stays:
        had = select(Owner, Idea).join(Idea, col(Idea.id) == Owner.idea_id).order_by(col(Idea.id))
        had = had.where(Idea.board_id == board.board.id, Owner.person_id == person_id, col(Owner.carries).is_(False))
        for owner, idea in (await board.session.execute(had.where(col(Idea.status).in_(OWNED)).limit(most))).all():
            await hand_on(board, idea, office.after, owner)


async def _sent_to(board: Change, person_id: int, most: int | None, *, every: bool) -> list[Idea]:
    query = select(Idea).where(Idea.board_id == board.board.id, Idea.leader_id == person_id)
    query = query if every else query.where(col(Idea.status).in_(OPEN))
    return list((await board.session.execute(query.order_by(col(Idea.id)).limit(most))).scalars())


async def _tell(board: Change, idea: Idea, heir: Rung, now: datetime) -> None:
    """The date that was promised holds. The new leader hears what waits, or that it is late, as the one before did."""
    assert idea.id is not None
    kind = "answer_overdue" if idea.answer_by is not None and idea.answer_by <= now else "idea_sent"
    dedupe = f"{kind}:{idea.id}:to:{heir.leader_id}:{now.timestamp():.0f}"
    await jobs.due(board.session, kind, idea.id, next_open(now), board_id=idea.board_id, idea_id=idea.id, dedupe=dedupe)
