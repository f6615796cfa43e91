"""Accounts: making somebody a coordinator, and signing in by a link."""

from collections.abc import Callable

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from schemas.codes import keyed_hash, new_token
from schemas.person import SIGN_IN_LINK_LIFE, Person, SignInLink
from schemas.session import BrowserSession
from schemas.trail import Deed
from schemas.typed_text import as_kept
from server.core import clock, sessions
from server.core.access import Visitor
from server.core.addresses import NotAnAddress, mail_address, same_address
from server.core.errors import N_, Invalid, NotFound
from server.core.runtime import Runtime
from server.core.trail import Entry, note
from server.core.translations import FIRST
from server.mail import links
from server.mail.letters import Letter
from server.mail.outbox import message_id, post
from server.mail.signature import UNSIGNED
from server.organisation.people import letters
from server.organisation.providers.belonging import instead_of_mail
from server.web.return_to import with_return_to


async def add_coordinator(runtime: Runtime, mail: str, name: str = "") -> str:
    """Make the person with that address a coordinator, creating the account if there is none, and return a link that
    signs them in once. Raises Invalid for something that is not a mail address."""
    try:
        address = mail_address(mail)
    except NotAnAddress:
        raise Invalid(N_("Det er ikke en mailadresse.")) from None
    name = as_kept(name).strip()
    async with runtime.database.begin() as session:
        person = (await session.execute(select(Person).where(Person.mail == address))).scalar_one_or_none()
        if person is None:
            person = Person(mail=address, name=name or address.split("@")[0])
            session.add(person)
        person.coordinator = True
        await session.flush()
        token = new_token()
        session.add(_new_link(runtime, person, token))
        note(session, runtime.settings.secret, Entry(Deed.COORDINATOR_LET_IN, whom=person.id))
    return f"{runtime.settings.public_url}/login/{token}"


def _new_link(runtime: Runtime, person: Person, token: str) -> SignInLink:
    return SignInLink(
        person_id=person.id,
        token_hash=keyed_hash(runtime.settings.secret, token),
        expires_at=clock.now() + SIGN_IN_LINK_LIFE,
    )


async def send_sign_in(
    runtime: Runtime,
    mail: str,
    coming: str = "",
    language: str = FIRST,
    says: Callable[[str], Letter] = letters.sign_in,
) -> bool:
    """Mail a sign-in link to the account with that address, if there is one. Returns whether there was: for the trail,
    and for nobody who asks.
    `says` writes the letter: somebody who has not asked for it must be told why it comes. Whoever works only in an
    organisation that has turned this off is told to go through its provider instead.
    After signing in the link leads on to the page `coming`. `language` is that of the page where the link was asked
    for, since an account that was never used has no language yet."""
    async with runtime.database.begin() as session:
        found = await session.execute(select(Person).where(Person.mail == same_address(mail)))
        person = found.scalar_one_or_none()
        if person is None:
            return False
        token, provider = new_token(), await instead_of_mail(session, runtime.settings, person.id)
        if provider is not None:
            way, ident = links.through_provider(runtime.settings), message_id(runtime.settings, "sign_in", 0, token)
            letter = letters.sign_in_through(provider.name, with_return_to(way, coming))
        else:
            link = _new_link(runtime, person, token)
            session.add(link)
            await session.flush()
            letter = says(with_return_to(links.sign_in(runtime.settings, token), coming))
            ident = message_id(runtime.settings, "sign_in", link.id)
        written = letter.read_in(person.language or language, UNSIGNED)
        await post(session, person.mail, written.subject, written.body, ident)
    return True


async def is_good(runtime: Runtime, token: str) -> bool:
    """Whether a sign-in link would sign somebody in now. Asking does not use it up."""
    query = select(SignInLink.id).where(SignInLink.token_hash == keyed_hash(runtime.settings.secret, token))
    query = query.join(Person, col(Person.id) == SignInLink.person_id).where(col(Person.ended_at).is_(None))
    async with runtime.database.snapshot() as session:
        return (await session.execute(query.where(SignInLink.expires_at >= clock.now()))).first() is not None


async def sign_in_with(runtime: Runtime, visitor: Visitor, token: str, device: str = "") -> str:
    """Use up a sign-in link on such a `device`, and return the new session cookie. Raises NotFound for a link that is
    unknown, used or too old."""
    query = select(SignInLink, Person).join(Person, col(Person.id) == SignInLink.person_id)
    query = query.where(SignInLink.token_hash == keyed_hash(runtime.settings.secret, token)).with_for_update(
        of=SignInLink
    )
    async with runtime.database.begin() as session:
        row = (await session.execute(query)).one_or_none()
        if row is None or row[0].expires_at < clock.now() or row[1].ended_at is not None:
            raise NotFound
        link, person = row
        if not link.reusable:
            await session.delete(link)
        return await open_session(session, runtime, visitor, person, device)


async def open_session(session: AsyncSession, runtime: Runtime, visitor: Visitor, person: Person, device: str) -> str:
    """Within a transaction, sign somebody in on the visitor's browser, which is on such a `device`, and return its new
    session cookie."""
    before = visitor.session
    if before is not None and before.person_id != person.id:
        # The screen may be shared, on a ward: the new session must inherit nothing from whoever used it before.
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id) == before.id))
        before = None
    cookie, browser = await sessions.renew(session, runtime, before, visitor.language, person=person, device=device)
    visitor.reading.give(browser)
    person.language, person.used_at = person.language or browser.language, clock.now()
    note(session, runtime.settings.secret, Entry(Deed.SIGNED_IN, who=person.id))
    return cookie


async def sign_in_failed(runtime: Runtime) -> None:
    """Note that somebody has asked for a link to an address without an account, or used one that is no good. Nothing is
    kept of what they typed: it may be a member who does not know that they need no account."""
    async with runtime.database.begin() as session:
        note(session, runtime.settings.secret, Entry(Deed.SIGN_IN_FAILED))


async def sign_out(runtime: Runtime, browser: BrowserSession) -> None:
    """End a browser session."""
    async with runtime.database.begin() as session:
        await session.execute(delete(BrowserSession).where(col(BrowserSession.id) == browser.id))
        if browser.person_id is not None:
            note(session, runtime.settings.secret, Entry(Deed.SIGNED_OUT, who=browser.person_id))
