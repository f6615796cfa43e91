"""Taking a seat, leaving it, and being removed from it."""

from dataclasses import dataclass

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.act import Act
from schemas.board import Board
from schemas.codes import RETURN_LENGTH, keyed_hash, new_code, new_public_id, normal
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.personal_data import find_personal_data
from schemas.roles import JOINABLE, Role
from schemas.round import Round, RoundState, RoundVoter
from schemas.seat import NAME_MAX, ORGANISATION_MAX, Seat, SeatJoined, SeatRemoved
from schemas.session import BrowserSession, SessionSeat
from server import clock, sessions
from server.access import Visitor
from server.change import change, change_board
from server.discussion.queue import step_out
from server.errors import N_, Invalid, NotFound, NotNow
from server.ideas.wording import FOUND
from server.parts import Parts

LOCKED = N_("Døren er låst. Bed koordinatoren om at låse op.")
BEFORE = N_("Døren åbner, når mødet begynder.")


def shut(meeting: Meeting) -> str:
    """What is said at a door that is not open."""
    return BEFORE if clock.now() < meeting.starts_at else LOCKED


@dataclass(frozen=True)
class Joining:
    """What a person typed to join. `nonce` is the page's own: a double tap is one seat."""

    role: str
    name: str
    organisation: str
    nonce: str

    def check(self) -> Role:
        """The role chosen. Raises Invalid with a sentence per field."""
        wrong: dict[str, str] = {}
        role = Role(self.role) if self.role in set(Role) else None
        if role not in JOINABLE:
            wrong["role"] = N_("Vælg, hvem du er her som.")
        for name, typed, most in (("name", self.name, NAME_MAX), ("organisation", self.organisation, ORGANISATION_MAX)):
            if len(typed) > most:
                wrong[name] = N_("Det er for langt. Brug et kortere navn.")
            elif found := find_personal_data(typed):
                wrong[name] = FOUND[found]
        if wrong or role is None:
            raise Invalid(N_("Du er ikke med endnu. Ret det, der står ved felterne."), fields=wrong)
        return role


@dataclass(frozen=True)
class Joined:
    """A seat was taken: the cookie for the browser, and the code to come back with (None when it was sent before)."""

    seat: Seat
    meeting: Meeting
    cookie: str
    return_code: str | None


async def meeting_of_token(parts: Parts, token: str) -> tuple[Meeting, Board]:
    """The meeting of a join link, with its board. Raises NotFound."""
    query = select(Meeting, Board).join(Board, col(Board.id) == Meeting.board_id).where(Meeting.join_token == token)
    async with parts.database.snapshot() as session:
        row = (await session.execute(query)).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


async def meeting_of_code(parts: Parts, typed: str) -> Meeting | None:
    """The meeting of a typed code while its door is open; None alike for wrong, closed and unknown."""
    query = select(Meeting).where(
        Meeting.code == normal(typed), col(Meeting.door_open), col(Meeting.ended_at).is_(None)
    )
    async with parts.database.snapshot() as session:
        return (await session.execute(query)).scalar_one_or_none()


async def join(
    parts: Parts, visitor: Visitor, meeting: Meeting, asked: Joining, invitation: Invitation | None = None
) -> Joined:
    """Take a seat. A browser that already sits on the board keeps its seat; the same nonce is the same seat.

    An invitation is used up by that; NotFound when another seat has used it."""
    role = asked.check()
    async with change_board(parts, meeting.board_id) as board:
        now = await board.session.get_one(Meeting, meeting.id)
        if now.over or not now.door_open:
            raise NotNow(N_("Mødet er slut.") if now.over else shut(now))
        seat = await _already(board.session, visitor, board.board, asked.nonce)
        held = await board.session.get(Invitation, invitation.id) if invitation else None
        if invitation and (held is None or (held.used_at and (seat is None or seat.id != held.seat_id))):
            raise NotFound
        code = None
        if seat is None:
            name = asked.name.strip()
            if not name:
                board.board.last_guest += 1
                name = f"Gæst {board.board.last_guest}"
            code = new_code(RETURN_LENGTH)
            seat = Seat(
                public_id=new_public_id(),
                board_id=meeting.board_id,
                meeting_id=now.id,
                role=role,
                name=name,
                organisation=asked.organisation.strip(),
                nonce=asked.nonce,
                joined_at=board.now,
                return_hash=keyed_hash(parts.settings.secret, code),
            )
            board.session.add(seat)
            await board.session.flush()
            board.tell(SeatJoined(seat.id))
        elif seat.meeting_id != now.id and not seat.staff:
            seat.meeting_id, seat.scribe = now.id, False
            board.tell(SeatJoined(seat.id))
        if held is not None and held.used_at is None:
            held.used_at, held.seat_id, held.name = board.now, seat.id, ""
        cookie, browser = await sessions.renew(board.session, parts, visitor.session, visitor.language)
        await sessions.sit(board.session, browser, seat)
        visitor.reading.give(browser)
        if not seat.staff:
            visitor.reading.give(seat)
    return Joined(seat, now, cookie, code)


async def _already(session: AsyncSession, visitor: Visitor, board: Board, nonce: str) -> Seat | None:
    if visitor.session is not None:
        query = select(Seat).join(SessionSeat, col(SessionSeat.seat_id) == Seat.id)
        query = query.where(SessionSeat.session_id == visitor.session.id, SessionSeat.board_id == board.id)
        found = (await session.execute(query.where(col(Seat.removed_at).is_(None)))).scalar_one_or_none()
        if found is not None:
            return found
    if not nonce:
        return None
    query = select(Seat).where(Seat.board_id == board.id, Seat.nonce == nonce, col(Seat.removed_at).is_(None))
    return (await session.execute(query)).scalar_one_or_none()


async def leave(parts: Parts, browser: BrowserSession, seat: Seat) -> None:
    """This browser leaves the board and forgets everything; the seat waits for its return code."""
    async with change(parts, seat, Act.LEAVE) as board:
        await step_out(board, board.by)
        board.by.nonce = None  # the join form, sent again on a shared screen, must not be a way back to this seat
        await board.session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))


async def remove(parts: Parts, coordinator: Seat, other: Seat) -> None:
    """Take a seat away; its pages are closed within two seconds. Its ideas stay, and so does what it said in secret:
    its ballot, its answer to "Blev du hørt?" and to questions about ideas. Were they taken out, two looks at a number
    would tell whether they were there, and what they said. From now on it says nothing more: `change` and the ballot
    box know no seat that is gone."""
    async with change(parts, coordinator, Act.SEATS) as board:
        seat = await board.session.get_one(Seat, other.id)
        if seat.removed_at is not None:
            return
        if seat.id == board.by.id:
            raise NotNow(N_("Du kan ikke fjerne dig selv."))
        seat.removed_at, seat.return_hash, seat.nonce = board.now, None, None
        open_rounds = select(Round).where(Round.board_id == seat.board_id, Round.state == RoundState.OPEN)
        # Locked as closing locks them: a ballot that is being written is in before, or finds no seat after.
        for round_ in (await board.session.execute(open_rounds.with_for_update())).scalars():
            if await board.session.get(RoundVoter, (round_.id, seat.id)) is not None:
                round_.removed += 1
        await board.session.execute(delete(SessionSeat).where(col(SessionSeat.seat_id) == seat.id))
        await step_out(board, seat)
        board.tell(SeatRemoved(seat.id))


async def meeting_of_seat(parts: Parts, seat: Seat) -> Meeting | None:
    """The meeting that a seat was taken in."""
    async with parts.database.snapshot() as session:
        return await session.get(Meeting, seat.meeting_id) if seat.meeting_id else None
