"""Taking a seat with a link or an invitation, on one's own device or on a screen that somebody else has used before."""

from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.board import Board
from schemas.bounds import Bounded
from schemas.codes import RETURN_LENGTH, keyed_hash, new_code, new_public_id
from schemas.format import FormatRule, Names
from schemas.invitation import Invitation
from schemas.meeting import Meeting
from schemas.roles import Role
from schemas.seat import ORGANISATION_MAX, Seat, SeatJoined
from server.core import sessions
from server.core.access import Visitor
from server.core.attending import goes_on
from server.core.bounds import hold
from server.core.change import Change, changing_board
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.seating import take_up
from server.meeting.seats.commands import shut
from server.meeting.seats.invited import used
from server.meeting.seats.names import wrong_name
from server.meeting.seats.sitting import SOMEBODY_ELSE, Occupant, make_room, occupant, sat_on, with_seat
from server.meeting.seats.tables import read_table, sit_at
from server.web.fields import FOUND, Field

ORGANISATION = Field(ORGANISATION_MAX, found=FOUND)


class Occupied(NotNow):
    """Somebody is using this screen already, and the form does not say whether they go on or somebody else joins."""

    def __init__(self) -> None:
        super().__init__(N_("Du er ikke med endnu. Sig først, hvem du er."))


@dataclass(frozen=True)
class Joining:
    """What a person typed to join. `nonce` is made by the page. `who` is set if somebody was using the screen already:
    SOMEBODY_ELSE, or the public id of the seat to go on with."""

    role: str
    name: str
    organisation: str
    nonce: str
    who: str = ""
    table: str = ""
    """The number of the table at which they sit, where there are tables; "" if they have not said."""

    @property
    def key(self) -> str:
        """The key under which the same form gives the same seat, so that a double tap takes only one. It includes what
        was typed: with other words it is another person, who went back to the page on which somebody had joined."""
        words = f"{self.role}\n{self.name}\n{self.organisation}".encode()
        return f"{self.nonce[:43]}.{sha256(words).hexdigest()[:20]}"

    def asked_at(self, form: FormatRule) -> "Joining":
        """The same with nothing that a meeting of this format does not ask for."""
        asked = self if form.names is not Names.NEVER else replace(self, name="", organisation="")
        return asked if form.asks_roles else replace(asked, role=Role.CITIZEN.value)

    def check(self, form: FormatRule) -> Role:
        """The chosen role. Raises Invalid with a sentence per field."""
        wrong: dict[str, str] = {}
        role = Role(self.role) if self.role in set(Role) else None
        if role not in (form.roles or {Role.CITIZEN}):
            wrong["role"] = N_("Vælg, hvem du er her som.")
        if form.names is Names.REQUIRED and not self.name.strip():
            wrong["name"] = N_("Skriv dit navn.")
        elif sentence := wrong_name(self.name):
            wrong["name"] = sentence
        if sentence := ORGANISATION.wrong(self.organisation):
            wrong["organisation"] = sentence
        if wrong or role is None:
            raise Invalid(N_("Du er ikke med endnu. Ret det, der står ved felterne."), fields=wrong)
        return role


@dataclass(frozen=True)
class Joined:
    """A seat that was taken, with the cookie for its browser and the return code (None if it was shown before)."""

    seat: Seat
    meeting: Meeting
    cookie: str
    return_code: str | None


@dataclass(frozen=True)
class WayIn:
    """Where a join link leads, and who is already using the screen that it was opened on."""

    meeting: Meeting
    board: Board
    occupant: Occupant | None


async def way_in(runtime: Runtime, visitor: Visitor, token: str) -> WayIn:
    """The meeting behind a join link. Raises NotFound for an unknown link."""
    query = select(Meeting, Board).join(Board, col(Board.id) == Meeting.board_id).where(Meeting.join_token == token)
    async with runtime.database.snapshot() as session:
        row = (await session.execute(with_seat(query, visitor))).one_or_none()
        if row is None:
            raise NotFound
        meeting, board, seat = row
        return WayIn(meeting, board, await occupant(session, visitor, board, seat))


