"""Erasing a member: everything that is kept of whoever has a seat, in one change of its board. What they wrote is
replaced, or stays without a name, as they choose; their ballot stays, since nobody can tell which it is."""

from collections.abc import Collection

from sqlalchemy import delete, func
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.follow import Follow
from schemas.invitation import Invitation
from schemas.meeting import Done
from schemas.member import Member
from schemas.retention import FORMER, UNNAMED
from schemas.seat import Seat, SeatChanged
from schemas.session import BrowserSession, SessionSeat
from server.core.change import Change, changing, changing_board
from server.core.erasing import BEFORE_ERASING, SEAT_ERASED, WORDS_ERASED, Erasing, Replay, erases_again, write_down
from server.core.errors import NotAllowed, NotFound
from server.core.ledger import Erased, Erasure, Ledger
from server.core.runtime import Runtime
from server.core.seating import held
from server.core.settings import Settings
from server.meeting.seats.ending import end_seat


async def erase_own(runtime: Runtime, seat: Seat, kept: Collection[str]) -> bool:
    """Erase whoever has the seat, at their own wish; what is `kept` (public ids) stays without a name. Returns whether
    something waits for a vote to close. Raises NotAllowed for staff, and Away where the ledger cannot be written."""
    async with changing(runtime, seat, Act.LEAVE) as change:
        return await _erase(runtime, change, change.by, kept)


async def erase_member(runtime: Runtime, coordinator: Seat, other: Seat, kept: Collection[str]) -> bool:
    """The same for a member who has asked a coordinator on paper; also for one whose seat was removed before."""
    async with changing(runtime, coordinator, Act.SEATS) as change:
        return await _erase(runtime, change, await held(change, other), kept)


async def _erase(runtime: Runtime, change: Change, seat: Seat, kept: Collection[str]) -> bool:
    if seat.staff or seat.person_id is not None:
        raise NotAllowed
    if seat.erased_at is not None:
        return False
    erasing = await _erasing(change, runtime.settings, seat, kept)

    def entry(ledger: Ledger) -> Erasure:
        hashes = tuple(sorted(map(ledger.address, erasing.addresses)))
        return Erasure(Erased.SEAT, change.now, seat.public_id, hashes, tuple(sorted(erasing.kept)))

    await _erase_all(change, erasing)
    await write_down(runtime.settings, entry)
    return erasing.waits


async def _erasing(change: Change, settings: Settings, seat: Seat, kept: Collection[str]) -> Erasing:
    addresses = await _addresses(change.session, seat)
    return Erasing(seat, settings, frozenset(kept), addresses, await _name_of_theirs(change.session, seat))


async def _addresses(session: AsyncSession, seat: Seat) -> frozenset[str]:
    """Where we have reached them: what they confirmed, and where the invitation went that they came by."""
    said_yes = (col(Follow.seat_id) == seat.id, col(Follow.confirmed_at).is_not(None), col(Follow.mail).is_not(None))
    came_by = (col(Invitation.seat_id) == seat.id, col(Invitation.mail) != "")
    listed = select(Member.mail).where(Member.seat_id == seat.id, Member.mail != "")
    found = select(Follow.mail).where(*said_yes).union(select(Invitation.mail).where(*came_by), listed)
    return frozenset((await session.execute(found)).scalars())


async def _name_of_theirs(session: AsyncSession, seat: Seat) -> str:
    """Their name if nobody else on the board has it, for what others have typed it into."""
    if seat.name == FORMER:
        return ""
    same = select(Seat.id).where(Seat.board_id == seat.board_id, func.lower(Seat.name) == seat.name.lower())
    others = same.where(Seat.id != seat.id, col(Seat.erased_at).is_(None)).limit(1)
    return "" if (await session.execute(others)).first() else seat.name


async def _erase_all(change: Change, erasing: Erasing) -> None:
    """End the seat, and take away everything. Done twice, it changes nothing."""
    seat, session = erasing.seat, change.session
    await BEFORE_ERASING(change, erasing)
    if seat.removed_at is None:
        await end_seat(change, erasing.settings, seat)
    else:
        change.tell(SeatChanged(seat.id))
    await SEAT_ERASED(change, erasing)
    await WORDS_ERASED(change, erasing)
    await session.execute(delete(Done).where(col(Done.seat_id) == seat.id))
    await _leave_screens(session, seat)
    for column, said in UNNAMED.items():
        setattr(seat, column, said)
    seat.theme = seat.size = seat.language = ""
    seat.paused = seat.scribe = seat.moderates = seat.code_by_screen = False
    seat.called_title = seat.nonce = seat.return_hash = seat.role_was = None
    seat.return_used_at = seat.role_doubted_at = seat.looked_at = seat.looked_before = None
    seat.erased_at = seat.erased_at or change.now
    await session.flush()


async def _leave_screens(session: AsyncSession, seat: Seat) -> None:
    """Forget the browsers that had the seat and nothing else."""
    sat = select(SessionSeat.session_id).where(SessionSeat.seat_id == seat.id)
    screens = list((await session.execute(sat)).scalars())
    await session.execute(delete(SessionSeat).where(col(SessionSeat.seat_id) == seat.id))
    others = select(SessionSeat.session_id).where(col(SessionSeat.session_id).in_(screens))
    left = (col(BrowserSession.id).in_(screens), col(BrowserSession.id).not_in(others))
    await session.execute(delete(BrowserSession).where(*left, col(BrowserSession.person_id).is_(None)))


@erases_again(Erased.SEAT)
async def erase_again(replay: Replay, erasure: Erasure) -> None:
    """After a restore: erase the seat of that public id, if the database knows it."""
    runtime = replay.runtime
    async with runtime.database.snapshot() as session:
        known = select(Seat).where(Seat.public_id == erasure.subject)
        seat = (await session.execute(known)).scalar_one_or_none()
    if seat is None:
        return
    async with changing_board(runtime, seat.board_id) as change:
        try:
            stored = await held(change, seat)
        except NotFound:
            return
        erasing = await _erasing(change, runtime.settings, stored, erasure.kept)
        erasing.addresses, erasing.at_once = erasing.addresses | replay.addresses(erasure), True
        await _erase_all(change, erasing)
