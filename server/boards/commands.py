"""Making a board, and saying who coordinates it."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import select

from schemas.act import Act
from schemas.board import Board
from schemas.codes import new_public_id, new_token
from schemas.format import Format
from schemas.person import Person
from schemas.roles import Role
from schemas.seat import NAME_MAX, Seat, SeatChanged, SeatJoined, SeatRemoved
from schemas.unit import Unit
from server.answers.standing import ladders
from server.boards.queries import coordinators_of
from server.change import Change, change
from server.colours.look import look_for
from server.errors import N_, Invalid, NotNow
from server.mail.links import keyed
from server.parts import Parts
from server.people.commands import send_sign_in
from server.two_at_once import together
from server.units.commands import NO_NAME, TOO_LONG, WRONG, Tree, read_mail
from server.warned import warnings

LAST = N_("Et peerboard skal have mindst én koordinator. Tilføj en anden først.")


def shown(board: Board) -> dict[str, str]:
    """A board as its form shows it."""
    return {"name": board.name, "format": board.format.value}


async def make_board(parts: Parts, person: Person, unit_id: str, typed: Mapping[str, str]) -> Board:
    """Make a board under a unit, coordinated by who makes it; the same form sent twice is one board. Raises NotFound
    for a unit that is not theirs, Invalid with a sentence per field."""
    async with parts.database.begin() as session:
        tree = await Tree.of(session, person)
        unit = tree.find(unit_id)
        public_id = keyed(parts.settings, "board", person.id, typed["key"][:64]) if typed.get("key") else ""
        found = (await session.execute(select(Board).where(Board.public_id == public_id))).scalar_one_or_none()
        return found or await found_board(tree, unit, typed, public_id)


async def found_board(tree: Tree, unit: Unit, typed: Mapping[str, str], public_id: str = "") -> Board:
    """The same within a transaction that has the tree."""
    name, format_ = read_board(typed)
    board = Board(
        public_id=public_id or new_public_id(), unit_id=unit.id, name=name, format=format_, epoch=new_token()[:12]
    )
    board.look = (await look_for(tree.session, [unit.id]))[unit.id]
    tree.session.add(board)
    await tree.session.flush()
    tree.session.add(_seat(board, tree.person, tree.now))
    await tree.session.flush()
    return board


def read_board(typed: Mapping[str, str]) -> tuple[str, Format]:
    """Name and format of a form. Raises Invalid with a sentence per field."""
    wrong: dict[str, str] = {}
    name, format_ = typed.get("name", "").strip(), typed.get("format", "")
    if not name or len(name) > 200:
        wrong["name"] = TOO_LONG if name else NO_NAME
    if format_ not in set(Format):
        wrong["format"] = N_("Vælg en mødeform.")
    if wrong := wrong or warnings({"name": name}, typed.get("warned", "")):
        raise Invalid(WRONG, fields=wrong)
    return name, Format(format_)


async def change_board(parts: Parts, seat: Seat, typed: Mapping[str, str]) -> None:
    """Rename a board, or choose the format of its next meetings. Raises Invalid, ChangedMeanwhile."""
    async with change(parts, seat, Act.SET_UP) as door:
        wanted = together(typed, shown(door.board), ("name", "format"))
        door.board.name, door.board.format = read_board({**wanted, "warned": typed.get("warned", "")})


async def add_coordinator(parts: Parts, seat: Seat, typed: Mapping[str, str]) -> None:
    """Let somebody coordinate the board with a mail address, and mail them a sign-in link. One who is there already
    gets a new link. `makes` lets them make boards and units too, if the one who asks may. Raises Invalid."""
    mail, name, title = read_mail(typed), typed.get("name", "").strip(), typed.get("title", "").strip()
    if len(name) > 200 or len(title) > 200:
        raise Invalid(WRONG, fields={"name": TOO_LONG})
    async with change(parts, seat, Act.SET_UP) as door:
        session = door.session
        person = (await session.execute(select(Person).where(Person.mail == mail))).scalar_one_or_none()
        if person is None:
            person = Person(mail=mail, name=name or mail.split("@")[0], title=title)
            session.add(person)
            await session.flush()
        mine = await session.get(Person, door.by.person_id)
        if typed.get("makes") == "1" and mine is not None and mine.coordinator:
            person.coordinator = True
        await _sit(door, person)
    await send_sign_in(parts, mail)


async def _sit(door: Change, person: Person) -> None:
    query = select(Seat).where(Seat.board_id == door.board.id, Seat.person_id == person.id)
    known = (await door.session.execute(query)).scalar_one_or_none()
    if known is None:
        known = _seat(door.board, person, door.now)
        door.session.add(known)
        await door.session.flush()
        door.tell(SeatJoined(known.id))
    elif known.removed_at is not None or known.role is not Role.COORDINATOR:
        known.removed_at, known.role = None, Role.COORDINATOR
        door.tell(SeatChanged(known.id))


def _seat(board: Board, person: Person, now: datetime) -> Seat:
    return Seat(
        public_id=new_public_id(),
        board_id=board.id,
        person_id=person.id,
        role=Role.COORDINATOR,
        name=person.name[:NAME_MAX],
        joined_at=now,
    )


async def remove_staff(parts: Parts, seat: Seat, other: Seat) -> None:
    """Take a coordinator (oneself too) or a former leader off the board; their pages are closed within two seconds.
    Who leads a unit above stays as leader. The last coordinator cannot go: raises NotNow."""
    async with change(parts, seat, Act.SET_UP) as door:
        gone = await door.session.get_one(Seat, other.id)
        if gone.removed_at is not None or not gone.staff:
            return
        if gone.role is Role.COORDINATOR and len(await coordinators_of(door.session, door.board)) < 2:
            raise NotNow(LAST)
        ladder = (await ladders(door.session, [door.board.unit_id]))[door.board.unit_id]
        leads = any(rung.leader_id == gone.person_id for rung in ladder)
        if leads and gone.role is Role.LEADER:
            raise NotNow(N_("En leder hører til sin enhed. Vælg en anden leder der."))
        if leads:
            gone.role = Role.LEADER
            door.tell(SeatChanged(gone.id))
        else:
            gone.removed_at = door.now
            door.tell(SeatRemoved(gone.id))