async def join(
    runtime: Runtime, visitor: Visitor, meeting: Meeting, asked: Joining, invitation: Invitation | None = None
) -> Joined:
    """Take a seat, or go on with the one that the browser has. The same form gives the same seat. If somebody else
    joins on a screen that is in use, they get a session of their own, and whoever was there before can come back with
    their return code.

    This uses up the invitation, if there is one. Raises Invalid with a sentence per field, NotNow if the door is not
    open, NotFound if another seat has used the invitation, Full if there are no seats left, and Occupied if somebody is
    using the screen and the form does not say who joins."""
    asked = asked.asked_at(meeting.form)
    table = read_table(meeting, asked.table)
    role = None if asked.who not in {"", SOMEBODY_ELSE} else asked.check(meeting.form)
    async with changing_board(runtime, meeting.board_id) as change:
        now = await change.session.get_one(Meeting, meeting.id)
        if now.over or not now.door_open:
            raise NotNow(shut(now))
        mine = await sat_on(change.session, visitor, change.board)
        tapped = await _seat_of_key(change.session, change.board, asked.key)
        seat = _seat_of_sender(visitor, asked, mine, tapped)
        held = await change.session.get(Invitation, invitation.id) if invitation else None
        if invitation and (held is None or (held.used and (seat is None or seat.id != held.seat_id))):
            raise NotFound
        code = None
        if seat is None or (seat is mine and seat.meeting_id != now.id and not seat.staff):
            sits = (col(Seat.meeting_id) == now.id, col(Seat.removed_at).is_(None))
            await hold(change.session, Bounded.SEATS, *sits, meeting=now)
        if seat is None:
            assert role is not None
            seat, code = await _new_seat(runtime, change, visitor, now, asked, role)
        elif seat is mine:
            take_up(change, seat)
            if seat.meeting_id != now.id and not seat.staff:
                await goes_on(change, seat)
                seat.meeting_id, seat.scribe = now.id, False
                change.tell(SeatJoined(seat.id))
        await sit_at(change, now, seat, table)
        if held is not None and not held.used:
            await used(change, held, seat)
        before = await make_room(change, visitor, seat)
        cookie, browser = await sessions.renew(change.session, runtime, before, visitor.language)
        await sessions.sit(change.session, browser, seat)
        visitor.reading.give(browser)
        if not seat.staff:
            visitor.reading.give(seat)
    return Joined(seat, now, cookie, code)


def _seat_of_sender(visitor: Visitor, asked: Joining, mine: Seat | None, tapped: Seat | None) -> Seat | None:
    """The seat that whoever sent the form has already; None if they need a new one. Raises Occupied if we cannot
    tell."""
    if asked.who == SOMEBODY_ELSE:
        return tapped
    if asked.who:
        if mine is None or mine.public_id != asked.who:
            raise Occupied
        return mine
    if mine is not None and mine is not tapped:
        raise Occupied
    if mine is None and visitor.person is not None:
        raise Occupied
    return mine or tapped


async def _new_seat(
    runtime: Runtime, change: Change, visitor: Visitor, meeting: Meeting, asked: Joining, role: Role
) -> tuple[Seat, str]:
    """Make a seat with its return code. A browser that sent our cookie is known to keep cookies, so the seat counts at
    once; with any other browser it is awaited until the cookie comes back."""
    name = asked.name.strip()
    if not name:
        change.board.last_guest += 1
        name = f"Gæst {change.board.last_guest}"
    code = new_code(RETURN_LENGTH)
    seat = Seat(
        public_id=new_public_id(),
        board_id=meeting.board_id,
        meeting_id=meeting.id,
        role=role,
        name=name,
        organisation=asked.organisation.strip(),
        nonce=asked.key,
        joined_at=change.now,
        awaited_since=change.now,
        return_hash=keyed_hash(runtime.settings.secret, code),
    )
    change.session.add(seat)
    await change.session.flush()
    if visitor.session is not None:
        take_up(change, seat)
    return seat, code


async def _seat_of_key(session: AsyncSession, board: Board, key: str) -> Seat | None:
    query = select(Seat).where(Seat.board_id == board.id, Seat.nonce == key, col(Seat.removed_at).is_(None))
    query = query.with_for_update(key_share=True)  # it may be awaited, and about to be deleted
    return (await session.execute(query)).scalar_one_or_none()
