"""A member of staff has lost their seat on the board: hand on what they owned there."""

from sqlmodel import col, select

from schemas.answer import Owner
from schemas.idea import Idea, stands
from schemas.seat import Seat, SeatRemoved
from server.core import clock, jobs
from server.work.expected.facts import facts_of
from server.work.expected.rules import expected
from server.work.owners.assigning import hand_on
from workers.board import changing
from workers.registry import News, job, on
from workers.task import Task


@on(SeatRemoved)
async def staff_left(news: News[SeatRemoved]) -> None:
    """Members own nothing; for staff, look at what they owned."""
    seat = await news.session.get(Seat, news.event.seat_id)
    if seat is not None and seat.person_id is not None:
        dedupe = f"owner_left:{seat.id}:{news.row.seq}"
        await jobs.due(news.session, "owner_left", seat.id or 0, clock.now(), board_id=news.row.board_id, dedupe=dedupe)


@job("owner_left")
async def owner_left(task: Task) -> None:
    """Subject: the seat. Every idea that its person owned on the board goes to the leader, who gets a letter. Does
    nothing when they have their seat back."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        facts = await facts_of(change.session, task.row)
        if not expected(facts, change.now) or (seat := facts.seat) is None:
            return
        had = select(Owner, Idea).join(Idea, col(Idea.id) == Owner.idea_id).order_by(col(Idea.id))
        had = had.where(
            Idea.board_id == seat.board_id, Owner.person_id == seat.person_id, col(Owner.carries).is_(False)
        )
        rows = (await change.session.execute(had.where(stands(owned=True)))).all()
        for owner, idea in rows:
            await hand_on(change, idea, facts.ladder, owner)
