"""Accounts: making a coordinator, signing in by a link, and the seat that staff have on a board."""

from sqlalchemy import delete
from sqlmodel import col, select

from schemas.board import Board
from schemas.codes import keyed_hash, new_public_id, new_token
from schemas.person import SIGN_IN_LINK_LIFE, Person, SignInLink
from schemas.roles import Role
from schemas.seat import NAME_MAX, Seat, SeatJoined
from schemas.session import BrowserSession
from schemas.typed_text import as_kept
from server import clock, sessions
from server.access import Visitor
from server.change import change_board
from server.coming import with_coming
from server.errors import N_, Invalid, NotFound
from server.mail import letters, links
from server.mail.addresses import NotAnAddress, mail_address, same_address
from server.mail.outbox import message_id, post
from server.parts import Parts
from server.people.office import seat_by_right
from server.people.taking_up import take_up


async def staff_seat(parts: Parts, person: Person, board: Board) -> Seat | None:
    """The seat of a person on a board: the one they have, or a leader's while their unit answers for the board."""
    async with parts.database.begin() as session:
        held = await seat_by_right(session, person, board)
    if held.awaited:
        await take_up(parts, person, board)
    if held.seat is None:
        return await give_seat(parts, person, board, Role.LEADER) if held.leads else None
    if held.seat.called_title is not None:
        held.seat.name, held.seat.called_title = person.name[:NAME_MAX], None
    return held.seat


async def give_seat(parts: Parts, person: Person, board: Board, role: Role) -> Seat:
    """Give a person a seat on a board; the one they have already, if any."""
    async with change_board(parts, board.id) as door:
        query = select(Seat).where(Seat.board_id == board.id, Seat.person_id == person.id)
        seat = (await door.session.execute(query)).scalar_one_or_none()
        if seat is None:
            seat = Seat(
                public_id=new_public_id(),
                board_id=board.id,
                person_id=person.id,
                role=role,
                name=person.name[:NAME_MAX],
                joined_at=door.now,
            )
            door.session.add(seat)
            await door.session.flush()
            door.tell(SeatJoined(seat.id))
    return seat


async def add_coordinator(parts: Parts, mail: str, name: str = "") -> str:
    """Make a coordinator (or find the one with that address) and return a link that signs them in once."""
    try:
        address = mail_address(mail)
    except NotAnAddress:
        raise Invalid(N_("Det er ikke en mailadresse.")) from None
    name = as_kept(name).strip()
    async with parts.database.begin() as session:
        person = (await session.execute(select(Person).where(Person.mail == address))).scalar_one_or_none()
        if person is None:
            person = Person(mail=address, name=name or address.split("@")[0])
            session.add(person)
        person.coordinator = True
        await session.flush()
        token = new_token()
        session.add(_link(parts, person, token))
    return f"{parts.settings.public_url}/login/{token}"


def _link(parts: Parts, person: Person, token: str) -> SignInLink:
    return SignInLink(
        person_id=person.id,
        token_hash=keyed_hash(parts.settings.secret, token),
        expires_at=clock.now() + SIGN_IN_LINK_LIFE,
    )


async def send_sign_in(parts: Parts, mail: str, coming: str = "") -> None:
    """Mail a sign-in link, which leads on to the page `coming`, to an account with that address; nothing for any other,
    and nobody can tell which."""
    async with parts.database.begin() as session:
        found = await session.execute(select(Person).where(Person.mail == same_address(mail)))
        person = found.scalar_one_or_none()
        if person is None:
            return
        token = new_token()
        link = _link(parts, person, token)
        session.add(link)
        await session.flush()
        letter = letters.sign_in(with_coming(links.sign_in(parts.settings, token), coming))
        await post(session, person.mail, letter.subject, letter.body, message_id(parts.settings, "sign_in", link.id))


async def is_good(parts: Parts, token: str) -> bool:
    """Whether a sign-in link would sign somebody in now. It is not used by that."""
    query = select(SignInLink.id).where(SignInLink.token_hash == keyed_hash(parts.settings.secret, token))
    async with parts.database.snapshot() as session:
        return (await session.execute(query.where(SignInLink.expires_at >= clock.now()))).first() is not None


async def sign_in_with(parts: Parts, visitor: Visitor, token: str) -> str:
    """Use a sign-in link: the new cookie. Raises NotFound for a link that is unknown, used or too old."""
    query = select(SignInLink, Person).join(Person, col(Person.id) == SignInLink.person_id)
    query = query.where(SignInLink.token_hash == keyed_hash(parts.settings.secret, token)).with_for_update(
        of=SignInLink
    )
    async with parts.database.begin() as session:
        row = (await session.execute(query)).one_or_none()
        if row is None or row[0].expires_at < clock.now():
            raise NotFound
        link, person = row
        if not link.reusable:
            await session.delete(link)
        before = visitor.session
        if before is not None and before.person_id != person.id:
            # A screen may stand on a ward: who sat at it, or was signed in, must not be who signs in now.
            await session.execute(delete(BrowserSession).where(col(BrowserSession.id) == before.id))
            before = None
        cookie, browser = await sessions.renew(session, parts, before, visitor.language, person=person)
        visitor.reading.give(browser)
    return cookie


async def sign_out(parts: Parts, browser: BrowserSession) -> None:
    """End a browser session."""
    async with parts.database.begin() as session:
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))
