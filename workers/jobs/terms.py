"""A member's term: they are told sixty days before it ends, and from then on their seat may read and follow."""

from schemas.board import Board
from schemas.columns import later
from schemas.member import Member
from schemas.seat import Seat, SeatChanged
from server.core import clock
from server.core.days import danish_day
from server.core.renewing import due_to_renew
from server.mail.hours import next_open
from server.mail.outbox import message_id, post
from server.mail.signature import signature_of
from server.meeting.members.contact import own_link
from server.meeting.members.letters import term_ends
from server.meeting.members.terms import AHEAD, OVER, SOON
from workers.board import changing
from workers.registry import job
from workers.task import Task


@job(SOON)
async def term_soon(task: Task) -> None:
    """Subject: the member. Writes to whoever has an address, once for each end of a term; the list tells coordinators
    of all. Does nothing if the term was moved on, or is over after an outage."""
    async with task.record() as session:
        member, now = await session.get(Member, task.subject_id), clock.now()
        today = danish_day(now)
        if member is None or not member.on_list or not member.mail:
            return
        if not today <= member.ends_on <= today + AHEAD:
            return
        board = await session.get_one(Board, member.board_id)
        letter = term_ends(member.name, board.name, member.ends_on, own_link(task.settings, member))
        written = letter.read_in(member.language, (await signature_of(session, board.id),))
        ident = message_id(task.settings, "term", member.public_id, member.ends_on)
        await post(
            *(session, member.mail, written.subject, written.body, ident),
            at=next_open(now),
            by_day=True,
            board_id=board.id,
        )


@job(OVER)
async def term_over(task: Task) -> None:
    """Subject: the member. The seat's own end is what counts (`Seat.ends_at`); this has its open pages drawn anew, and
    its browsers given new cookies. Does nothing if the term was moved on, or they left the list before."""
    if task.row.board_id is None:
        return
    async with changing(task, task.row.board_id) as change:
        member = await change.session.get(Member, task.subject_id)
        seat = await change.session.get(Seat, member.seat_id) if member and member.seat_id else None
        if seat is None or seat.removed_at is not None or not later(seat.ends_at, change.now):
            return
        seat.scribe = seat.moderates = False
        await due_to_renew(change.session, seat)
        change.tell(SeatChanged(seat.id))
