"""What a member does themselves: says yes on their own phone, changes how they are asked, and leaves the list."""

from typing import Any

from sqlmodel import col

from schemas.act import Act
from schemas.bounds import Bounded
from schemas.codes import keyed_hash, new_public_id, new_token
from schemas.member import Member
from schemas.seat import Seat
from server.core import jobs
from server.core.bounds import hold
from server.core.change import TERM_OVER, Change, changing, must_be_open, term_over
from server.core.days import danish_day
from server.core.errors import NotAllowed
from server.core.runtime import Runtime
from server.core.settings import Settings
from server.meeting.members.contact import Wish, forget, grant
from server.meeting.members.queries import member_of
from server.meeting.members.terms import keep_term, usual_end
from server.meeting.members.tokens import own_token


async def stand_on_list(runtime: Runtime, seat: Seat, wish: Wish) -> None:
    """Say yes to be on the list, or change how one is asked to meetings. Whoever says yes by themselves has a term of
    the usual length, under what they gave as their organisation. Raises Invalid with a sentence per field, NotAllowed
    for staff and for a seat whose term is over, NotNow while the board is closed, and Full."""
    async with changing(runtime, seat, Act.FOLLOW) as change:
        must_be_open(change.board)
        if change.by.staff:
            raise NotAllowed
        member = await member_of(change.session, change.by)
        if member is None:
            if term_over(change.by):
                raise NotAllowed(TERM_OVER)
            wish.check(None)
            member = await _new(change, runtime.settings)
        member.yes_at = member.yes_at or change.now
        await grant(change, runtime.settings, member, wish)
        await keep_term(change, member)
    await jobs.ring(runtime.doorbell)


async def _new(change: Change, settings: Settings) -> Member:
    seat, today = change.by, danish_day(change.now)
    await hold(change.session, Bounded.MEMBERS, col(Member.board_id) == change.board.id)
    member = new_row(
        change,
        settings,
        new_public_id(),
        role=seat.role,
        name=seat.name,
        organisation=seat.organisation,
        starts_on=today,
        ends_on=usual_end(today),
    )
    member.seat_id = seat.id
    change.session.add(member)
    await change.session.flush()
    return member


def new_row(change: Change, settings: Settings, public_id: str, **listed: Any) -> Member:
    """A row of the list with its secrets, not yet stored. `listed`: role, name, organisation, starts_on and ends_on."""
    salt = new_token()
    own = keyed_hash(settings.secret, own_token(settings, salt))
    return Member(public_id=public_id, board_id=change.board.id, salt=salt, own_hash=own, asked_at=change.now, **listed)


async def leave_list(runtime: Runtime, seat: Seat) -> None:
    """Leave the list. The seat stays: nobody must be on the list to come. Does nothing for whoever is not on it."""
    async with changing(runtime, seat, Act.LEAVE) as change:
        member = await member_of(change.session, change.by)
        if member is not None:
            await go(change, member)


async def go(change: Change, member: Member) -> None:
    """Within a change, take somebody off the list. How they were reached is forgotten at once; that their organisation
    had a seat, and for how long, stays."""
    member.left_at = change.now
    forget(member)
    await keep_term(change, member)
    member.seat_id = None
