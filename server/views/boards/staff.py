"""Adding and removing a board's coordinators."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlmodel import select

from schemas.act import Act
from schemas.board import Board
from schemas.codes import new_public_id
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import NAME_MAX, Seat, SeatChanged, SeatJoined
from server.core.change import Change, changing
from server.core.errors import N_, Invalid, NotAllowed, NotNow
from server.core.organisation import organisation_of
from server.core.runtime import Runtime
from server.core.seating import take_away
from server.core.trail import specify
from server.organisation.people import letters
from server.organisation.people.commands import send_sign_in
from server.organisation.people.naming import Named, Typed, name_by_address
from server.organisation.staff.ending import may_make
from server.organisation.units.ladder import ladders
from server.organisation.units.leaders import NAMED, read_mail
from server.organisation.units.tree import WRONG
from server.views.boards.queries import coordinators_of
from server.web.fields import faults

LAST = N_("Et peerboard skal have mindst én koordinator. Tilføj en anden først.")


async def add_coordinator(runtime: Runtime, seat: Seat, typed: Mapping[str, str]) -> None:
    """Make the person with the typed address a coordinator of the board, and mail them a sign-in link. Somebody who is
    one already just gets a new link. With `makes` they may make boards and units too, provided that `seat` itself may.
    A leader does this where nobody coordinates the board; where nobody in the organisation may make boards and units,
    whoever they find may. Raises Invalid, and NotAllowed for a leader while there is a coordinator."""
    mail, name, title = read_mail(typed), typed.get("name", "").strip(), typed.get("title", "").strip()
    if long := faults(NAMED, {"name": name, "title": title}):
        raise Invalid(WRONG, fields=long)
    act = Act.TAKE_ON if seat.role is Role.LEADER else Act.SET_UP
    async with changing(runtime, seat, act) as change:
        session = change.session
        if act is Act.TAKE_ON and await coordinators_of(session, change.board):
            raise NotAllowed
        units = await organisation_of(session, change.board.unit_id)
        named = await name_by_address(session, units, mail, Typed(name, title))
        named = named or await name_by_address(session, units, mail, Typed(mail.split("@")[0], title))
        assert named is not None
        person = named.person
        mine = await session.get_one(Person, change.by.person_id)
        makes = typed.get("makes") == "1" and mine.coordinator
        if makes or (act is Act.TAKE_ON and not await may_make(session, units)):
            person.coordinator = True
        await seat_coordinator(change, named)
        specify(whom=person.id)
        says = partial(letters.names_coordinator, by=mine, board=change.board.name)
    await send_sign_in(runtime, mail, says=says)


async def seat_coordinator(change: Change, named: Named) -> Seat:
    """Within a change, give somebody a coordinator's seat on the board, unless they have one."""
    query = select(Seat).where(Seat.board_id == change.board.id, Seat.person_id == named.person.id)
    known = (await change.session.execute(query)).scalar_one_or_none()
    if known is None:
        known = staff_seat(change.board, named.person, change.now)
        known.name, known.called_title = _called(named)
        change.session.add(known)
        await change.session.flush()
        change.tell(SeatJoined(known.id))
    elif known.removed_at is not None or known.role is not Role.COORDINATOR or named.typed is not None:
        known.removed_at, known.role = None, Role.COORDINATOR
        known.name, known.called_title = _called(named)
        change.tell(SeatChanged(known.id))
    return known


def _called(named: Named) -> tuple[str, str | None]:
    """The name and title for the seat of somebody who was named: until they come, what was typed."""
    name = named.typed.name if named.typed else named.person.name
    return name[:NAME_MAX], named.typed.title if named.typed else None


def staff_seat(board: Board, person: Person, now: datetime) -> Seat:
    """A new seat for a coordinator, not stored yet."""
    return Seat(
        public_id=new_public_id(),
        board_id=board.id,
        person_id=person.id,
        role=Role.COORDINATOR,
        name=person.name[:NAME_MAX],
        joined_at=now,
    )


async def remove_staff(runtime: Runtime, seat: Seat, other: Seat) -> None:
    """Take a coordinator (oneself included) or a former leader off the board; their live pages close within two
    seconds. A coordinator who leads its unit or one above stays as leader. Raises NotNow for the last coordinator and
    for a present leader."""
    async with changing(runtime, seat, Act.SET_UP) as change:
        await take_off(change, await change.session.get_one(Seat, other.id))


async def take_off(change: Change, gone: Seat) -> None:
    """The same within a change."""
    if gone.removed_at is not None or not gone.staff:
        return
    specify(whom=gone.person_id)
    if gone.role is Role.COORDINATOR and len(await coordinators_of(change.session, change.board)) < 2:
        raise NotNow(LAST)
    ladder = (await ladders(change.session, [change.board.unit_id]))[change.board.unit_id]
    leads = any(rung.leader_id == gone.person_id for rung in ladder)
    if leads and gone.role is Role.LEADER:
        raise NotNow(N_("En leder hører til sin enhed. Vælg en anden leder der."))
    if leads:
        gone.role = Role.LEADER
        change.tell(SeatChanged(gone.id))
    else:
        await take_away(change, gone)
