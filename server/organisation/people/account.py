"""One's own account: name, title and address, and signing out everywhere. A new address counts once its own link has
been used, and the old address is told."""

from collections.abc import Mapping

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash, new_token
from schemas.danish_order import in_danish_order
from schemas.mail import DigestLine
from schemas.person import SIGN_IN_LINK_LIFE, AddressChange, Person, SignInLink
from schemas.session import BrowserSession
from schemas.trail import Deed
from schemas.unit import UNIT_NAME_MAX, Unit
from server.core import clock
from server.core.addresses import NO_ADDRESS, NotAnAddress, mail_address
from server.core.errors import N_, Invalid, NotFound, NotNow
from server.core.runtime import Runtime
from server.core.signed_in import is_over
from server.core.trail import Entry, note
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.people import letters
from server.organisation.people.taking_up import rename
from server.web.edit_conflicts import together
from server.web.fields import Field, faults

FIELDS = ("name", "title", "mail")
SELF = {"name": Field(UNIT_NAME_MAX, N_("Skriv dit navn.")), "title": Field(UNIT_NAME_MAX)}
WRONG = N_("Det er ikke gemt endnu. Ret det, der står ved felterne.")
TAKEN = N_("En anden konto bruger allerede den adresse. Log ind med den, eller vælg en anden.")


def shown(person: Person) -> dict[str, str]:
    """An account as the fields of its form."""
    return {"name": person.name, "title": person.title, "mail": person.mail}


async def change_account(runtime: Runtime, person: Person, typed: Mapping[str, str], language: str) -> str:
    """Change one's own name and title, and ask for another address. Returns the address that a link was sent to, "" if
    it stays the same. Whether another account has that address, nobody learns here. Raises Invalid with a sentence per
    field, and ChangedMeanwhile; then nothing has changed."""
    wanted = together(typed, shown(person), FIELDS)
    wrong, address = faults(SELF, {name: wanted[name] for name in SELF}), ""
    try:
        address = mail_address(wanted["mail"])
    except NotAnAddress:
        wrong["mail"] = NO_ADDRESS
    if wrong:
        raise Invalid(WRONG, fields=wrong)
    await rename(runtime, person, wanted["name"], wanted["title"])
    if address == person.mail:
        return ""
    await _ask(runtime, person, address, language)
    return address


async def _ask(runtime: Runtime, person: Person, address: str, language: str) -> None:
    """Mail a link to the new address. Asking again replaces what was asked before."""
    token = new_token()
    hashed = keyed_hash(runtime.settings.secret, token)
    async with runtime.database.begin() as session:
        await session.get_one(Person, person.id, with_for_update={"key_share": True})
        await session.execute(delete(AddressChange).where(col(AddressChange.person_id) == person.id))
        expires = clock.now() + SIGN_IN_LINK_LIFE
        session.add(AddressChange(person_id=person.id, mail=address, token_hash=hashed, expires_at=expires))
        letter = letters.new_address(person.name, f"{runtime.settings.public_url}/address/{token}")
        written = letter.read_in(person.language or language, UNSIGNED)
        ident = message_id(runtime.settings, "new_address", person.id, token)
        await post(session, address, written.subject, written.body, ident)


async def asked_address(runtime: Runtime, token: str) -> str:
    """The address that a link makes one's own. Raises NotFound for a link that is unknown, used or too old."""
    query = select(AddressChange.mail).where(AddressChange.token_hash == keyed_hash(runtime.settings.secret, token))
    async with runtime.database.snapshot() as session:
        found = (await session.execute(query.where(AddressChange.expires_at >= clock.now()))).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


async def take_address(runtime: Runtime, token: str, browser: BrowserSession | None) -> int:
    """Make the new address the account's, tell the old one, and end the links to sign in that were sent there, and all
    sessions of the account but that of `browser`, which used the link: whoever asked for an address that is not theirs
    is out. What is still to be sent in the weekly letter goes to the new address. Returns the person's id. Raises
    NotFound as above, and NotNow if another account has the address."""
    hashed = keyed_hash(runtime.settings.secret, token)
    query = select(AddressChange, Person).join(Person, col(Person.id) == AddressChange.person_id)
    query = query.where(AddressChange.token_hash == hashed, AddressChange.expires_at >= clock.now())
    async with runtime.database.begin() as session:
        row = (await session.execute(query.with_for_update())).one_or_none()
        if row is None:
            raise NotFound
        asked, person = row
        if (await session.execute(select(Person.id).where(Person.mail == asked.mail))).first() is not None:
            raise NotNow(TAKEN)
        before, person.mail = person.mail, asked.mail
        await session.delete(asked)
        try:
            await session.flush()
        except IntegrityError:  # another account was given it in between
            raise NotNow(TAKEN) from None
        await _end_links(session, person)
        others = (col(BrowserSession.person_id) == person.id, col(BrowserSession.id) != (browser.id if browser else 0))
        await session.execute(delete(BrowserSession).where(*others))
        theirs = (col(DigestLine.recipient) == before, col(DigestLine.unsubscribe).is_(None))
        await session.execute(update(DigestLine).where(*theirs).values(recipient=person.mail))
        written = letters.old_address().read_in(person.reads, UNSIGNED)
        ident = message_id(runtime.settings, "old_address", person.id, token)
        await post(session, before, written.subject, written.body, ident)
        note(session, runtime.settings.secret, Entry(Deed.ADDRESS_CHANGED, who=person.id))
        return person.id or 0


async def sign_out_everywhere(runtime: Runtime, person: Person, by: Person | None = None) -> None:
    """End all browser sessions of a person, and the links to sign in that nobody has used. `by`: if it is somebody else
    who does it."""
    async with runtime.database.begin() as session:
        await end_sessions(session, person)
        note(
            session,
            runtime.settings.secret,
            Entry(Deed.SIGNED_OUT_EVERYWHERE, (by or person).id, person.id if by else None),
        )


async def end_sessions(session: AsyncSession, person: Person) -> None:
    """The same as part of a transaction. The links go first: whoever is just using one is out afterwards, too."""
    await _end_links(session, person)
    await session.execute(delete(BrowserSession).where(col(BrowserSession.person_id) == person.id))


async def sign_out_one(runtime: Runtime, person: Person, session_id: int) -> None:
    """End one browser session of a person; does nothing for one that is not theirs or has ended."""
    theirs = (col(BrowserSession.person_id) == person.id, col(BrowserSession.id) == session_id)
    async with runtime.database.begin() as session:
        if (await session.execute(delete(BrowserSession).where(*theirs).returning(col(BrowserSession.id)))).all():
            note(session, runtime.settings.secret, Entry(Deed.SIGNED_OUT, who=person.id))


async def sessions_of(session: AsyncSession, person: Person) -> list[BrowserSession]:
    """Where a person is signed in now, the last used first."""
    now = clock.now()
    query = select(BrowserSession).where(BrowserSession.person_id == person.id)
    found = [each for each in (await session.execute(query)).scalars() if not is_over(each, now)]
    return sorted(found, key=lambda each: (each.used_at or each.created_at, each.id), reverse=True)


async def units_led(session: AsyncSession, person: Person) -> list[Unit]:
    """The units that a person leads, by name; not those where they are a deputy."""
    found = (await session.execute(select(Unit).where(Unit.leader_id == person.id))).scalars()
    return sorted(found, key=lambda unit: in_danish_order(unit.name))


async def _end_links(session: AsyncSession, person: Person) -> None:
    unused = (col(SignInLink.person_id) == person.id, ~col(SignInLink.reusable))
    await session.execute(delete(SignInLink).where(*unused))
